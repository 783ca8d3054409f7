"""What an instalment comes to when covers join a contract, or leave it."""

from ops_console.base.money import Fen
from ops_console.data.tables import Billing, BillingTerms
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition


def ask_for(view: View, plan: Plan, position: PolicyPosition, premium: int, loading: int) -> None:
    """Instalments raised from now on are so much more, the loading included in the premium; negative: less."""
    terms, key = position.terms, {"policy_id": position.policy.id}
    asked = {"premium": Fen(terms.premium + premium), "loading": Fen(terms.loading + loading)}
    day = max(view.today, terms.valid_from)
    plan.change(BillingTerms, key, day, premium=asked["premium"], loading=asked["loading"])
    plan.change(Billing, key, premium=asked["premium"], loading=asked["loading"])
