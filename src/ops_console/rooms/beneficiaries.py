"""Beneficiaries on death 身故受益人 as they are typed: name/document/relation/order/per cent, several by commas."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import Person, party_for

WHOLE = 1000
"""Shares are kept in per mille of the benefit."""
_SHARE = re.compile(r"\d{1,3}(?:\.\d)?", re.ASCII)
_FIELD = "beneficiaries"


def typed_lines(value: Any) -> Any:
    """Beneficiaries as typed, by commas or semicolons; a blank may stand inside a name."""
    if isinstance(value, str):
        return tuple(part.strip() for part in re.split(r"[,，;；\n]+", value) if part.strip())
    return tuple(value) if isinstance(value, list) else value


Lines = Annotated[tuple[str, ...], BeforeValidator(typed_lines)]
"""A field of a form in which beneficiaries are typed."""


def beneficiaries_of(view: View, plan: Plan, lines: Sequence[str], problems: list[Problem]) -> list[dict[str, Any]]:
    """Each as party, relation, order and share in per mille; new people are planned. Faults go to `problems`.

    Within one order either all shares are given and make 100 per cent, or none is: then they are equal (Insurance Law
    art 40).
    """
    named: list[dict[str, Any]] = []
    for line in lines:
        one = _one(view, plan, line, problems)
        if one is not None:
            named.append(one)
    people = [one["party_id"] for one in named]
    if len(set(people)) < len(people):
        problems.append(Problem(_FIELD, _("somebody is named twice")))
    if any(one["share"] == 0 for one in named):
        problems.append(Problem(_FIELD, _("a share of nothing names nobody")))
    for order in sorted({one["order"] for one in named}):
        _share_out([one for one in named if one["order"] == order], order, problems)
    return named


def _one(view: View, plan: Plan, line: str, problems: list[Problem]) -> dict[str, Any] | None:
    parts = [part.strip() for part in line.split("/")]
    if len(parts) not in (3, 4, 5) or not all(parts[:3]):
        problems.append(Problem(_FIELD, _("typed as name/document/relation/order/per cent"), value=line))
        return None
    name, document, relation, order, share = [*parts, "", ""][:5]
    if not re.fullmatch(r"[1-9]?", order, re.ASCII) or not (share == "" or _SHARE.fullmatch(share)):
        problems.append(
            Problem(_FIELD, _("the order is 1 to 9, the share per cent with at most one decimal"), value=line)
        )
        return None
    faults: list[Problem] = []
    party = party_for(view, plan, Person(name, document), "beneficiary", faults)
    problems += [Problem(_FIELD, f"{name}: {fault.message}", value=fault.value) for fault in faults]
    if party is None:
        return None
    per_mille = None if share == "" else _per_mille(share)
    return {"party_id": party.id, "relation": relation, "order": int(order or 1), "share": per_mille}


def _share_out(same_order: list[dict[str, Any]], order: int, problems: list[Problem]) -> None:
    given = [one["share"] for one in same_order if one["share"] is not None]
    if not given:
        # What does not divide goes to those named first, so that nothing is lost.
        each, rest = divmod(WHOLE, len(same_order))
        for place, one in enumerate(same_order):
            one["share"] = each + (place < rest)
    elif len(given) != len(same_order) or sum(given) != WHOLE:
        problems.append(Problem(_FIELD, _("the shares of order {order} do not make 100 per cent").format(order=order)))


def _per_mille(per_cent: str) -> int:
    whole, _point, tenth = per_cent.partition(".")
    return int(whole) * 10 + int(tenth or 0)
