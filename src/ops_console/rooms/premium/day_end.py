"""Day end of a branch: the books of its day are closed when they agree with the till, and the next day is opened."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Problem, Refused
from ops_console.data.queries.day_books import CASH, DayBooks, cash_balance, day_books
from ops_console.data.queries.hand_booked import booked_by_hand
from ops_console.data.queries.temporary_receipts import not_handed_in
from ops_console.data.queries.tills import open_tills
from ops_console.data.tables import Branch, BranchDay, Clerk
from ops_console.desk.checks import in_scope
from ops_console.desk.forms import Amount, Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import ONE_DAY
from ops_console.rooms.premium.returns import came_back

NAMED = 10
"""Receipts that a refusal lists."""


class DayEnd(Form):
    """Whose day is closed, and what was counted in the till."""

    branch: Whole | None = field(N_("Branch"), default=None, lookup="branch", help=N_("your own when left empty"))
    counted: Amount | None = field(N_("Cash counted"), default=None, help=N_("empty: the till is not counted"))


@operation(
    "premium.close_day",
    code="PR11",
    label=N_("Close the day"),
    form=DayEnd,
    on=On.NOTHING,
    duties=("premium",),
)
def close_day(view: View, form: DayEnd) -> Plan:
    """Closes a branch's open day with its control totals and opens the next. A day cannot close with a difference
    between debit and credit, between the tills' receipts and payouts and the cash booked, or to the cash counted; nor
    while a clerk's till with cash of the day is not closed, or a collector has not handed in what they took. Money that
    the clerk booked by hand as come from the bank, and that no line of a bank's file bears, is another clerk's to close
    (company default)."""
    branch = _branch(view, form)
    account = view.catalog.ledger.money[CASH]
    books = day_books(view.reader, branch.id, branch.open_day, account)
    _refuse_open_tills(view, branch)
    _refuse_money_outside(view, branch)
    _refuse_own_word(view, branch)
    in_till = cash_balance(view.reader, branch.id, account)
    _refuse_difference(branch, books, in_till if form.counted is None else form.counted, in_till)
    plan = Plan(data={"branch": branch.id, "day": branch.open_day.isoformat()})
    plan.insert(
        BranchDay(
            branch_id=branch.id,
            day=branch.open_day,
            debit=books.debit,
            credit=books.credit,
            cash=in_till,
            lines=books.lines,
            source_id=0,
        )
    )
    plan.change(Branch, {"id": branch.id}, open_day=branch.open_day + ONE_DAY)
    plan.messages.append(
        _("{branch}: {day} is closed, {lines} lines, {debit} debit and credit, {cash} in the till.").format(
            branch=view.catalog.branches[branch.id].label,
            day=branch.open_day.isoformat(),
            lines=books.lines,
            debit=books.debit.yuan(),
            cash=in_till.yuan(),
        )
    )
    return plan


def _branch(view: View, form: DayEnd) -> Branch:
    """The branch, when it lies in the clerk's scope and its day may be closed by now."""
    branch = view.reader.get(Branch, form.branch or view.branch.id)
    if branch is None or not in_scope(view.reader, view.clerk, branch.id):
        raise InputErrors([Problem("branch", _("is not a branch of yours"), value=str(form.branch))])
    branch = view.lock(Branch, branch.id)
    view.refuse_unless(
        branch.open_day <= view.today,
        "day_to_come",
        _("The day open is {day}, which is still to come.").format(day=branch.open_day.isoformat()),
        "company default",
    )
    return branch


def _refuse_open_tills(view: View, branch: Branch) -> None:
    clerks = open_tills(view.reader, branch.id, branch.open_day)
    names = ", ".join(view.reader.need(Clerk, clerk_id).login for clerk_id in clerks)
    view.refuse_unless(
        not clerks,
        "tills_open",
        _("The day {day} cannot close before these tills are: {clerks}.").format(
            day=branch.open_day.isoformat(), clerks=names
        ),
        "company default",
    )


def _refuse_money_outside(view: View, branch: Branch) -> None:
    outside = not_handed_in(view.reader, branch_id=branch.id)
    clerks = sorted({view.reader.need(Clerk, one.clerk_id).login for one in outside})
    view.refuse_unless(
        not clerks,
        "not_handed_in",
        _("The day {day} cannot close before these collectors have handed in {amount}: {clerks}.").format(
            day=branch.open_day.isoformat(),
            amount=Fen.total(one.amount for one in outside).yuan(),
            clerks=", ".join(clerks),
        ),
        "company default",
    )


def _refuse_own_word(view: View, branch: Branch) -> None:
    """NotAllowed for who booked money of the day as the bank's on their own word: a second person looks at it."""
    day = branch.open_day
    own = booked_by_hand(view.reader, [branch.id], day, day, clerk_id=view.clerk.id)
    receipts = [one.receipt for one in own if not came_back(view, one.receipt)]
    if receipts:
        raise NotAllowed(
            _(
                "You booked {amount} by hand as come from the bank, and no file of a bank tells of it (receipts "
                "{numbers}): another clerk closes the day."
            ).format(
                amount=Fen.total(one.amount for one in receipts).yuan(),
                numbers=", ".join(str(one.no) for one in receipts[:NAMED]) + (" …" if len(receipts) > NAMED else ""),
            ),
            code="own_work",
            source="company default",
        )


def _refuse_difference(branch: Branch, books: DayBooks, counted: Fen, in_till: Fen) -> None:
    pairs = (
        (_("debit and credit"), books.debit, books.credit),
        (_("cash booked and cash received less paid"), books.cash, books.till),
        (_("cash counted and cash in the books"), counted, in_till),
    )
    differences = [f"{what}: {one.yuan()} / {other.yuan()}" for what, one, other in pairs if one != other]
    if differences:
        raise Refused(
            _("The day {day} cannot close with a difference: {differences}.").format(
                day=branch.open_day.isoformat(), differences="; ".join(differences)
            ),
            code="difference",
            source="company default",
        )
