"""Covers sold for a term that have run out: a rider ends and the contract goes on without it; with its main cover the
contract is over. Nothing is due then; who survives an endowment gets its maturity benefit (`survival.py`), and one-year
covers are renewed (`terms.py`). Source: term clause of the contract.
"""

from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Billing, BillingTerms, Coverage, Party
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.payables import not_their_own, pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.accumulation import MAIN, settle_accumulation
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import MONTHS_A_YEAR, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.settling import end_policy, hold
from ops_console.rules.due_dates import due_date

END_COVER = "premium.end_cover"
EXPIRED = "expired"
SOURCE = "term clause of the contract (company default)"


def covers_over(position: PolicyPosition, day: date) -> tuple[Coverage, ...]:
    """Covers of a contract in force whose term of years is over on a day and that nothing else ends."""
    ends = ((one, _ends_on(position, one)) for one in position.coverages if position.is_in_force)
    return tuple(one for one, ended in ends if ended is not None and ended <= day)


@operation(
    END_COVER,
    code="PR20",
    label=N_("End a cover that has run out"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
    hand=Hand.MAKES,
    opens="payment",
)
def end_cover(view: View, _form: Nothing) -> Plan:
    """Ends every cover whose term of years is over, from the day it ran to, and tells the applicant. With the main
    cover the contract is over: premium still owed is nobody's debt, and what is held on the policy goes back. Refused
    while there is a loan, which nothing secures any more."""
    position = position_of(view)
    refuse_unless_in_force(position)
    over = covers_over(position, view.today)
    view.refuse_unless(
        bool(over),
        "no_term",
        _("No cover of {number} has run out.").format(number=position.policy.number),
        SOURCE,
    )
    plan = Plan(change_set=position.policy.id)
    main = next((one for one in over if one.no == MAIN), None)
    if main is None:
        _end_riders(plan, position, over)
    else:
        _end_contract(view, plan, position, main)
    applicant = view.reader.need(Party, position.applicant_id)
    for one in over if main is None else (main,):
        with speaking_to(applicant):
            plan.notify(
                "cover_ended",
                applicant.id,
                end=_over_on(position, one).isoformat(),
                policy=position.policy.number,
                product=str(position.products[one.product].label),
            )
    return plan


def give_back_held(view: View, plan: Plan, position: PolicyPosition, day: date) -> None:
    """A contract that has run its time: money held on it and accumulated dividends with interest to its last day are
    owed to the applicant, to the account premium came from where it is their own."""
    held = position.suspense
    plan.post("suspense_refunded", position.policy.id, amount=held)
    hold(view, plan, position.policy.id, -held)
    applicant = view.reader.need(Party, position.applicant_id)
    account_no = position.terms.account_no
    account_no = "" if not_their_own(account_no, applicant) else account_no
    pay(view, plan, applicant.id, held, "refund", account_no)
    dividends = settle_accumulation(view, plan, position, day, "maturity")
    plan.post("dividend_withdrawn", position.policy.id, amount=dividends)
    pay(view, plan, applicant.id, dividends, "dividend", account_no)


def _ends_on(position: PolicyPosition, coverage: Coverage) -> date | None:
    """The day from which a cover is no more; None for life, and where a benefit or a renewal comes on that day."""
    product = position.products[coverage.product]
    if coverage.cover_years is None or product.renewed_as_new_term or product.basis.survival is not None:
        return None
    return due_date(position.began(coverage), MONTHS_A_YEAR, coverage.cover_years)


def _over_on(position: PolicyPosition, coverage: Coverage) -> date:
    ended = _ends_on(position, coverage)
    if ended is None:
        raise LookupError(f"cover {coverage.no} of {position.policy.number} does not run out")
    return ended


def _end_contract(view: View, plan: Plan, position: PolicyPosition, main: Coverage) -> None:
    ended = _over_on(position, main)
    debts = position.debt(ended)
    if debts:
        raise Refused(
            _("Debts of {debts} are above the value of {value}: nothing can be paid.").format(
                debts=debts.yuan(), value=Fen(0).yuan()
            ),
            code="debts_above_value",
            source="company default",
        )
    end_policy(view, plan, position, EXPIRED, ended)
    give_back_held(view, plan, position, ended)


def _end_riders(plan: Plan, position: PolicyPosition, over: tuple[Coverage, ...]) -> None:
    """The riders' rows end, and the instalment is that of the covers left."""
    key = {"policy_id": position.policy.id}
    for one in over:
        plan.end(Coverage, {**key, "no": one.no}, max(_over_on(position, one), one.valid_from))
    left = [one for one in position.coverages if one not in over]
    premium, loading = (Fen.total(getattr(one, name) or Fen(0) for one in left) for name in ("premium", "loading"))
    day = max(*(_over_on(position, one) for one in over), position.terms.valid_from)
    plan.change(BillingTerms, key, day, premium=premium, loading=loading)
    plan.change(Billing, key, premium=premium, loading=loading)
