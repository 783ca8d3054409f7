"""Orders for units of funds are given as premiums come in and months begin, and carried out at the next price.

A price that was corrected since is dealt with by the same operation: the trades it made are taken back, with all that
followed from them, and done again.
"""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import FundOrder
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.unit_orders import SURRENDER, bring_up
from ops_console.rooms.unit_statements import state
from ops_console.rooms.unit_trades import Retraded, book, retraded
from ops_console.rooms.units import UnitCover, units_of

ORDER, TRADE = "premium.order_units", "premium.trade_units"
SOURCE = "contract: funds and forward pricing"


def orders_due(view: View, position: PolicyPosition) -> Plan | None:
    """What giving the orders that are due would do; None when none is. After a surrender they are due up to the order
    that sells everything, as long as that waits."""
    plan = Plan()
    until = view.today if position.is_in_force else _surrendered_on(view, position)
    if until is None:
        return None
    bring_up(view, plan, position, until)
    given = [one for one in plan.inserts if isinstance(one, FundOrder)]
    return plan if given or plan.changes else None


def _surrendered_on(view: View, position: PolicyPosition) -> date | None:
    waiting = view.reader.find(FundOrder, policy_id=position.policy.id, what=SURRENDER, done_on=None, cancelled_on=None)
    return waiting[0].day if waiting else None


def trades_due(view: View, position: PolicyPosition) -> tuple[UnitCover, Retraded] | None:
    """What is to be traded at the prices there are; None when everything is."""
    units = units_of(view, position)
    if units is None:
        return None
    found = retraded(units)
    return (units, found) if found.is_news else None


@operation(
    ORDER,
    code="PR33",
    label=N_("Give orders for units"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def order_units(view: View, _form: Nothing) -> Plan:
    """Premiums collected buy units of the funds chosen, less the initial charge; the fee and the risk charge of every
    month that has begun are sold for. A premium that the bank took back is as if it had bought nothing (contract)."""
    plan = orders_due(view, position_of(view))
    if plan is None:
        raise Refused(_("There is nothing to be ordered for now."), code="nothing_to_order", source=SOURCE)
    given = [one for one in plan.inserts if isinstance(one, FundOrder)]
    plan.messages.append(_("Orders given: {count}.").format(count=len(given)))
    return plan


@operation(
    TRADE,
    code="PR34",
    label=N_("Carry out orders for units"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def trade_units(view: View, _form: Nothing) -> Plan:
    """Orders whose next price is known are carried out at it. Where a price was corrected, its trades are taken back
    and done again; what was paid out too little is paid, what was too much the company bears (contract; company
    default). Once a policy year is over the applicant gets a statement.
    """
    position = position_of(view)
    due = trades_due(view, position)
    if due is None:
        message = _("No order can be carried out at the prices there are.")
        raise Refused(message, code="nothing_to_trade", source=SOURCE)
    units, found = due
    plan = Plan()
    book(view, plan, position, units, found)
    state(view, plan, position, units, found.done)
    bought = Fen.total(one.amount for one in found.new if one.amount > 0)
    sold = -Fen.total(one.amount for one in found.new if one.amount < 0)
    plan.messages.append(
        _("Bought for {bought}, sold for {sold}; {back} trades taken back.").format(
            bought=bought.yuan(), sold=sold.yuan(), back=len(found.back)
        )
    )
    return plan
