"""Stocktake 盘点: a cabinet counted box by box by who keeps it, confirmed by one who does not, and followed up."""

from typing import TYPE_CHECKING

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import ArchiveFile, Note, Stocktake, Task, WorkItem
from ops_console.desk.checks import in_scope
from ops_console.desk.forms import Codes, Comment, Flag, Form, Nothing, Whole, field
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms.archive.counted import BoxCount, count
from ops_console.rooms.archive.places import STOCKTAKE, place_of, refuse_while_counted
from ops_console.rules import numbers

if TYPE_CHECKING:
    from ops_console.data.store import Reader

FOLLOWED = "stocktake_followed"
BOX = "box"
"""Kind of task: a box to be counted."""
RIGHT, DIFFERS = "right", "differs"


class Cabinet(Form):
    cabinet: str = field(N_("Cabinet"), max_length=20, lookup="cabinet")


class Found(Form):
    """What stands in a box."""

    box: Whole = field(N_("Box"), ge=1)
    all_there: Flag = field(N_("All there, nothing else"), default=False)
    found: Codes = field(
        N_("Found"), default=(), help=N_("numbers of cases, or places such as 1-57, 59; none for an empty box")
    )


class FollowUp(Form):
    result: str = field(N_("What came of it"), min_length=2, max_length=1000)


@operation(
    "archive.start_stocktake",
    code="AR10",
    label=N_("Begin a stocktake"),
    form=Cabinet,
    on=On.NOTHING,
    duties=("archive_keeper",),
    opens=STOCKTAKE,
)
def start_stocktake(view: View, form: Cabinet) -> Plan:
    """Opens the count of a cabinet: every box of it is a task. Files on loan are not expected in it."""
    files = view.reader.find(ArchiveFile, cabinet=form.cabinet)
    branch_id = view.reader.need(WorkItem, files[0].case_id).branch_id if files else None
    if branch_id is None or not in_scope(view.reader, view.clerk, branch_id):
        raise InputErrors([Problem("cabinet", _("There is no such cabinet here"), value=form.cabinet)])
    refuse_while_counted(view, form.cabinet, branch_id)
    case_id = view.new_id()
    expected = sum(not one.on_loan for one in files)
    plan = Plan(messages=[_("Files: {count}; boxes: {boxes}.").format(count=expected, boxes=len(_boxes(files)))])
    plan.cases.append(
        NewCase(
            case_id,
            STOCKTAKE,
            branch_id,
            Stocktake(case_id=case_id, cabinet=form.cabinet, expected=expected),
            clocks=(ClockStart(STOCKTAKE, view.today),),
        )
    )
    for box in _boxes(files):
        detail = _detail(form.cabinet, box)
        plan.insert(Task(id=view.new_id(), case_id=case_id, kind=BOX, detail=detail, opened=view.today))
    return plan


@operation(
    "archive.count_box",
    code="AR11",
    label=N_("Count a box"),
    form=Found,
    duties=("archive_keeper",),
    hand=Hand.MAKES,
)
def count_box(view: View, form: Found) -> Plan:
    """What stands in the box: numbers scanned or typed, or places. A box may be counted again until the count is
    confirmed; when all are counted, somebody else confirms.
    """
    stocktake = view.own(Stocktake)
    tasks = {task.detail: task for task in view.reader.find(Task, case_id=stocktake.case_id, kind=BOX)}
    task = tasks.get(_detail(stocktake.cabinet, form.box))
    problems = []
    if task is None:
        message = _("is none of this count; still to be counted: {boxes}").format(boxes=_left(tasks) or "-")
        problems.append(Problem("box", message, value=str(form.box)))
    if form.all_there is bool(form.found):
        problems.append(Problem("found", _("say what was found, or that all is there")))
    if problems or task is None:
        raise InputErrors(problems)
    files = view.reader.find(ArchiveFile, cabinet=stocktake.cabinet, box=form.box)
    counted = count(view, files, form.found, all_there=form.all_there)
    data = {"missing": list(counted.missing), "surplus": list(counted.surplus)}
    plan = Plan(messages=[_said(counted)])
    plan.change(Task, {"id": task.id}, done=view.today, outcome=RIGHT if counted.is_right else DIFFERS, data=data)
    results = {other.id: other.data or {} for other in tasks.values() if other.done} | {task.id: data}
    if len(results) == len(tasks):
        plan.to = "counted"
        plan.change(
            Stocktake,
            {"case_id": stocktake.case_id},
            missing=sorted(number for result in results.values() for number in result["missing"]),
            surplus=sorted(number for result in results.values() for number in result["surplus"]),
            counted_on=view.today,
        )
    return plan


