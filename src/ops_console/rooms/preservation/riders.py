"""Items on riders: one added from the next policy anniversary (24), one dropped (25)."""

from collections.abc import Sequence
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model import Product
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.data.tables import Coverage, Party
from ops_console.desk.forms import Account, Amount, Flag, Form, field
from ops_console.desk.payables import pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.deaths import refuse_after_death
from ops_console.rooms.instalments import ask_for
from ops_console.rooms.money_in import CHECKED, check_payee
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.preservation.document import refuse_while_lost
from ops_console.rooms.preservation.items import OUT, Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rooms.proposals import quoted, risk_on_life
from ops_console.rooms.riders import RIDER, is_waiver, terms_beside, waived_a_year
from ops_console.rules.ages import attained_age
from ops_console.rules.due_dates import instalments_due_by, policy_year
from ops_console.rules.products.basis import PolicyTerms

SOURCE = "company default: riders are added from an anniversary on"
RIDERS, INSTALMENT = N_("Riders"), N_("Instalment")
RIDER_FIELD = "rider"
SUM_AT_RISK = "sum_at_risk"


class Added(Form):
    """The rider wanted."""

    rider: str = field(N_("Rider"), lookup="rider", max_length=10)
    sum_assured: Amount | None = field(N_("Sum assured"), default=None, gt=0, help=N_("empty for a waiver of premium"))


@item(24, name="add_rider", code="PS27", label=N_("Add a rider"), form=Added, reversible=False)
def add_rider(view: View, form: Added) -> Effect:
    """A rider that the product may be sold with, from the next policy anniversary on, when an instalment falls due: at
    the age then attained, for the premium years that are left, at the standard rates the policy was sold under;
    underwriting looks at it. It is paid for with that instalment (company default)."""
    position = _in_force(view)
    product = _offered(position, form)
    start = _anniversary(view, position)
    main = position.coverages[0]
    age = attained_age(view.reader.need(Party, main.insured_id).birth, start)
    terms = _terms(position, product, form.sum_assured, start, age)
    priced = quoted(product, terms, 0)
    plan = Plan(whys=[priced.why])
    row = Coverage(
        policy_id=position.policy.id,
        no=_next_no(view, position),
        revision=1,
        valid_from=view.today,
        valid_to=main.valid_to,
        source_id=0,
        product=product.code,
        insured_id=main.insured_id,
        sex=main.sex,
        entry_age=age,
        sum_assured=terms.sum_assured,
        pay_years=terms.pay_years,
        cover_years=terms.cover_years,
        kind=RIDER,
        premium=priced.instalment,
        loading=priced.loading,
        term_from=start,
    )
    plan.insert(row)
    if main.premium is None:
        day, terms_now = max(view.today, main.valid_from), position.terms
        key = {"policy_id": main.policy_id, "no": main.no}
        plan.change(Coverage, key, day, premium=terms_now.premium, loading=terms_now.loading)
    ask_for(view, plan, position, priced.instalment, priced.loading)
    if not is_waiver(product):
        at_risk = risk_on_life(view, main.insured_id, product.risk, except_case=view.the_case.id)
        plan.measures[SUM_AT_RISK] = int(at_risk + terms.sum_assured)
    _endorse(view, plan, position, [*_riders(position), product], priced.instalment)
    plan.messages.append(
        _("{rider} begins on {day}; its part of the instalment is {premium}.").format(
            rider=product.label, day=start.isoformat(), premium=priced.instalment.yuan()
        )
    )
    return Effect(plan)


class Dropped(Form):
    """The rider, and where its value goes: only to the applicant's own account (Sales Conduct Rules 2023 art 32)."""

    rider: str = field(N_("Rider"), lookup="rider", max_length=10)
    account_no: Account = field(N_("Applicant's own account"))
    identity_checked: Flag = field(CHECKED, default=False, help=N_("needed for large sums"))


@item(25, name="drop_rider", code="PS28", label=N_("Drop a rider"), form=Dropped, measures=(OUT,), reversible=False)
def drop_rider(view: View, form: Dropped) -> Effect:
    """Ends a rider today and pays its cash value; the main cover goes on, and the instalment is that of the covers left
    from the next due date. Not while premium is owed, or what is left would not cover the loans (company default)."""
    position = _in_force(view)
    refuse_while_lost(view, position)
    rider = next((one for one in position.coverages if one.kind == RIDER and one.product == form.rider), None)
    if rider is None:
        there = ", ".join(one.code for one in _riders(position)) or _("none")
        message = _("the policy's riders are: {values}").format(values=there)
        raise InputErrors([Problem(RIDER_FIELD, message, value=form.rider)])
    value, why = position.value_of(rider, max(view.today, position.began(rider)))
    plan = Plan(whys=[why])
    left = position.cash_value(view.today)[0] - value
    view.refuse_unless(
        position.debt(view.today) <= left,
        "debts_above_value",
        _("Debts of {debts} are above the value of {value} that would be left.").format(
            debts=position.debt(view.today).yuan(), value=left.yuan()
        ),
        "company default",
    )
    key = {"policy_id": rider.policy_id, "no": rider.no}
    plan.end(Coverage, key, max(view.today, rider.valid_from))
    plan.post("surrender", position.policy.id, None, cash_value=value)
    check_payee(view, value, checked=form.identity_checked)
    pay(view, plan, position.applicant_id, value, "surrender", form.account_no)
    premium, loading = rider.premium or Fen(0), rider.loading or Fen(0)
    ask_for(view, plan, position, -premium, -loading)
    _endorse(view, plan, position, [one for one in _riders(position) if one.code != rider.product], -premium, value)
    return Effect(plan, out=value)


