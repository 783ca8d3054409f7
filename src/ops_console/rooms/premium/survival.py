"""What an endowment or an annuity pays while its insured lives: told in time, granted on its day; at the end of an
endowment the contract is over.

Premium owed and loans with interest are taken off, neither in part, as with every benefit (contract, company default).
The money goes to whom the contract names, to the account the premium comes from when it is the payee's own, else to
one that is still to be named.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Coverage, Party, PolicyStatus, SurvivalBenefit
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.payables import not_their_own, pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.deaths import died_on
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import ONE_DAY, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.premium.run_out import give_back_held
from ops_console.rooms.settling import end_policy, settle_instalments, settle_loans
from ops_console.rules import accounts
from ops_console.rules.products.survival import SURVIVAL_SOURCE, BenefitDue, benefits_due

ANNOUNCE, GRANT = "premium.announce_benefit", "premium.grant_benefit"
NOTICE_DAYS = "benefit_notice"
"""Setting: so many days before a benefit falls due its payee is told."""
KINDS = {"survival": N_("survival benefit"), "maturity": N_("maturity benefit"), "annuity": N_("annuity payment")}
POSTINGS = {"survival": "survival_benefit", "maturity": "survival_benefit", "annuity": "annuity_paid"}
MATURED = "matured"


@dataclass(frozen=True)
class Step:
    """The next thing to be done about the benefits of a policy."""

    operation: str
    coverage: Coverage
    due: BenefitDue
    on_record: SurvivalBenefit | None
    """Of an announced benefit."""


def next_benefit(view: View, position: PolicyPosition, day: date) -> Step | None:
    """The oldest benefit that is due by a day and not granted, or that is to be announced on it. What fell due before a
    contract ended is granted after its end, too; a lapsed one waits until it is in force again."""
    if not (position.is_in_force or _is_over(position)):
        return None
    horizon = day + timedelta(days=view.catalog.setting(NOTICE_DAYS))
    steps = [step for coverage in position.coverages for step in _of_coverage(view, position, coverage, day, horizon)]
    return min(steps, key=lambda step: (step.due.due_on, step.coverage.no), default=None)


def _of_coverage(view: View, position: PolicyPosition, coverage: Coverage, day: date, horizon: date) -> list[Step]:
    basis, terms = position.basis_of(coverage), position.sold_as(coverage)
    commenced = position.began(coverage)
    steps = []
    for due in benefits_due(basis, terms, commenced, commenced, horizon):
        row = view.reader.get(SurvivalBenefit, position.policy.id, coverage.no, due.due_on)
        is_due = due.due_on <= day
        done = row is not None and (row.granted_on is not None or not is_due)
        if not done and _is_earned(view, position, due.due_on, is_due=is_due):
            steps.append(Step(GRANT if is_due else ANNOUNCE, coverage, due, row))
    return steps


def _is_over(position: PolicyPosition) -> bool:
    return position.status.status == "ended"


def _is_earned(view: View, position: PolicyPosition, due_on: date, *, is_due: bool) -> bool:
    """Does the insured live to the day, as far as is known, and does the contract stand to the end of its year? A
    surrender on the day itself comes after it: the cash value of that day is what is left once the benefit is paid."""
    death = died_on(view, position.insured_id)
    if death is not None and death < due_on:
        return False
    if position.is_in_force:
        return True
    eve = view.reader.as_at(PolicyStatus, position.policy.id, due_on - ONE_DAY)
    return is_due and bool(eve) and eve[0].status == "in_force"


@operation(ANNOUNCE, code="PR12", label=N_("Announce a benefit"), form=Nothing, on=On.POLICY, duties=("premium",))
def announce_benefit(view: View, _form: Nothing) -> Plan:
    """Tells the payee of a survival or maturity benefit or an annuity payment, so many days before it falls due, what
    will be paid to which account, and asks for one where none is known. Once for each benefit."""
    position = position_of(view)
    step = _needs(view, position, ANNOUNCE)
    payee, account_no = _payee(view, position)
    plan = Plan(whys=[step.due.why])
    plan.insert(_row(view, step, told_on=view.today))
    with speaking_to(payee):
        plan.notify(
            "benefit_notice",
            payee.id,
            account=accounts.mask(account_no) or _("an account that you still name to us"),
            amount=step.due.amount.yuan(),
            due=step.due.due_on.isoformat(),
            kind=_(KINDS[step.due.kind]),
            policy=position.policy.number,
        )
    return plan


@operation(
    GRANT,
    code="PR13",
    label=N_("Grant a benefit"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
    hand=Hand.MAKES,
    opens="payment",
)
def grant_benefit(view: View, _form: Nothing) -> Plan:
    """Opens the payment of the oldest survival or maturity benefit or annuity payment that has fallen due, less premium
    owed and loans with interest; also when the contract has ended since. A maturity benefit ends the contract, and what
    is held on the policy goes back to the applicant. Released and paid like every payment."""
    position = position_of(view)
    step = _needs(view, position, GRANT)
    due = step.due
    plan = Plan(whys=[due.why], change_set=position.policy.id)
    after, legs = _taken_off(view, plan, position, due)
    net = due.amount - Fen.total(legs.values())
    plan.post(POSTINGS[due.kind], position.policy.id, None, **{f"{due.kind}_benefit": due.amount}, **legs)
    payee, account_no = _payee(view, position)
    pay(view, plan, payee.id, net, "benefit", account_no)
    payment = plan.cases[-1].id if plan.cases else None
    if step.on_record is None:
        plan.insert(_row(view, step, granted_on=view.today, case_id=payment))
    else:
        key = {"policy_id": position.policy.id, "coverage_no": step.coverage.no, "due_on": due.due_on}
        plan.change(SurvivalBenefit, key, granted_on=view.today, case_id=payment)
    if due.kind == "maturity" and not _is_over(position):
        _mature(view, plan, after, due.due_on)
    _tell(plan, position, payee, account_no, due, legs)
    return plan


def _needs(view: View, position: PolicyPosition, operation_name: str) -> Step:
    """The step, when it is this operation's turn; else Refused."""
    if operation_name == ANNOUNCE or not _is_over(position):
        refuse_unless_in_force(position)
    step = next_benefit(view, position, view.today)
    if step is not None and step.operation == operation_name:
        return step
    message = {
        ANNOUNCE: _("No benefit of {number} is to be announced now."),
        GRANT: _("No benefit on survival of {number} has fallen due."),
    }[operation_name]
    raise Refused(message.format(number=position.policy.number), code="no_benefit_due", source=SURVIVAL_SOURCE)


