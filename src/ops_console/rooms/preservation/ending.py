"""Items that end a contract at the customer's wish: surrender (32), cancellation in the hesitation period (33)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.queries.paid_claims import paid_claims
from ops_console.data.queries.receipts import receipts_of
from ops_console.data.tables import Coverage, Endorsement, Party
from ops_console.desk.forms import Account, Flag, Form, field
from ops_console.desk.payables import pay
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.allocating import paid_besides
from ops_console.rooms.deaths import refuse_after_death
from ops_console.rooms.dividends_back import take_back_all
from ops_console.rooms.money_in import CHECKED, check_payee
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rooms.preservation.accounts import emptied
from ops_console.rooms.preservation.document import refuse_while_lost
from ops_console.rooms.preservation.items import OUT, Effect, item
from ops_console.rooms.preservation.settled import DEBTS, settle_value
from ops_console.rooms.preservation.units import Sale, refuse_while_withdrawing, sold_whole
from ops_console.rooms.red_invoices import answer_invoices
from ops_console.rooms.settling import end_policy, hold, settle_loans
from ops_console.rules import accounts, clocks
from ops_console.rules.due_dates import policy_year

SURRENDER_CLOCK = "surrender_value"
"""Insurance Law art 47: cash value within 30 days of the notice."""
PREMIUM, FEE, HELD_MONEY = N_("premium paid"), N_("production fee"), N_("money held")
DIVIDENDS = N_("dividends paid")
REASONS = {"surrendered": N_("surrender"), "hesitation": N_("cancellation in the hesitation period")}


class Payee(Form):
    """Where the money goes: only to the applicant's own account (Sales Conduct Rules 2023 art 32)."""

    account_no: Account = field(N_("Applicant's own account"))
    identity_checked: Flag = field(CHECKED, default=False, help=N_("needed for large sums"))


@item(32, name="surrender", code="PS05", label=N_("Surrender"), form=Payee, measures=(OUT,))
def surrender(view: View, form: Payee) -> Effect:
    """Ends the contract and pays its cash value, that of paid-up additions and accumulated dividends, less loans with
    interest, and money held, within 30 days of the request (Insurance Law art 47). Small sums at once, others after
    review."""
    position = _living(view)
    refuse_while_lost(view, position)
    plan = Plan()
    sale = sold_whole(view, plan, position)
    if sale is not None:
        return _selling(view, plan, position, form, sale)
    of_account = emptied(view, plan, position)
    if of_account is not None:
        lines = (*of_account, (HELD_MONEY, position.suspense))
        return _ended(view, plan, position, "surrendered", form, lines)
    _refuse_annuity(view, position)
    lines, lost = settle_value(view, plan, position)
    if lost:
        raise Refused(
            _("Debts of {debts} are above the value of {value}: nothing can be paid.").format(
                debts=Fen(lost - dict(lines)[DEBTS]).yuan(), value=Fen(-dict(lines)[DEBTS]).yuan()
            ),
            code="debts_above_value",
            source="company default",
        )
    lines = (*lines, (HELD_MONEY, position.suspense))
    return _ended(view, plan, position, "surrendered", form, lines)


def _refuse_annuity(view: View, position: PolicyPosition) -> None:
    """Nobody gives up an annuity for nothing: once it is paid it has no surrender value."""
    begins = position.product.basis.annuity_age
    year = policy_year(position.commenced_on, max(view.today, position.commenced_on))[0]
    age = position.coverages[0].entry_age + year - 1
    view.refuse_unless(
        begins is None or age < begins,
        "annuity_begun",
        _("The annuity began at age {age}: it is paid for life and has no surrender value.").format(age=begins),
        "contract (company default)",
    )


