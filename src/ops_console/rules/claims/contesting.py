"""Can the contract still be rescinded? Two years after it was made, or thirty days after the insurer knew, it can't be
(Insurance Law art 16); nor where the insurer knew from the beginning, or went on collecting premium after it knew
(Interpretation II art 7).
"""

from __future__ import annotations

from datetime import date, timedelta

from ops_console.rules.claims.facts import Contract, Disclosure, Periods, within_months

RESCISSION = "Insurance Law art 16"
GONE_ON = "Interpretation II art 7"


def why_not_rescinded(
    contract: Contract, disclosure: Disclosure, periods: Periods, today: date
) -> tuple[str, str] | None:
    """None while the contract can be rescinded for the breach, else the reason's code and its source. ValueError
    without the day it was known."""
    if disclosure.known is None:
        raise ValueError("a breach needs the day it was known")
    if disclosure.known <= contract.concluded:
        return "known_before", RESCISSION
    if not within_months(today, contract.concluded, periods.incontestable_months):
        return "incontestable", RESCISSION
    if disclosure.premium_taken:
        return "premium_taken", GONE_ON
    if not contestable(contract, disclosure.known, periods, today):
        return "rescission_late", RESCISSION
    return None


def contestable(contract: Contract, known: date, periods: Periods, today: date) -> bool:
    """Within both periods, their last days included."""
    in_time = today <= known + timedelta(days=periods.rescission_days)
    return in_time and within_months(today, contract.concluded, periods.incontestable_months)
