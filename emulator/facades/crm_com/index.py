"""Jobs by their ids, and in the order in which they were created: what the records themselves do not tell."""

from collections.abc import Iterator

from emulator.facades.crm_com.ids import id_of
from emulator.facades.records import Record, View


def job_id(number: str) -> str:
    """Tell the id of the job that has this number."""
    return id_of("job", number)


class Index:
    """Know the numbers of all jobs; each is read once, by whoever asks next. Use it inside a view only, which locks it."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget them all; the next look at the records finds those that are there."""
        self._seen = 0
        self._numbers: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._order: list[tuple[int, str]] = []
        self._last = 0

    def find(self, view: View, wanted: str) -> str | None:
        """Find the number of the job with an id."""
        self._catch_up(view)
        return self._numbers.get(wanted)

    def walk(self, view: View, *, newest_first: bool) -> Iterator[Record]:
        """Walk the jobs that are there."""
        self._catch_up(view)
        for place, number in reversed(self._order) if newest_first else self._order:
            record = view.get(number) if self._places[number] == place else None
            if record is not None:
                yield record

    def numbers(self, view: View) -> Iterator[str]:
        """Give numbers for a new job, one after the other, that no job of ours had since the start."""
        self._catch_up(view)
        while True:
            self._last += 1
            number = f"J{self._last:08d}"
            if number not in self._places:
                yield number

    def _catch_up(self, view: View) -> None:
        for record in view.numbered(after=self._seen):
            # One that was put back with the whole state comes again, under a higher place.
            self._seen = self._places[record.id] = record.number
            self._numbers[job_id(record.id)] = record.id
            self._order.append((record.number, record.id))
