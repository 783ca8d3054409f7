"""Whose money the bank reports may be: the policy named in its text, else one of the sender's own. A proposal, which a
clerk looks at; source: company default."""

import re

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from ops_console.data.store import table_of
from ops_console.data.tables import BankItem, Party, Policy, PolicyRole, PolicyStatus
from ops_console.data.types import FOREVER
from ops_console.desk import checks
from ops_console.desk.view import View
from ops_console.rooms.policies import position_of
from ops_console.rules.numbers import PRINTED_LENGTH, SEPARATORS, Prefix, parse

LOOKED_AT = 20
"""So many people of one name, and policies of theirs: among more nothing is proposed."""
_NUMBER = re.compile(rf"{Prefix.POLICY.value}\d{{{PRINTED_LENGTH - 1}}}")


def proposed_policy(view: View) -> dict[str, str]:
    """The policy that fits, by its number; nothing where none does, or several do."""
    item = view.own(BankItem)
    policy = view.reader.get(Policy, item.policy_id) if item.policy_id is not None else None
    policy = policy or _named_in(view, item.text) or _of_sender(view, item)
    return {"policy": policy.number} if policy else {}


def _named_in(view: View, text: str) -> Policy | None:
    for number in _NUMBER.findall(text.translate(SEPARATORS).upper()):
        try:
            policy = view.reader.get(Policy, parse(number, Prefix.POLICY).id)
        except InputErrors:
            continue
        if policy is not None and _is_in_scope(view, policy.id):
            return policy
    return None


def _of_sender(view: View, item: BankItem) -> Policy | None:
    """The one policy of applicants of this name that owes the amount; else the only one of theirs."""
    people = [one.id for one in view.reader.find(Party, name=item.name, limit=LOOKED_AT + 1)] if item.name else []
    roles = view.reader.find(
        PolicyRole, table_of(PolicyRole).c.party_id.in_(people), role="applicant", valid_to=FOREVER, limit=LOOKED_AT + 1
    )
    if not people or max(len(people), len(roles)) > LOOKED_AT:
        return None
    policies = [view.reader.need(Policy, one.policy_id) for one in roles if _is_in_scope(view, one.policy_id)]
    fitting = [policy for policy in policies if _owes(view, policy, item.amount)]
    return next((found[0] for found in (fitting, policies) if len(found) == 1), None)


def _owes(view: View, policy: Policy, amount: Fen) -> bool:
    position = position_of(view, policy)
    return bool(position.owed) and amount in (position.owed[0].amount, position.premium_owed)


def _is_in_scope(view: View, policy_id: int) -> bool:
    [status] = view.reader.find(PolicyStatus, policy_id=policy_id, valid_to=FOREVER)
    return checks.in_scope(view.reader, view.clerk, status.branch_id)
