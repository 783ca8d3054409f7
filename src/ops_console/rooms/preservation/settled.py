"""What a contract without an account comes to when it ends: cash value, paid-up additions, accumulated dividends and
unearned premium, less loans with interest."""

from ops_console.base.i18n import N_
from ops_console.base.money import Fen
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.accumulation import settle_accumulation
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.settling import settle_loans
from ops_console.rules.products.loans import out_of_value

CASH_VALUE, ADDITIONS, ACCUMULATED = N_("cash value"), N_("paid-up additions"), N_("dividends accumulated")
UNEARNED, DEBTS = N_("unearned premium"), N_("loans with interest")


def settle_value(view: View, plan: Plan, position: PolicyPosition) -> tuple[tuple[tuple[str, Fen], ...], Fen]:
    """Posts the lines of what the cover is worth, with what is taken off for loans as far as it carries them; and what
    of the loans it does not carry, which is written off."""
    value, whys = position.cash_value(view.today)
    unearned, more_whys = position.unearned_premium(view.today)
    plan.whys += [*whys, *more_whys]
    additions = position.additions_value(view.today)
    dividends = settle_accumulation(view, plan, position, view.today, "surrender")
    debts = settle_loans(plan, position, view.today)
    paid, lost = out_of_value(debts, Fen(value + unearned + dividends))
    # The ledger of an older catalog has no line for dividends, and then none of its contracts has any.
    accumulated = {"dividends": int(dividends)} if dividends else {}
    plan.post(
        "surrender",
        position.policy.id,
        None,
        cash_value=value - additions,
        additions_value=additions,
        unearned_premium=unearned,
        **accumulated,
        **paid,
    )
    if any(lost.values()):
        plan.post("loans_written_off", position.policy.id, None, **lost)
    lines = (
        (CASH_VALUE, Fen(value - additions)),
        (ADDITIONS, additions),
        (ACCUMULATED, dividends),
        (UNEARNED, unearned),
        (DEBTS, Fen(-sum(paid.values()))),
    )
    return lines, Fen.total(lost.values())