@operation(
    "archive.confirm_stocktake",
    code="AR12",
    label=N_("Confirm the stocktake"),
    form=Comment,
    duties=("archive_approver",),
    hand=Hand.CHECKS,
)
def confirm_stocktake(view: View, _form: Comment) -> Plan:
    """By one who did not count. Files that were not found are marked missing and can't be lent; those found again are
    not missing any more. What differs is followed up.
    """
    stocktake = view.own(Stocktake)
    missing = {numbers.parse(number).id for number in stocktake.missing or ()}
    plan = Plan(clocks_met=[STOCKTAKE])
    for filed in view.reader.find(ArchiveFile, cabinet=stocktake.cabinet):
        is_missing = filed.case_id in missing and not filed.on_loan
        if is_missing is (filed.missing_since is None):
            plan.change(ArchiveFile, {"case_id": filed.case_id}, missing_since=view.today if is_missing else None)
    if stocktake.missing or stocktake.surplus:
        plan.to = "following"
        plan.clocks.append(ClockStart(FOLLOWED, view.today))
    else:
        plan.to, plan.outcome = "done", RIGHT
    plan.messages.append(
        _("Missing: {missing}; surplus: {surplus}.").format(
            missing=len(stocktake.missing or ()), surplus=len(stocktake.surplus or ())
        )
    )
    return plan


@operation(
    "archive.close_stocktake",
    code="AR13",
    label=N_("Close the stocktake"),
    form=FollowUp,
    duties=("archive_approver",),
    hand=Hand.CHECKS,
)
def close_stocktake(view: View, form: FollowUp) -> Plan:
    """What was missing or surplus has been followed up; files still missing stay marked."""
    stocktake = view.own(Stocktake)
    rows = [view.reader.get(ArchiveFile, numbers.parse(number).id) for number in stocktake.missing or ()]
    still = sum(row is not None and row.missing_since is not None for row in rows)
    plan = Plan(to="done", outcome=DIFFERS, messages=[_("Still missing: {count}.").format(count=still)])
    plan.insert(
        Note(
            id=view.new_id(),
            case_id=stocktake.case_id,
            kind="note",
            text=form.result,
            clerk_id=view.clerk.id,
            written_at=view.now,
        )
    )
    return plan


def _is_missing(reader: "Reader", case: WorkItem) -> None:
    filed = reader.get(ArchiveFile, case.id)
    if filed is not None and filed.missing_since is None:
        raise Refused(_("The file is not missing."), code="not_missing", source="company default")


@operation(
    "archive.record_found",
    code="AR14",
    label=N_("The missing file has turned up"),
    form=Nothing,
    duties=("archive_keeper",),
    suits=_is_missing,
)
def record_found(view: View, _form: Nothing) -> Plan:
    """It is back in its place, and may be lent again."""
    filed = view.own(ArchiveFile)
    plan = Plan(messages=[_("It stands again in {where}.").format(where=place_of(filed))])
    plan.change(ArchiveFile, {"case_id": filed.case_id}, missing_since=None)
    return plan


def _boxes(files: list[ArchiveFile]) -> list[int]:
    return sorted({one.box for one in files})


def _detail(cabinet: str, box: int) -> str:
    return f"{cabinet}/{box}"


def _left(tasks: dict[str, Task]) -> str:
    boxes = (int(detail.rpartition("/")[2]) for detail, task in tasks.items() if task.done is None)
    return ", ".join(str(box) for box in sorted(boxes))


def _said(counted: BoxCount) -> str:
    if counted.is_right:
        return _("All there.")
    return _("Missing: {missing}; surplus: {surplus}.").format(
        missing=", ".join(counted.missing) or "-", surplus=", ".join(counted.surplus) or "-"
    )
