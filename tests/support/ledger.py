"""What of a policy the books still hold."""

from collections import Counter

from ops_console.base.money import Fen
from ops_console.catalog.model import AccountKind
from ops_console.data.tables import LedgerLine
from ops_console.rules import numbers
from tests.support.company import Company

MONEY = ("cash", "bank")
KEPT = (AccountKind.INCOME, AccountKind.EXPENSE)


def still_open(company: Company, policy: str) -> dict[str, Fen]:
    """Accounts that a policy's lines don't sum to zero on, but for money, income and expense: what somebody still owes.
    Empty once everything is settled."""
    books = company.catalog.ledger
    money = {books.money[way] for way in MONEY}
    sums: Counter[str] = Counter()
    with company.store.read() as reader:
        for line in reader.find(LedgerLine, policy_id=numbers.parse(policy).id):
            sums[line.account] += line.amount
    return {
        account: Fen(amount)
        for account, amount in sums.items()
        if amount and account not in money and books.accounts[account].kind not in KEPT
    }
