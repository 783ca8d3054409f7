"""Conclusions: of one benefit, and of the case, which must follow from those of its benefits."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from ops_console.base.i18n import N_

SOURCE = "company default: adjudication rules (part paid, ex gratia and agreement are never mixed)"


class Conclusion(StrEnum):
    """On one benefit. *Refuse*: breach, fraud or exclusion; *not liable*: outside the cover."""

    PAY = "pay"
    REFUSE = "refuse"
    NOT_LIABLE = "not_liable"
    EX_GRATIA = "ex_gratia"
    AGREEMENT = "agreement"


class CaseConclusion(StrEnum):
    """On the whole claim."""

    PAID = "paid"
    PART_PAID = "part_paid"
    EX_GRATIA = "ex_gratia"
    AGREEMENT = "agreement"
    REFUSED = "refused"
    NOT_COVERED = "not_covered"


LABELS: dict[str, str] = {
    "open": N_("not yet assessed"),
    Conclusion.PAY: N_("pay"),
    Conclusion.REFUSE: N_("refuse"),
    Conclusion.NOT_LIABLE: N_("not liable"),
    Conclusion.EX_GRATIA: N_("ex gratia"),
    Conclusion.AGREEMENT: N_("by agreement"),
    CaseConclusion.PAID: N_("to be paid"),
    CaseConclusion.PART_PAID: N_("part paid"),
    CaseConclusion.REFUSED: N_("claim refused"),
    CaseConclusion.NOT_COVERED: N_("not covered"),
}
"""Message ids; ex gratia and agreement read the same for a benefit and a case."""

_FOLLOWS: dict[frozenset[Conclusion], CaseConclusion] = {
    frozenset({Conclusion.PAY}): CaseConclusion.PAID,
    frozenset({Conclusion.PAY, Conclusion.REFUSE}): CaseConclusion.PART_PAID,
    frozenset({Conclusion.EX_GRATIA}): CaseConclusion.EX_GRATIA,
    frozenset({Conclusion.AGREEMENT}): CaseConclusion.AGREEMENT,
    frozenset({Conclusion.REFUSE}): CaseConclusion.REFUSED,
    frozenset(): CaseConclusion.NOT_COVERED,
}


def case_conclusion(items: Iterable[Conclusion]) -> CaseConclusion | None:
    """What the case's conclusion is; benefits outside the cover change nothing. None for a mixture there may not be.

    ValueError for a claim without any benefit looked at.
    """
    found = frozenset(items)
    if not found:
        raise ValueError("no benefit was looked at")
    return _FOLLOWS.get(found - {Conclusion.NOT_LIABLE})


DECISIONS: dict[CaseConclusion, str] = {
    CaseConclusion.PART_PAID: "refusal",
    CaseConclusion.REFUSED: "refusal",
    CaseConclusion.NOT_COVERED: "refusal",
    CaseConclusion.EX_GRATIA: "ex_gratia",
    CaseConclusion.AGREEMENT: "agreement",
}
"""The kind of decision the ladder of authority asks a grade for; none for a claim that is simply paid."""
