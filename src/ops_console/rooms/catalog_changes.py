"""The catalog: one person proposes a changed folder, another loads it. In demo stores the day is moved here too."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.catalog.changes import difference
from ops_console.catalog.layout import MAY_GO
from ops_console.catalog.load import from_rows, load
from ops_console.catalog.model import Catalog, Row
from ops_console.catalog.single import with_product
from ops_console.data.catalog_rows import catalog_entries
from ops_console.data.tables import Branch, CatalogChange, StoreState
from ops_console.desk.forms import Day, Form, Nothing, Reason, field
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.plan import NewCase, Plan
from ops_console.desk.view import View
from ops_console.rooms.administration import ADMINISTRATOR
from ops_console.rooms.catalog_used import changed_rows, problems_of_changes

KIND = "catalog_change"


class Folder(Form):
    """Where the changed catalog lies."""

    folder: str = field(
        N_("Folder"),
        help=N_("A whole catalog, laid out as the one that is shipped; or the file of one product."),
        max_length=500,
    )


class BusinessDate(Form):
    """The day it shall be."""

    day: Day = field(N_("Day"))


@operation(
    "administration.propose_catalog", code="AD05", label=N_("Propose a catalog"), form=Folder, on=On.NOTHING,
    duties=[ADMINISTRATOR], hand=Hand.MAKES, opens=KIND,
)  # fmt: skip
def propose_catalog(view: View, form: Folder) -> Plan:
    """Reads and checks a whole catalog folder, or the file of one product that is added or gets a new version; another
    administrator loads it. Every error is listed. What policies were sold under is not edited: a new version of a
    product is valid from a later day (company default).
    """
    folder = Path(form.folder).expanduser()
    if not folder.exists():
        raise InputErrors([Problem("folder", _("There is no such folder or file"), value=form.folder)])
    proposed = load(folder) if folder.is_dir() else with_product(view.catalog.rows, folder)
    changes = difference(view.catalog.rows, proposed.rows)
    if not changes.lines:
        raise Refused(_("This catalog is the one in force."), code="no_change", source="company default")
    _check_branches_stay(view.catalog, proposed)
    _check_named_stay(changes.gone)
    _check_used_stay(view, proposed.rows)
    case_id = view.new_id()
    record = CatalogChange(
        case_id=case_id,
        base_version=view.reader.state().catalog_version,
        entries=[
            {"kind": row.kind, "code": row.code, "valid_from": row.valid_from, "body": row.body, "digest": row.digest}
            for row in proposed.rows
        ],
        summary=changes.lines,
    )
    return Plan(
        cases=[NewCase(case_id, KIND, view.branch.id, record)], messages=changes.lines, data={"summary": changes.lines}
    )


@operation(
    "administration.approve_catalog", code="AD06", label=N_("Load the proposed catalog"), form=Nothing,
    duties=[ADMINISTRATOR], hand=Hand.CHECKS,
)  # fmt: skip
def approve_catalog(view: View, _form: Nothing) -> Plan:
    """The second person's yes: the proposal becomes the next version. A policy keeps the one it was sold under. A new
    version of a product is loaded on the day it is valid from, or later (company default).
    """
    proposal = view.own(CatalogChange)
    if proposal.base_version != view.reader.state().catalog_version:
        raise Refused(
            _("Another catalog was loaded since. Reject this one and propose it again."),
            code="catalog_moved_on",
            source="company default",
        )
    rows = [
        Row(entry["kind"], entry["code"], date.fromisoformat(entry["valid_from"]), entry["body"], entry["digest"])
        for entry in proposal.entries
    ]
    _check_used_stay(view, rows)
    _refuse_before_its_day(view, rows)
    version = proposal.base_version + 1
    plan = Plan(
        to="loaded", outcome="loaded", messages=[_("Catalog version {version} is in force.").format(version=version)]
    )
    plan.data = {"catalog_version": version, "summary": proposal.summary}
    _add_branches(view, from_rows(rows), plan)
    plan.insert(*catalog_entries(rows, version))
    plan.change(StoreState, {"id": 1}, catalog_version=version)
    return plan


@operation(
    "administration.reject_catalog", code="AD07", label=N_("Reject the proposed catalog"), form=Reason,
    duties=[ADMINISTRATOR],
)  # fmt: skip
def reject_catalog(_view: View, _form: Reason) -> Plan:
    """The proposal is dropped, by whoever made it or by the second person."""
    return Plan(to="rejected", outcome="rejected")


@operation(
    "administration.move_date",
    code="AD08",
    label=N_("Move the date (training stores)"),
    form=BusinessDate,
    on=On.NOTHING,
)
def move_date(view: View, form: BusinessDate) -> Plan:
    """Moves the business date and every branch's open day forward. In a live store days end by day-end, not by this."""
    state = view.reader.state()
    if not state.is_demo:
        raise Refused(_("The date is moved in training stores only."), code="not_a_demo", source="company default")
    if form.day < state.business_date:
        message = _("The store is at {day} already").format(day=state.business_date.isoformat())
        raise InputErrors([Problem("day", message, value=form.day.isoformat())])
    plan = Plan()
    plan.change(StoreState, {"id": 1}, business_date=form.day)
    for branch in view.reader.find(Branch):
        if branch.open_day != form.day:
            plan.change(Branch, {"id": branch.id}, open_day=form.day)
    return plan


def _check_branches_stay(current: Catalog, proposed: Catalog) -> None:
    """A branch keeps its number, its level and its parent for ever: ids and scopes hang on them."""
    problems = [
        Problem(f"branch {branch.id}", _("A branch stays where it is"), value=str(branch.label))
        for branch in current.branches.values()
        if _place(proposed, branch.id) != _place(current, branch.id)
    ]
    if problems:
        raise InputErrors(problems, code="catalog")


def _check_named_stay(gone: Iterable[str]) -> None:
    problems = [Problem(entry, _("is needed")) for entry in gone if entry.partition(" ")[0] not in MAY_GO]
    if problems:
        raise InputErrors(problems, code="catalog")


def _check_used_stay(view: View, rows: Iterable[Row]) -> None:
    problems = problems_of_changes(view.reader, view.catalog.rows, rows, view.today)
    if problems:
        raise InputErrors(problems, code="catalog")


def _refuse_before_its_day(view: View, rows: Iterable[Row]) -> None:
    """The catalog has one version of a product at a time: a later one would take the present one off the market."""
    for row in changed_rows(view.catalog.rows, rows):
        if row.kind == "product" and row.valid_from > view.today:
            message = _("Product {code} is valid from {day}; load it then.")
            told = message.format(code=row.code, day=row.valid_from.isoformat())
            raise Refused(told, code="too_early", source="company default")


def _place(catalog: Catalog, branch_id: int) -> tuple[int, int | None] | None:
    branch = catalog.branches.get(branch_id)
    return None if branch is None else (branch.level, branch.parent)


def _add_branches(view: View, proposed: Catalog, plan: Plan) -> None:
    today = view.reader.state().business_date
    for branch in sorted(proposed.branches.values(), key=lambda one: (one.level, one.id)):
        known = view.reader.get(Branch, branch.id)
        if known is None:
            plan.insert(
                Branch(
                    id=branch.id, code=str(branch.id), name_en=branch.label.en, name_zh=branch.label.zh,
                    level=branch.level, parent_id=branch.parent, open_day=today,
                )
            )  # fmt: skip
        elif (known.name_en, known.name_zh) != (branch.label.en, branch.label.zh):
            plan.change(Branch, {"id": branch.id}, name_en=branch.label.en, name_zh=branch.label.zh)
