"""Where files stand: cabinet, box, number; each place holds one file."""

from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.problems import Refused
from ops_console.data.tables import ArchiveFile, Stocktake, WorkItem
from ops_console.desk.view import View

STOCKTAKE, COUNTING = "stocktake", ("counting", "counted")


@dataclass(frozen=True)
class Place:
    """A place in the archive."""

    cabinet: str
    box: int
    no: int

    def __str__(self) -> str:
        return _("cabinet {cabinet}, box {box}, number {no}").format(cabinet=self.cabinet, box=self.box, no=self.no)


def place_of(filed: ArchiveFile) -> Place:
    """Where a file stands."""
    return Place(filed.cabinet, filed.box, filed.no)


def next_place(view: View, cabinet: str) -> Place:
    """The next place of a cabinet, box after box; one that a moved file has taken is passed over."""
    size, skipped = view.catalog.setting("archive_box"), 0
    while True:
        number = view.next_number(f"cabinet {cabinet}") - 1 + (skipped if view.is_trial else 0)
        place = Place(cabinet, number // size + 1, number % size + 1)
        if is_free(view, place):
            return place
        skipped += 1


def is_free(view: View, place: Place) -> bool:
    return view.reader.first(ArchiveFile, cabinet=place.cabinet, box=place.box, no=place.no) is None


def refuse_while_counted(view: View, cabinet: str, branch_id: int) -> None:
    """A cabinet that is being counted is not counted twice, and nothing is moved in or out of it."""
    for case in view.reader.find(WorkItem, kind=STOCKTAKE, room="archive", open=True, branch_id=branch_id):
        if case.state in COUNTING and view.reader.need(Stocktake, case.id).cabinet == cabinet:
            raise Refused(
                _("Cabinet {cabinet} is being counted ({number}).").format(cabinet=cabinet, number=case.number),
                code="being_counted",
                source="company default",
            )


def refuse_missing(view: View, filed: ArchiveFile) -> None:
    """A file that a stocktake did not find is neither lent nor moved."""
    view.refuse_unless(
        filed.missing_since is None,
        "missing",
        _("The file is missing since {day}.").format(day=filed.missing_since),
        "company default",
    )