def _row(
    view: View, step: Step, told_on: date | None = None, granted_on: date | None = None, case_id: int | None = None
) -> SurvivalBenefit:
    return SurvivalBenefit(
        policy_id=view.the_policy.id,
        coverage_no=step.coverage.no,
        due_on=step.due.due_on,
        kind=step.due.kind,
        amount=step.due.amount,
        told_on=told_on,
        granted_on=granted_on,
        case_id=case_id,
    )


def _payee(view: View, position: PolicyPosition) -> tuple[Party, str]:
    """Whom the contract names, and the account premium comes from, when it is theirs and they live; else an empty one:
    a clerk names it, after a death that of the heirs."""
    survival = known(position.product.basis.survival, "survival benefits")
    party_id = position.insured_id if survival.to == "insured" else position.applicant_id
    party = view.reader.need(Party, party_id)
    is_theirs = party_id == position.applicant_id and party.died_on is None
    account_no = position.terms.account_no if is_theirs else ""
    return party, "" if not_their_own(account_no, party) else account_no


def _taken_off(
    view: View, plan: Plan, position: PolicyPosition, due: BenefitDue
) -> tuple[PolicyPosition, dict[str, int]]:
    """Instalments overdue on the due date, then loans with interest to it, each as a whole when the benefit carries it.
    A maturity benefit that doesn't is Refused: there is nothing to pay, and somebody has to look."""
    overdue = [one for one in position.owed if one.due_date < due.due_on]
    owed, debts = Fen.total(one.amount for one in overdue), position.debt(due.due_on)
    if due.kind == "maturity" and owed + debts > due.amount:
        raise Refused(
            _("Debts of {debts} are above the value of {value}: nothing can be paid.").format(
                debts=(owed + debts).yuan(), value=due.amount.yuan()
            ),
            code="debts_above_value",
            source="company default",
        )
    legs: dict[str, int] = {}
    after = position
    if owed and owed <= due.amount:
        after = settle_instalments(view, plan, position, overdue, "collected")
        legs["premium_owed"] = owed
    if debts and debts <= due.amount - Fen.total(legs.values()):
        legs |= settle_loans(plan, position, due.due_on)
        after = replace(after, loans=())
    return after, legs


def _mature(view: View, plan: Plan, position: PolicyPosition, day: date) -> None:
    end_policy(view, plan, position, MATURED, day)
    give_back_held(view, plan, position, day)


def _tell(
    plan: Plan,
    position: PolicyPosition,
    payee: Party,
    account_no: str,
    due: BenefitDue,
    legs: dict[str, int],
) -> None:
    """What is paid, and what was taken off it."""
    with speaking_to(payee):
        lines = [(_(KINDS[due.kind]), int(due.amount))]
        lines += [(_(TAKEN_OFF[name]), -amount) for name, amount in legs.items() if amount]
        plan.notify(
            "benefit_paid",
            payee.id,
            account=accounts.mask(account_no) or _("an account that you still name to us"),
            amount=(due.amount - Fen.total(legs.values())).yuan(),
            due=due.due_on.isoformat(),
            kind=_(KINDS[due.kind]),
            lines=[f"{what}: {Fen(amount).yuan()}" for what, amount in lines],
            policy=position.policy.number,
        )


TAKEN_OFF = {
    "premium_owed": N_("premium owed"),
    "loan_principal": N_("policy loan"),
    "loan_interest": N_("loan interest"),
    "apl_principal": N_("premium loan"),
    "apl_interest": N_("interest on premium loans"),
}
