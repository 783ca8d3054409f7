"""Unit prices of funds: taken in from a file, the unusual ones once another clerk has confirmed them."""

from pathlib import Path

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.data.queries.prices import prices_known, revisions
from ops_console.data.tables import Event, FundPrice, StoreState
from ops_console.desk.forms import Day, Form, field
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.exchange.prices import Checked, PriceLine, check_prices, price_typed, read_prices
from ops_console.exchange.sheets import read_sheet

CONFIRM = "premium.confirm_price"
SOURCE = "company default: a price that moves beyond its fund's limit, or corrects another, is seen by two persons"


class PriceFile(Form):
    """Where the prices are."""

    file: str = field(N_("File"), min_length=1, max_length=1000, help=N_("xlsx or csv with fund, date, price"))


class Price(Form):
    """A price as it is in the file."""

    fund: str = field(N_("Fund"), lookup="fund", max_length=20)
    day: Day = field(N_("Valuation day"))
    price: str = field(N_("Price of a unit"), max_length=20, help=N_("yuan, at most four decimals"))


@operation(
    "premium.import_prices",
    code="PR31",
    label=N_("Take in unit prices"),
    form=PriceFile,
    on=On.NOTHING,
    duties=("premium",),
)
def import_prices(view: View, form: PriceFile) -> Plan:
    """Takes in the prices of units from a sheet, all of them or none. Every working day has a price for each fund. A
    price that corrects another, or moves beyond the fund's limit, must have been confirmed by another clerk before. The
    same file twice changes nothing (company default)."""
    funds = view.catalog.funds
    try:
        sheet = read_sheet(Path(form.file).expanduser())
    except UsageError as error:
        raise InputErrors([Problem("file", error.message, value=form.file[:80])]) from None
    lines, unread = read_prices(sheet, funds)
    # One import at a time: what the other one brings is known, or corrects, when this one looks.
    view.lock(StoreState, 1)
    known = prices_known(view.reader, funds={one.fund for one in lines})
    checked = check_prices(lines, unread, known, funds, view.calendar, view.today)
    _refuse_unconfirmed(view, checked)
    plan = Plan(data={"new": len(checked.new), "corrected": [one.said for one in checked.corrections]})
    for one in (*checked.new, *checked.corrections):
        plan.insert(
            FundPrice(
                fund=one.fund,
                day=one.day,
                revision=revisions(view.reader, one.fund, one.day) + 1,
                price=one.price,
                source_id=0,
            )
        )
    plan.messages.append(
        _("{new} new prices, {corrected} corrected, {same} known already.").format(
            new=len(checked.new),
            corrected=len(checked.corrections),
            same=len(lines) - len(checked.new) - len(checked.corrections),
        )
    )
    return plan


@operation(
    CONFIRM,
    code="PR32",
    label=N_("Confirm an unusual unit price"),
    form=Price,
    on=On.NOTHING,
    duties=("premium",),
    hand=Hand.CHECKS,
)
def confirm_price(view: View, form: Price) -> Plan:
    """A second clerk has asked the fund's administrator and confirms a price that moves beyond the limit or corrects
    another; the file that holds it is then taken in by the first (company default)."""
    problems = []
    if form.fund not in view.catalog.funds:
        known = ", ".join(view.catalog.funds)
        problems.append(Problem("fund", _("one of: {values}").format(values=known), value=form.fund))
    price = 0
    try:
        price = price_typed(form.price)
    except ValueError as error:
        problems.append(Problem("price", str(error), value=form.price))
    if form.day > view.today:
        problems.append(Problem("day", _("is still to come"), value=form.day.isoformat()))
    if problems:
        raise InputErrors(problems)
    said = PriceLine(0, form.fund, form.day, price).said
    return Plan(data={"price": said}, messages=[_("{price} is confirmed.").format(price=said)])


def _refuse_unconfirmed(view: View, checked: Checked) -> None:
    """InputErrors for every unusual price that no other clerk has confirmed."""
    if not checked.unusual:
        return
    confirmed = {
        event.data.get("price")
        for event in view.reader.find(Event, operation=CONFIRM)
        if event.clerk_id != view.clerk.id
    }
    problems = [
        Problem("price", _("{why}: another clerk has to confirm it").format(why=why), line=one.line, value=one.said)
        for one, why in checked.unusual
        if one.said not in confirmed
    ]
    if problems:
        raise InputErrors(problems, code="unconfirmed")
