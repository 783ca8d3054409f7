"""A clerk's own conclusion on a policy, typed as policy/conclusion/reason, with /amount where the clerk sets it.

It is about the covers of the policy that pay for such an event, an amount about the first of them; `policy#2` is about
the second cover alone.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.desk.typed import amount_typed
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


Decided = Mapping[tuple[int, int], Decision]
"""Policy and number of the cover, 0 for the policy → what was decided."""


def typed_decisions(
    lines: Sequence[str], covers: Mapping[int, Sequence[int]], problems: list[Problem]
) -> dict[tuple[int, int], Decision]:
    """Decisions as typed. `covers`: the policies in the claim, and the numbers of their covers. Faults go to
    `problems`."""
    found: dict[tuple[int, int], Decision] = {}
    for line in lines:
        parts = [part.strip() for part in line.split("/")]
        if len(parts) not in (3, 4) or not all(parts):
            problems.append(Problem(_FIELD, _("typed as policy/conclusion/reason, then /amount"), value=line))
            continue
        number, sign, no = parts[0].partition("#")
        policy_id, cover = _policy_id(number), int(no) if no.isascii() and no.isdigit() else 0
        if policy_id not in covers or (sign and cover not in covers[policy_id]):
            problems.append(Problem(_FIELD, _("this policy is not in the claim"), value=parts[0]))
        elif parts[1] not in list(Conclusion):
            known = ", ".join(Conclusion)
            problems.append(Problem(_FIELD, _("one of: {values}").format(values=known), value=parts[1]))
        else:
            found[policy_id, cover] = _decision(
                Conclusion(parts[1]), parts[2], parts[3] if len(parts) == 4 else "", problems
            )
    return found


def _decision(conclusion: Conclusion, reason: str, typed: str, problems: list[Problem]) -> Decision:
    amount = None
    try:
        amount = amount_typed(typed) if typed else None
    except ValueError as error:
        problems.append(Problem(_FIELD, str(error), value=typed))
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
