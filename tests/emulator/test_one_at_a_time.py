"""Those that name the same id wait for each other, and nobody else."""

from threading import Event, Thread

from emulator.one_at_a_time import OneAtATime


def test_the_second_waits_until_the_first_is_done_and_another_id_does_not_wait():
    ids = OneAtATime()
    story: list[str] = []
    waiting = Event()

    def second() -> None:
        waiting.set()
        with ids.holding("A"):
            story.append("second")

    thread = Thread(target=second)
    with ids.holding("A"):
        thread.start()
        waiting.wait()
        with ids.holding("B"):
            story.append("other")
        story.append("first")
    thread.join()

    assert story == ["other", "first", "second"]


def test_an_id_can_be_held_again_after_an_error_and_nothing_is_kept_of_it():
    ids = OneAtATime()
    for _ in range(2):
        try:
            with ids.holding("A"):
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    assert ids._held == {}


def test_of_many_at_once_only_one_is_inside():
    ids = OneAtATime()
    inside: list[int] = []
    most: list[int] = []

    def enter(number: int) -> None:
        for _ in range(200):
            with ids.holding("A"):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [Thread(target=enter, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert max(most) == 1
    assert ids._held == {}