@item(
    33,
    name="cancel_in_hesitation",
    code="PS06",
    label=N_("Cancel in the hesitation period"),
    form=Payee,
    measures=(OUT,),
)
def cancel_in_hesitation(view: View, form: Payee) -> Effect:
    """Within the hesitation period, its last day included, the contract is cancelled and all premium refunded, less at
    most the production fee (product data), what was taken out of an account, and dividends granted meanwhile. The
    period runs from the day after the signed receipt."""
    position = _living(view)
    last_day = position.hesitation_ends()
    view.refuse_unless(
        last_day is not None and view.own(Endorsement).requested <= last_day,
        "hesitation_over",
        _("The hesitation period ended on {day}.").format(day=last_day),
        "contract; Insurance Law art 15; Health Insurance Rules 2019",
    )
    refuse_while_withdrawing(view, position)
    _refuse_paid(view, position)
    plan = Plan()
    debts = settle_loans(plan, position, view.today)
    paid = position.paid_parts()
    paid["premium"] += paid_besides(view, position.policy.id)
    premium = Fen(sum(paid.values()))
    fee = min(position.product.production_fee, premium)
    plan.post(
        "hesitation_refund",
        position.policy.id,
        None,
        premium=paid["premium"],
        loading=paid["health_loading"],
        production_fee=fee,
        **debts,
    )
    given, held = take_back_all(view, plan, position)
    plan.post("dividend_set_off", position.policy.id, amount=given)
    position = replace(position, suspense=position.suspense - held)
    lines = (
        (PREMIUM, premium),
        (FEE, -fee),
        (DEBTS, -Fen.total(debts.values())),
        (DIVIDENDS, -given),
        (HELD_MONEY, position.suspense),
    )
    answer_invoices(view, plan, position, receipts_of(view.reader, position.policy))
    return _ended(view, plan, position, "hesitation", form, lines)


def _refuse_paid(view: View, position: PolicyPosition) -> None:
    """A group goes on when a member's sum was paid: its premium is not given back then."""
    if not position.product.is_group:
        return
    members = {one.insured_id for one in view.reader.find(Coverage, policy_id=position.policy.id)}
    view.refuse_unless(
        not any(paid_claims(view.reader, one, position.policy.id, date.min) for one in members),
        "benefit_paid",
        _("A benefit of {number} was claimed: the contract is surrendered, not cancelled.").format(
            number=position.policy.number
        ),
        "company default",
    )


def _living(view: View) -> PolicyPosition:
    """The policy, in force or lapsed; Refused for one that has not begun or is over, and after a death."""
    position = position_of(view)
    if not (position.is_in_force or position.is_lapsed):
        raise Refused(
            _("Policy {number} cannot be ended: it is {status}.").format(
                number=position.policy.number, status=word(position.status.status)
            ),
            code="not_living",
            source="company default",
        )
    refuse_after_death(view, position)
    return position


def _ended(
    view: View, plan: Plan, position: PolicyPosition, reason: str, form: Payee, lines: Sequence[tuple[str, Fen]]
) -> Effect:
    """The contract ends; what the lines add up to is owed to the applicant, who is told. Money held is paid apart."""
    total, held = Fen.total(amount for _what, amount in lines), position.suspense
    check_payee(view, total, checked=form.identity_checked)
    requested = view.own(Endorsement).requested
    clock = ClockStart(SURRENDER_CLOCK, requested)
    end_policy(view, plan, position, reason)
    pay(view, plan, position.applicant_id, total - held, "surrender", form.account_no, [clock])
    _pay_held(view, plan, position, form)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "surrender_notice",
            applicant.id,
            account=accounts.mask(form.account_no),
            amount=total.yuan(),
            due=clocks.start(view.catalog.standards[SURRENDER_CLOCK], requested, view.calendar).due.isoformat(),
            effective=view.today.isoformat(),
            kind=_(REASONS[reason]),
            lines=[f"{_(what)}: {amount.yuan()}" for what, amount in lines if amount],
            policy=position.policy.number,
            received=requested.isoformat(),
        )
    return Effect(plan, out=total)


def _selling(view: View, plan: Plan, position: PolicyPosition, form: Payee, sale: Sale) -> Effect:
    """The contract ends; its units are sold at the next price and paid then. Money held is paid at once."""
    check_payee(view, sale.value, checked=form.identity_checked)
    requested = view.own(Endorsement).requested
    end_policy(view, plan, position, "surrendered")
    _pay_held(view, plan, position, form)
    plan.whys += sale.whys
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "units_sold",
            applicant.id,
            account=accounts.mask(form.account_no),
            due=clocks.start(view.catalog.standards[SURRENDER_CLOCK], requested, view.calendar).due.isoformat(),
            effective=view.today.isoformat(),
            policy=position.policy.number,
            received=requested.isoformat(),
        )
    return Effect(plan, out=sale.after_charge + position.suspense)


def _pay_held(view: View, plan: Plan, position: PolicyPosition, form: Payee) -> None:
    held = position.suspense
    plan.post("suspense_refunded", position.policy.id, amount=held)
    hold(view, plan, position.policy.id, -held)
    pay(view, plan, position.applicant_id, held, "refund", form.account_no)
