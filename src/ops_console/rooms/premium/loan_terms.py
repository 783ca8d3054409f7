"""What becomes of loans nobody pays back: interest is added at the end of each term and told, and once debts reach the
cash value, the customer having been warned, the contract ends.

Source: loan clause of the contract (company default): a loan left unpaid at the end of its term goes on as a new one of
principal and interest; when what is owed reaches the cash value nothing secures it any more, and the contract ends.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Letter, Loan, Party
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.accumulation import accumulation_of
from ops_console.rooms.deaths import died_on
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import RATE_UNITS, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.premium.winding_up import tell, wind_up
from ops_console.rules.due_dates import next_due_after
from ops_console.rules.products.loans import LOAN_SOURCE
from ops_console.rules.why import Why

ADD, WARN, END = "premium.add_loan_interest", "premium.warn_loan", "premium.end_outgrown"
REASON = "outgrown"
WARNING_SHARE = "loan_warning"
"""Setting: the customer is warned once debts are so many per mille of the cash value."""
WARNING, PER_MILLE = "loan_warning", 1000
_INTEREST = {"loan": "loan_interest", "premium_loan": "apl_interest"}
_CAPITALISED = {"loan": "loan_capitalised", "premium_loan": "apl_capitalised"}
"""Kind of loan: rules that book its interest, and add it to the principal."""


@dataclass(frozen=True)
class LoanStep:
    """The next thing the loans of a policy need. `amount`: the interest added, or all that is owed."""

    operation: str
    amount: Fen
    value: Fen
    whys: tuple[Why, ...] = ()


def loan_step(view: View, position: PolicyPosition, day: date) -> LoanStep | None:
    """What the loans of a policy in force need on a day. After a death the claim settles them."""
    if not position.is_in_force or not position.loans or died_on(view, position.insured_id) is not None:
        return None
    interest = Fen.total(_term_interest(position, loan) for loan in position.loans if loan.term_ends <= day)
    if any(loan.term_ends <= day for loan in position.loans):
        return LoanStep(ADD, interest, Fen(0))
    value, whys = _secured_by(view, position, day)
    debt = position.debt(day)
    traces = (*whys, *(one.why for one in position.debts(day)))
    if debt >= value:
        return LoanStep(END, debt, value, traces)
    share = view.catalog.setting(WARNING_SHARE)
    if debt * PER_MILLE >= value * share and not _was_warned(view, position):
        return LoanStep(WARN, debt, value, traces)
    return None


@operation(ADD, code="PR81", label=N_("Add interest to a loan"), form=Nothing, on=On.POLICY, duties=("premium",))
def add_loan_interest(view: View, _form: Nothing) -> Plan:
    """At the end of a loan's term its interest is booked, added to the principal and told to the applicant; the loan
    goes on for another term of principal and interest. One term of each loan at a time."""
    position, _step = _needs(view, ADD)
    plan, lines = Plan(change_set=position.policy.id), []
    for loan in position.loans:
        if loan.term_ends > view.today:
            continue
        [debt] = [one for one in position.debts(loan.term_ends) if one.loan.id == loan.id]
        plan.whys.append(debt.why)
        plan.post(_INTEREST[loan.kind], position.policy.id, amount=debt.interest)
        plan.post(_CAPITALISED[loan.kind], position.policy.id, amount=debt.interest)
        began, months = loan.terms_from or loan.interest_from, known(position.product.basis.loan, "lending").term_months
        ends = next_due_after(began, months, loan.term_ends)
        plan.change(
            Loan,
            {"id": loan.id},
            principal=debt.total,
            interest_from=loan.term_ends,
            terms_from=began,
            term_ends=ends,
        )
        lines.append((loan, debt.interest, debt.total, ends))
    applicant = view.reader.need(Party, position.applicant_id)
    for loan, interest, principal, ends in lines:
        with speaking_to(applicant):
            plan.notify(
                "loan_interest_added",
                applicant.id,
                added=loan.term_ends.isoformat(),
                interest=interest.yuan(),
                policy=position.policy.number,
                principal=principal.yuan(),
                rate=f"{float(Fraction(loan.rate, RATE_UNITS) * 100):.2f}%",
                term_end=ends.isoformat(),
            )
    return plan


@operation(
    WARN,
    code="PR82",
    label=N_("Warn of a loan that outgrows its value"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def warn_loan(view: View, _form: Nothing) -> Plan:
    """Tells the applicant that loans with interest come near the cash value, and that the contract ends when they
    reach it. Once in each term of the oldest loan."""
    position, step = _needs(view, WARN)
    plan = Plan(whys=[*step.whys])
    plan.notify(
        WARNING,
        position.applicant_id,
        debt=step.amount.yuan(),
        policy=position.policy.number,
        value=step.value.yuan(),
    )
    return plan


@operation(
    END,
    code="PR83",
    label=N_("End a contract its loans have outgrown"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
    hand=Hand.MAKES,
    opens="payment",
)
def end_outgrown(view: View, _form: Nothing) -> Plan:
    """Once loans with interest reach the cash value (that of paid-up additions and accumulated dividends included) the
    contract ends today: its value settles the loans, what they are above it is the company's loss, and money held goes
    back. The applicant is told."""
    position, step = _needs(view, END)
    plan = Plan(whys=[*step.whys], change_set=position.policy.id)
    done = wind_up(view, plan, position, REASON)
    tell(view, plan, position, done, "loan_outgrown", debt=step.amount.yuan(), value=step.value.yuan())
    return plan


def _needs(view: View, operation_name: str) -> tuple[PolicyPosition, LoanStep]:
    """The step, when it is this operation's turn; else Refused, saying what."""
    position = position_of(view)
    refuse_unless_in_force(position)
    step = loan_step(view, position, view.today)
    if step is not None and step.operation == operation_name:
        return position, step
    message = {
        ADD: _("No term of a loan on {number} has ended."),
        WARN: _("There is nothing to warn of on {number}, or it was done."),
        END: _("The loans on {number} are below its value, or there are none."),
    }[operation_name]
    raise Refused(message.format(number=position.policy.number), code="loan", source=LOAN_SOURCE)


def _term_interest(position: PolicyPosition, loan: Loan) -> Fen:
    """Of the term that has ended, or ends next."""
    return next(one.interest for one in position.debts(loan.term_ends) if one.loan.id == loan.id)


def _secured_by(view: View, position: PolicyPosition, day: date) -> tuple[Fen, tuple[Why, ...]]:
    """What stands behind the loans: products with an account of their own lend nothing."""
    value, whys = position.cash_value(day)
    return Fen(value + accumulation_of(view, position, day).balance), whys


def _was_warned(view: View, position: PolicyPosition) -> bool:
    """In this term of the oldest loan."""
    since = min(loan.interest_from for loan in position.loans)
    sent = view.reader.find(Letter, party_id=position.applicant_id, policy_id=position.policy.id, kind=WARNING)
    return any(letter.day >= since for letter in sent)
