"""A collector hands in what they took: counted by somebody else, balanced to the fen with the receipts."""

from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Problem
from ops_console.data.queries.temporary_receipts import book_of, not_handed_in
from ops_console.data.tables import Clerk, HandIn, ReceiptBook, TemporaryReceipt
from ops_console.desk.forms import Amount, Form, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.money_in import hold_till
from ops_console.rooms.premium.temporary_receipts import close_when_accounted

WAYS = ("cash", "transfer")


class Counted(Form):
    """What a collector brings."""

    clerk: str = field(N_("Collector"), lookup="collector", max_length=40)
    cash: Amount = field(N_("Cash counted"), default=Fen(0), ge=0)
    transfer: Amount = field(N_("Transfers seen on the account"), default=Fen(0), ge=0)


@operation(
    "premium.hand_in",
    code="PR55",
    label=N_("Take a collector's money"),
    form=Counted,
    on=On.NOTHING,
    duties=("cashier", "counter", "premium"),
)
def hand_in(view: View, form: Counted) -> Plan:
    """Takes over what a collector collected in the branch: cash into the own till, transfers onto the company's
    account. It has to be what their receipts say, to the fen. Nobody counts their own money; who collects no more still
    hands in what is out (company default).
    """
    collector = _holder(view, form.clerk)
    receipts = not_handed_in(view.reader, clerk_id=collector.id, branch_id=view.branch.id)
    view.refuse_unless(
        bool(receipts),
        "nothing_out",
        _("{clerk} has handed in everything.").format(clerk=collector.name),
        "company default",
    )
    problems = [problem for way in WAYS if (problem := _difference(way, Fen(getattr(form, way)), receipts)) is not None]
    if problems:
        raise InputErrors(problems)
    if form.cash:
        hold_till(view)
    plan = Plan()
    earlier = view.reader.count(HandIn, clerk_id=collector.id, day=view.booking_day)
    plan.insert(
        HandIn(
            clerk_id=collector.id,
            day=view.booking_day,
            no=earlier + 1,
            branch_id=view.branch.id,
            receipts=len(receipts),
            cash=form.cash,
            transfer=form.transfer,
            taken_by=view.clerk.id,
            source_id=0,
        )
    )
    plan.post("handed_in", cash=form.cash, transfer=form.transfer)
    for one in receipts:
        plan.change(TemporaryReceipt, {"branch_id": one.branch_id, "no": one.no}, handed_in_on=view.booking_day)
    for book in _books(view, receipts):
        close_when_accounted(view, plan, book, {one.no for one in receipts})
    plan.messages.append(
        ngettext(
            "{count} receipt of {clerk}: {cash} in cash, {transfer} by transfer.",
            "{count} receipts of {clerk}: {cash} in cash, {transfer} by transfer.",
            len(receipts),
        ).format(count=len(receipts), clerk=collector.name, cash=form.cash.yuan(), transfer=form.transfer.yuan())
    )
    return plan


def _holder(view: View, login: str) -> Clerk:
    """Whose money it is, held until the operation is done. InputErrors for a login that is nobody's; NotAllowed for the
    clerk's own."""
    clerk = view.reader.first(Clerk, login=login)
    if clerk is None:
        raise InputErrors([Problem("clerk", _("there is no such clerk"), value=login)])
    if clerk.id == view.clerk.id:
        raise NotAllowed(_("Nobody counts their own money."), code="own_money", source="company default")
    return view.lock(Clerk, clerk.id)


def _difference(way: str, brought: Fen, receipts: list[TemporaryReceipt]) -> Problem | None:
    """What is wrong with the money brought in one way, and which receipts say so."""
    mine = [one for one in receipts if one.method == way]
    wanted = Fen.total(one.amount for one in mine)
    if wanted == brought:
        return None
    told = ", ".join(f"{one.no}: {one.amount.yuan()}" for one in mine) or "-"
    message = _("the receipts make {wanted} ({receipts}), {difference} differs").format(
        wanted=wanted.yuan(), receipts=told, difference=Fen(brought - wanted).yuan()
    )
    return Problem(way, message, value=brought.yuan())


def _books(view: View, receipts: list[TemporaryReceipt]) -> list[ReceiptBook]:
    found = (book_of(view.reader, one.branch_id, one.no) for one in receipts)
    books = {(book.branch_id, book.first_no): book for book in found if book is not None}
    return [books[key] for key in sorted(books)]
