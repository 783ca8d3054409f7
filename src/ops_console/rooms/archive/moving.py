"""Moving a file to another box or cabinet; the event is the log: from where, to where, why."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import ArchiveFile, WorkItem
from ops_console.desk.forms import Form, Whole, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.archive.places import Place, is_free, next_place, place_of, refuse_missing, refuse_while_counted

CABINET = r"^[A-Z0-9-]*$"


class NewPlace(Form):
    """Where the file goes."""

    cabinet: str = field(
        N_("Cabinet"), default="", max_length=20, pattern=CABINET, lookup="cabinet",
        help=N_("the same when left empty; capitals, digits, hyphens"),
    )  # fmt: skip
    box: Whole | None = field(
        N_("Box"), default=None, ge=1, help=N_("the next free place of the cabinet when left empty")
    )
    reason: str = field(N_("Reason"), min_length=2, max_length=300)


@operation("archive.move_file", code="AR07", label=N_("Move the file"), form=NewPlace, duties=("archive_keeper",))
def move_file(view: View, form: NewPlace) -> Plan:
    """To the first free place of a box, or to the next one of a cabinet. Not while it is lent or missing, and not in or
    out of a cabinet that is being counted.
    """
    filed = view.own(ArchiveFile)
    cabinet = form.cabinet or filed.cabinet
    if (cabinet, form.box or filed.box) == (filed.cabinet, filed.box):
        raise InputErrors([Problem("box", _("it stands there already"))])
    if filed.on_loan:
        raise Refused(
            _("{where} is lent to somebody else.").format(where=place_of(filed)),
            code="on_loan",
            source="company default",
        )
    refuse_missing(view, filed)
    for one in sorted({cabinet, filed.cabinet}):
        refuse_while_counted(view, one, view.branch.id)
    _refuse_foreign(view, cabinet)
    place = next_place(view, cabinet) if form.box is None else _free_in(view, cabinet, form.box)
    plan = Plan(messages=[_("Now in {where}.").format(where=place)])
    plan.change(ArchiveFile, {"case_id": filed.case_id}, cabinet=place.cabinet, box=place.box, no=place.no)
    return plan


def _refuse_foreign(view: View, cabinet: str) -> None:
    """A cabinet belongs to one branch."""
    other = view.reader.first(ArchiveFile, cabinet=cabinet)
    if other is not None and view.reader.need(WorkItem, other.case_id).branch_id != view.branch.id:
        raise InputErrors([Problem("cabinet", _("is another branch's"), value=cabinet)])


def _free_in(view: View, cabinet: str, box: int) -> Place:
    """The first free place of a box. InputErrors for a full one, and for one that leaves a gap in the cabinet."""
    last = view.reader.find(ArchiveFile, cabinet=cabinet, order_by="-box", limit=1)
    highest = (last[0].box if last else 0) + 1
    if box > highest:
        raise InputErrors(
            [Problem("box", _("the next box of this cabinet is {box}").format(box=highest), value=str(box))]
        )
    places = (Place(cabinet, box, no) for no in range(1, view.catalog.setting("archive_box") + 1))
    place = next((one for one in places if is_free(view, one)), None)
    if place is None:
        raise InputErrors([Problem("box", _("is full"), value=str(box))])
    return place
