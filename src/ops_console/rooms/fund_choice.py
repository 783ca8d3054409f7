"""How premiums are divided among funds, as it is typed: fund/per cent, several by commas; kept in per mille."""

import re
from collections.abc import Sequence
from decimal import Decimal

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product

WHOLE, PARTS = 1000, 10
"""Shares are kept in per mille; a per cent has ten of them."""
_FIELD = "allocation"
_SHARE = re.compile(r"\d{1,3}(?:\.\d)?", re.ASCII)


def allocation_of(lines: Sequence[str], product: Product, problems: list[Problem]) -> dict[str, int] | None:
    """Fund → share in per mille; None for a product without funds. Faults go to `problems`: a fund the product does not
    have, or twice, a share that is none, shares that do not make 100 per cent."""
    funds = product.basis.account.funds if product.basis.account else ()
    if not funds:
        return None
    found: dict[str, int] = {}
    before = len(problems)
    for line in lines:
        fund, sign, share = (part.strip() for part in line.removesuffix("%").partition("/"))
        if fund not in funds:
            problems.append(Problem(_FIELD, _("one of: {values}").format(values=", ".join(funds)), value=line))
        elif fund in found:
            problems.append(Problem(_FIELD, _("the fund stands there twice"), value=line))
        elif not sign or not _SHARE.fullmatch(share) or not Decimal(share):
            problems.append(Problem(_FIELD, _("a share is typed like {fund}/60").format(fund=fund), value=line))
        else:
            found[fund] = int(Decimal(share) * PARTS)
    if len(problems) == before and sum(found.values()) != WHOLE:
        total = f"{sum(found.values()) / PARTS:g}"
        problems.append(Problem(_FIELD, _("the shares make {total} per cent, not 100").format(total=total)))
    return found
