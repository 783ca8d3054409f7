"""Unified social credit codes 统一社会信用代码 of organisations, by GB 32100-2015.

Eighteen characters, digits and capitals but I, O, S, V and Z: the registering department, the kind of organisation, six
digits of a region, nine characters of the organisation itself, and a check character: 31 less the weighted sum of the
other seventeen modulo 31, where weights are the powers of 3 modulo 31.
"""

from __future__ import annotations

import re

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.rules.identity import PROVINCES, normalise

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SHAPE = re.compile(rf"[{CHARACTERS}]{{2}}\d{{6}}[{CHARACTERS}]{{10}}", re.ASCII)
BASE = len(CHARACTERS)
WEIGHTS = tuple(pow(3, place, BASE) for place in range(17))
REGION = slice(2, 4)
CENTRAL = "10"
"""What the region of those begins with whom a central department has registered."""


def problems_of(code: str, field: str = "credit_code") -> list[Problem]:
    """Everything wrong with a code: shape, region, check character."""
    compact = normalise(code)
    if not SHAPE.fullmatch(compact):
        message = _("A social credit code has 18 digits and capitals, six digits of a region from the third on")
        return [Problem(field, message, value=code[:30])]
    said = [
        (
            compact[REGION] in (*PROVINCES, CENTRAL),
            _("No region begins with {digits}").format(digits=compact[REGION]),
        ),
        (check_character(compact[:-1]) == compact[-1], _("The check character does not fit: one is mistyped")),
    ]
    return [Problem(field, message, value=compact) for right, message in said if not right]


def check_character(characters: str) -> str:
    """The eighteenth character for the first seventeen.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = sum(weight * CHARACTERS.index(one) for weight, one in zip(WEIGHTS, characters, strict=True))
    return CHARACTERS[-total % BASE]