def _in_force(view: View) -> PolicyPosition:
    """In force, premium paid and not waived; else Refused."""
    position = position_of(view)
    refuse_unless_in_force(position)
    refuse_after_death(view, position)
    view.refuse_unless(
        not position.owed,
        "premium_owed",
        _("Premium of {amount} is owed: it is paid first.").format(amount=position.premium_owed.yuan()),
        "company default",
    )
    view.refuse_unless(
        position.terms.waived_from is None,
        "waived",
        _("Premium of {number} is waived.").format(number=position.policy.number),
        "waiver clause of the contract (company default)",
    )
    return position


def _offered(position: PolicyPosition, form: Added) -> Product:
    """The rider's product. InputErrors when the main product is not sold with it, or it is there."""
    offered = [code for code in position.product.riders if code in position.products]
    there = [one.code for one in _riders(position)]
    message = None
    if form.rider not in offered:
        known = ", ".join(offered) or _("none")
        message = _("{product} is sold with these riders: {values}").format(product=position.product.code, values=known)
    elif form.rider in there:
        message = _("is there already")
    if message is not None:
        raise InputErrors([Problem(RIDER_FIELD, message, value=form.rider)])
    product = position.products[form.rider]
    if is_waiver(product) != (form.sum_assured is None):
        message = _("is computed for a waiver of premium, and wanted for any other rider")
        raise InputErrors([Problem("sum_assured", message)])
    return product


def _anniversary(view: View, position: PolicyPosition) -> date:
    """The anniversary the next instalment falls due on; Refused when that is another day, or none falls due."""
    billing = position.current_billing
    start = policy_year(position.commenced_on, billing.next_due)[1]
    view.refuse_unless(
        start == billing.next_due and billing.active,
        "no_anniversary",
        _("A rider is added when the next instalment falls due on an anniversary; it falls due on {day}.").format(
            day=billing.next_due.isoformat()
        ),
        SOURCE,
    )
    return start


def _terms(position: PolicyPosition, product: Product, sum_assured: Fen | None, start: date, age: int) -> PolicyTerms:
    """What the rider is sold as beside the main cover as it stands on that day. InputErrors with every fault."""
    main = position.sold_as(position.coverages[0])
    gone = instalments_due_by(position.commenced_on, 12, start) - 1
    left = None if main.cover_years is None else main.cover_years - gone
    beside = PolicyTerms(
        main.sex, age, main.sum_assured, main.pay_years - gone, left, main.months, main.occupation_class
    )
    amount = waived_a_year(position, product) if sum_assured is None else sum_assured
    terms = terms_beside(product, beside, amount)
    # The years that are left are no product's offer: only age, sum and end of the cover are held against it.
    wanted = Wanted(
        product.minimum_sum if is_waiver(product) else amount,
        product.pay_years[0],
        terms.cover_years if terms.cover_years in product.cover_years else product.cover_years[0],
        terms.months,
        age,
    )
    faults = problems_of(product, wanted)
    found = [Problem(RIDER_FIELD, fault.message, value=fault.value) for fault in faults]
    if left is not None and terms.cover_years is not None and terms.cover_years > left:
        message = _("no term of cover fits the {years} years that the main cover still runs").format(years=left)
        found.append(Problem(RIDER_FIELD, message, value=product.code))
    if found:
        raise InputErrors(found)
    return terms


def _next_no(view: View, position: PolicyPosition) -> int:
    """The number after the last rider there ever was."""
    rows = view.reader.find(Coverage, policy_id=position.policy.id)
    return 1 + max(row.no for row in rows if row.kind in (None, RIDER))


def _riders(position: PolicyPosition) -> list[Product]:
    return [position.products[one.product] for one in position.coverages if one.kind == RIDER]


def _endorse(
    view: View, plan: Plan, position: PolicyPosition, after: Sequence[Product], more: int, amount: int = 0
) -> None:
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        before, now = (", ".join(str(one.label) for one in riders) for riders in (_riders(position), after))
        premium = position.terms.premium
        lines = [(RIDERS, before, now or "-"), (INSTALMENT, premium.yuan(), Fen(premium + more).yuan())]
    endorse(view, plan, applicant.id, lines, amount)
