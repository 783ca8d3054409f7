"""Premium paid before there is a policy: held for the application, applied when it takes effect, else refunded."""

from datetime import date

from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.data.store import Reader
from ops_console.data.tables import Application, Suspense
from ops_console.desk.payables import pay
from ops_console.desk.plan import Plan, ReceiptPlan
from ops_console.desk.view import View
from ops_console.rules.postings import Side


def advance_held(view: View, case_id: int) -> Fen:
    """What is held for an application now."""
    return Fen(view.reader.total(Suspense, "amount", case_id=case_id, account=_account(view)))


def last_paid(reader: Reader, case_id: int) -> date:
    """The day of the latest money taken for an application. LookupError when none was."""
    movements = reader.find(Suspense, case_id=case_id, order_by=["-day"], limit=1)
    if not movements:
        raise LookupError(f"nothing was paid on {case_id}")
    return movements[0].day


def receive(view: View, plan: Plan, application: Application, amount: Fen, method: str) -> None:
    """Take money in: a numbered receipt, and held as premium in advance."""
    plan.post(
        "first_premium_received", accounts={"money": _way(method)}, amount=amount, policy_id=application.policy_id
    )
    plan.receipts.append(
        ReceiptPlan(
            amount,
            method,
            "first_premium",
            policy_id=application.policy_id,
            case_id=application.case_id,
            party_id=application.applicant_id,
        )
    )
    _move(view, plan, application, amount)


def use(view: View, plan: Plan, application: Application, amount: Fen) -> None:
    """Apply part of what is held to the first premium due."""
    plan.post("advance_applied", policy_id=application.policy_id, amount=amount)
    _move(view, plan, application, Fen(-amount))


def refund(view: View, plan: Plan, application: Application, amount: Fen, account_no: str | None = None) -> None:
    """Owe it back to the applicant's own account (Sales Conduct Rules 2023, art 32): the one given, else the
    application's. Nothing for zero.
    """
    if not amount:
        return
    plan.post("advance_refunded", policy_id=application.policy_id, amount=amount)
    _move(view, plan, application, Fen(-amount))
    pay(
        view, plan, known(application.applicant_id, "applicant"), amount, "refund", account_no or application.account_no
    )


def _move(view: View, plan: Plan, application: Application, amount: Fen) -> None:
    earlier = sum(isinstance(record, Suspense) for record in plan.inserts)
    plan.insert(
        Suspense(
            source_id=0,
            no=earlier + 1,
            amount=amount,
            day=view.booking_day,
            account=_account(view),
            # Held for the application, from before there is a policy until after.
            case_id=application.case_id,
        )
    )


def _account(view: View) -> str:
    """The account the catalog's rule takes the advance from."""
    legs = view.catalog.ledger.rules["advance_applied"].legs
    return next(leg.account for leg in legs if leg.side is Side.DEBIT)


def _way(method: str) -> str:
    """A transfer arrives at the bank."""
    return "cash" if method == "cash" else "bank"
