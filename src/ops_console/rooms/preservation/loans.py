"""Items that lend on a policy and take it back: policy loan (27), repayment of a loan (28) or of premium loans (15)."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Endorsement, Loan
from ops_console.desk.forms import Account, Amount, Flag, Form, field
from ops_console.desk.payables import pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.deaths import refuse_after_death
from ops_console.rooms.policies import RATE_UNITS, Debt, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.preservation.document import refuse_while_lost
from ops_console.rooms.preservation.items import OUT, Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rooms.settling import HELD
from ops_console.rules.calendar import add_months
from ops_console.rules.products.basis import LoanBasis
from ops_console.rules.products.loans import loan_limit

REPAID_BY = {15: "premium_loan", 28: "loan"}
"""Item: the kind of loan it pays back."""
_RULES = {"loan": ("loan_interest", "loan_repaid"), "premium_loan": ("apl_interest", "apl_repaid")}
"""Kind of loan: posting rules for its interest and its repayment."""
ART_34 = "Insurance Law art 34"


class LoanWanted(Form):
    """What the applicant borrows."""

    amount: Amount = field(N_("Amount"), gt=0)
    account_no: Account = field(N_("Applicant's own account"))
    insured_consent: Flag = field(
        N_("Insured's written consent"), default=False, help=N_("needed on death cover when another person is insured")
    )


@item(27, name="grant_loan", code="PS03", label=N_("Grant a policy loan"), form=LoanWanted, measures=(OUT,))
def grant_loan(view: View, form: LoanWanted) -> Effect:
    """Lends up to the product's share of the cash value net of debts, for one term. On death cover the insured's
    written consent is needed (Insurance Law art 34)."""
    position = position_of(view)
    refuse_unless_in_force(position)
    refuse_while_lost(view, position)
    refuse_after_death(view, position)
    lending = _lending(position)
    _check_consent(position, form)
    value, whys = position.cash_value(view.today)
    limit, why = loan_limit(lending, value, position.debt(view.today))
    problems = []
    if form.amount > limit:
        message = _("at most {limit} can be lent now").format(limit=limit.yuan())
        problems.append(Problem("amount", message, value=form.amount.yuan()))
    if form.amount < lending.minimum:
        message = _("at least {minimum} is lent").format(minimum=lending.minimum.yuan())
        problems.append(Problem("amount", message, value=form.amount.yuan()))
    if problems:
        raise InputErrors(problems)
    plan = Plan(whys=[*whys, why])
    loan = new_loan(view, position, lending, "loan", form.amount)
    plan.insert(loan)
    plan.post("loan_granted", position.policy.id, amount=form.amount)
    pay(view, plan, position.applicant_id, form.amount, "preservation", form.account_no)
    plan.notify(
        "loan_notice",
        position.applicant_id,
        amount=form.amount.yuan(),
        granted=view.today.isoformat(),
        interest=percent(lending),
        policy=position.policy.number,
        term_end=loan.term_ends.isoformat(),
    )
    return Effect(plan, out=form.amount)


class Repayment(Form):
    """What the customer pays back."""

    amount: Amount | None = field(
        N_("Amount"), default=None, gt=0, help=N_("empty: everything owed on the day it is paid")
    )


@item(15, 28, name="repay_loan", code="PS04", label=N_("Repay a loan"), form=Repayment)
def repay_loan(view: View, form: Repayment) -> Effect:
    """Pays back loans, the oldest first, on each its interest before its principal. What is left of a loan paid in part
    begins a new term (company default)."""
    position = position_of(view)
    kind = REPAID_BY[view.own(Endorsement).item]
    debts = [debt for debt in position.debts(view.today) if debt.loan.kind == kind]
    owed = Fen.total(debt.total for debt in debts)
    view.refuse_unless(bool(debts), "no_loan", _("There is no such loan on this policy."), "company default")
    amount = owed if form.amount is None else form.amount
    if amount > owed:
        message = _("only {owed} is owed").format(owed=owed.yuan())
        raise InputErrors([Problem("amount", message, value=amount.yuan())])
    plan = Plan(whys=[debt.why for debt in debts])
    left = amount
    for debt in debts:
        if left:
            left -= _repay(view, plan, position, debt, left)
    endorse(
        view, plan, position.applicant_id, [(N_("loans with interest"), owed.yuan(), (owed - amount).yuan())], amount
    )
    return Effect(plan, to_pay=amount)


def new_loan(view: View, position: PolicyPosition, lending: LoanBasis, kind: str, amount: Fen) -> Loan:
    """A loan granted today at the product's rate, for one term."""
    return Loan(
        id=view.new_id(),
        policy_id=position.policy.id,
        kind=kind,
        principal=amount,
        rate=int(lending.interest * RATE_UNITS),
        granted_on=view.today,
        interest_from=view.today,
        term_ends=add_months(view.today, lending.term_months),
    )


def percent(lending: LoanBasis) -> str:
    """The yearly rate for a letter: 5.00%."""
    return f"{float(lending.interest * 100):.2f}%"


def _repay(view: View, plan: Plan, position: PolicyPosition, debt: Debt, money: Fen) -> Fen:
    """Pay one loan back as far as the money goes; returns what was used."""
    used = min(money, debt.total)
    if used < debt.interest:
        message = _("its interest of {interest} comes first, and is paid whole").format(interest=debt.interest.yuan())
        raise InputErrors([Problem("amount", message, value=money.yuan())])
    principal = used - debt.interest
    interest_rule, repaid_rule = _RULES[debt.loan.kind]
    plan.post(interest_rule, position.policy.id, amount=debt.interest)
    plan.post(repaid_rule, position.policy.id, {"money": HELD}, principal=principal, interest=debt.interest)
    left = debt.loan.principal - principal
    plan.change(
        Loan,
        {"id": debt.loan.id},
        principal=left,
        interest_from=view.today,
        terms_from=None,
        term_ends=add_months(view.today, _lending(position).term_months) if left else debt.loan.term_ends,
        closed_on=None if left else view.today,
    )
    return used


def _lending(position: PolicyPosition) -> LoanBasis:
    """The terms the product lends on; Refused when it lends nothing."""
    lending = position.product.basis.loan
    if lending is None:
        raise Refused(
            _("Nothing is lent on {product}.").format(product=position.product.label),
            code="no_lending",
            source="catalog: product",
        )
    return lending


def _check_consent(position: PolicyPosition, form: LoanWanted) -> None:
    """A pledge of death cover, a loan too, needs the consent of the insured, who gives it as applicant by signing."""
    if "death" not in position.product.benefits or position.insured_id == position.applicant_id:
        return
    if not form.insured_consent:
        message = _("the insured has to consent in writing ({source})").format(source=ART_34)
        raise InputErrors([Problem("insured_consent", message)])
