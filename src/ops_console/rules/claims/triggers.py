"""What speaks for an investigation. Signals are shown with their reason; they never decide. Source: company default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ops_console.base.money import Fen
from ops_console.rules.claims.facts import EventKind, Periods, within_months


@dataclass(frozen=True, slots=True)
class Report:
    """What a claim report says that may speak for an investigation. ``named``: days from which beneficiaries named
    later than with the contract are named."""

    kind: EventKind
    day: date
    place: str = ""
    other_insurers: bool = False
    named: tuple[date, ...] = ()


def triggers(
    report: Report,
    contracts: Sequence[tuple[date, date | None]],
    estimate: Fen,
    periods: Periods,
    listed_hospitals: Iterable[str] = (),
) -> tuple[str, ...]:
    """Codes of what speaks for an investigation; ``contracts``: (made, reinstated) of every policy of the insured."""
    kind, day = report.kind, report.day
    shortly = day - timedelta(days=periods.named_days)
    holds = {
        "early": kind is EventKind.DEATH
        and any(within_months(day, made, periods.early_months) for made, _back in contracts),
        "reinstated": any(
            back is not None and within_months(day, back, periods.early_months) for _made, back in contracts
        ),
        "amount": estimate >= periods.investigated_from,
        "hospital": any(name in report.place for name in listed_hospitals),
        "insurers": report.other_insurers,
        "named": kind is EventKind.DEATH and any(shortly <= named <= day for named in report.named),
    }
    return tuple(code for code, found in holds.items() if found)
