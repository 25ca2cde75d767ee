"""A story that ended badly is told shorter, as long as it ends the same way."""

from contracts.machines.story import Broken, Step, shorten


class Sum:
    """A life of a few lines: it breaks when it has counted to three with a stamp of its own."""

    def __init__(self):
        self.count = 0
        self.stamps = {}

    def play(self, step):
        if step.action == "stop":
            raise Broken("Nobody stops.", clauses=(), expected="going on", found="a stop")
        if step.action == "count":
            self.count += 1
        if "since" in step.arguments and step.arguments["since"] is not None:
            self.stamps[step.arguments["since"]]
        if "gives" in step.arguments:
            self.stamps[step.arguments["gives"]] = self.count
        if self.count == 3 and step.action == "look":
            raise Broken("Nobody counts to three.", clauses=("X-1",), expected="less", found=self.count)


def count():
    return Step("count", {})


def look(since, gives):
    return Step("look", {"since": since, "gives": gives})


BROKEN = Broken("Nobody counts to three.", clauses=("X-1",), expected="less", found=3)


def test_only_the_needed_steps_stay():
    story = [
        Step("rest", {}),
        count(),
        look(None, "s1"),
        count(),
        look("s1", "s2"),
        Step("rest", {}),
        count(),
        look("s2", "s3"),
    ]

    kept, broken = shorten(story, BROKEN, Sum)

    assert [str(step) for step in kept] == ["count()", "count()", "count()", "look(since=None) -> s3"]
    assert (broken.promise, broken.found) == ("Nobody counts to three.", 3)


def test_a_story_that_would_end_otherwise_is_not_taken():
    class Stopping(Sum):
        def play(self, step):
            super().play(Step("stop", {}) if step.action == "look" and self.count == 2 else step)

    kept, broken = shorten([count(), count(), count(), look(None, "s1")], BROKEN, Stopping)

    assert len(kept) == 4
    assert broken is BROKEN


def test_a_step_reads_like_a_call():
    assert str(Step("poll", {"unit": "U1", "since": None, "gives": "s1"})) == "poll(unit=U1, since=None) -> s1"
