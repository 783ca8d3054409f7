"""What a clerk sees of an account in money: what it holds, up to where it is booked, and what moved it last."""

from dataclasses import dataclass
from datetime import date

from ops_console.data.store import Reader
from ops_console.data.tables import AccountEntry, PolicyAccount

UNIVERSAL = "universal"
ENTRIES_SHOWN = 12


@dataclass(frozen=True)
class EntryLook:
    """One movement in fen: into the account positive, out of it negative. `rate` of interest: yearly, 1/1,000,000."""

    day: date
    what: str
    amount: int
    rate: int | None


@dataclass(frozen=True)
class AccountLook:
    """An account now, in fen; `rolled_to` is the next monthly day. `entries`: the newest first."""

    balance: int
    rolled_to: date
    entries: tuple[EntryLook, ...]


def account_look(reader: Reader, policy_id: int) -> AccountLook | None:
    """The account of a policy's universal life cover; None where nothing was put in yet, or there is none."""
    account = reader.first(PolicyAccount, policy_id=policy_id, kind=UNIVERSAL)
    if account is None:
        return None
    last = reader.find(AccountEntry, policy_id=policy_id, kind=UNIVERSAL, order_by="-no", limit=ENTRIES_SHOWN)
    entries = tuple(EntryLook(one.day, one.what, one.amount, one.rate) for one in last)
    return AccountLook(account.balance, account.rolled_to, entries)
