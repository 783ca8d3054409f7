"""What the books still hold open."""

from ops_console.base.money import Fen
from ops_console.catalog.model import AccountKind
from tests.support.company import Company

MONEY = ("cash", "bank")
KEPT = (AccountKind.INCOME, AccountKind.EXPENSE)


def still_open(company: Company) -> dict[str, Fen]:
    """Accounts that don't stand at zero, but for money, income and expense: what somebody still owes or is owed. Empty
    once every contract of the company is settled; runs book by branch, so that one contract can't be told alone."""
    books = company.catalog.ledger
    money = {books.money[way] for way in MONEY}
    owed = (code for code, account in books.accounts.items() if code not in money and account.kind not in KEPT)
    return {code: amount for code in owed if (amount := company.balance(code))}
