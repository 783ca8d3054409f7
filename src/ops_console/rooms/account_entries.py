"""A movement of an account in money, of whichever kind: a universal life cover's, or of dividends that accumulate."""

from datetime import date

from ops_console.base.money import Fen
from ops_console.data.tables import AccountEntry


def entry(
    kind: str, day: date, what: str, amount: Fen, due_date: date | None = None, rate: int | None = None
) -> AccountEntry:
    """An entry that an account is to get, which gives it its policy, cover and number. `rate`: see `AccountEntry`."""
    return AccountEntry(
        policy_id=0,
        coverage_no=0,
        kind=kind,
        no=0,
        day=day,
        what=what,
        amount=amount,
        due_date=due_date,
        rate=rate,
        source_id=0,
    )
