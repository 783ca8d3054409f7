"""A clerk's own conclusion on a policy, typed as policy/conclusion/reason, with /amount where the clerk sets it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.rules import numbers
from ops_console.rules.claims.conclusions import Conclusion

ADJUDICATION = "adjudication by a claims clerk"
"""Source of a conclusion that no rule made."""
WITH_AMOUNT = (Conclusion.EX_GRATIA, Conclusion.AGREEMENT)
_FIELD = "decisions"


@dataclass(frozen=True)
class Decision:
    """What the clerk decided on one policy. `amount`: the benefit, None for the one the rules compute."""

    conclusion: Conclusion
    reason: str
    amount: Fen | None


def _typed(value: Any) -> Any:
    """By semicolons: a reason may have blanks and commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in re.split(r"[;；\n]+", value) if part.strip())
    return tuple(value) if isinstance(value, list) else value


Decisions = Annotated[tuple[str, ...], BeforeValidator(_typed)]


def typed_decisions(lines: Sequence[str], policies: Mapping[int, str], problems: list[Problem]) -> dict[int, Decision]:
    """Decisions by policy id. `policies`: id → number of those in the claim. Faults go to `problems`."""
    found: dict[int, Decision] = {}
    for line in lines:
        parts = [part.strip() for part in line.split("/")]
        if len(parts) not in (3, 4) or not all(parts):
            problems.append(Problem(_FIELD, _("typed as policy/conclusion/reason, then /amount"), value=line))
            continue
        policy_id = _policy_id(parts[0])
        if policy_id not in policies:
            problems.append(Problem(_FIELD, _("this policy is not in the claim"), value=parts[0]))
        elif parts[1] not in list(Conclusion):
            known = ", ".join(Conclusion)
            problems.append(Problem(_FIELD, _("one of: {values}").format(values=known), value=parts[1]))
        else:
            found[policy_id] = _decision(Conclusion(parts[1]), parts[2], parts[3] if len(parts) == 4 else "", problems)
    return found


def _decision(conclusion: Conclusion, reason: str, typed: str, problems: list[Problem]) -> Decision:
    amount = None
    try:
        amount = Fen.of_yuan(typed) if typed else None
    except ValueError:
        problems.append(Problem(_FIELD, _("an amount is typed like 1,234.50"), value=typed))
        return Decision(conclusion, reason, None)
    if conclusion in WITH_AMOUNT and not (amount and amount > 0):
        problems.append(Problem(_FIELD, _("ex gratia and agreement need an amount"), value=reason))
    elif conclusion not in (*WITH_AMOUNT, Conclusion.PAY) and amount:
        problems.append(Problem(_FIELD, _("there is no amount where nothing is paid"), value=typed))
    return Decision(conclusion, reason, amount)


def _policy_id(text: str) -> int:
    try:
        return numbers.parse(text, numbers.Prefix.POLICY).id
    except InputErrors:
        return 0
