"""docs/accounts.md: the chart of accounts and what each posting books, from the shipped catalog, for an accountant."""

from collections.abc import Iterator

from ops_console.catalog.load import shipped
from ops_console.catalog.model import AccountKind, Ledger
from ops_console.rules.postings import PARAMETER_SIGN, Leg, PostingRule, Side
from tools.pages.markdown import MADE, code, table, text

KINDS = {
    AccountKind.ASSET: "Assets",
    AccountKind.LIABILITY: "Liabilities",
    AccountKind.INCOME: "Income",
    AccountKind.EXPENSE: "Expenses",
}
FILLED_IN = {
    "money": "cash, bank or suspense, as the money moves",
    "income": "where the product books its premium: income, or the policyholder's account",
    "payable": "what is owed for",
}


def page() -> str:
    """The chart by kind, ways of money, and every posting."""
    return text(_lines(shipped().ledger))


def _lines(ledger: Ledger) -> Iterator[str]:
    yield from ("# The books", "", MADE, "")
    yield (
        "Every amount that a decision books goes by a *posting* to the accounts of the chart. Both are data, in "
        "`catalog/ledger.toml`: a company changes them without touching code, by two persons. An entry whose two sides "
        "differ is never written, and `ops-console verify` proves it of all that are. Reports: `trial-balance`, "
        "`account-sheet`, `journal` and `postings` of `ops-console report`."
    )
    yield ""
    yield (
        "An amount is rounded half up to the fen once, where its rule ends; the parts of an amount are rounded one by "
        "one and the last takes what is left, so that they add up to it. Interest is simple, by the day, actual days "
        "over 365."
    )
    yield from ("", "## Chart of accounts", "")
    for kind, title in KINDS.items():
        yield from (f"### {title}", "")
        found = [one for one in ledger.accounts.values() if one.kind is kind]
        rows = ([one.code, one.label.en, one.label.zh, _used(ledger, one.code)] for one in found)
        yield from table(["account", "name", "名称", "booked by"], rows)
    yield from ("## How money moves, and what is owed", "")
    ways = [[name, _named(ledger, account)] for name, account in ledger.money.items()]
    owed = [[f"owed: {name}", _named(ledger, account)] for name, account in ledger.payables.items()]
    yield from table(["way", "account"], [*ways, *owed])
    yield from ("## Postings", "")
    for rule in ledger.rules.values():
        yield from (f"### {rule.label.en} {rule.label.zh}", "")
        yield from (f"{code([rule.code])}; {rule.source}.", "")
        yield from table(["", "account", "amount"], (_leg(ledger, rule, leg) for leg in rule.legs))


def _leg(ledger: Ledger, rule: PostingRule, leg: Leg) -> list[str]:
    side = "debit" if leg.side is Side.DEBIT else "credit"
    rest = " (what the others leave)" if leg.amount == rule.balance else ""
    return [side, _named(ledger, leg.account), leg.amount.replace("_", " ") + rest]


def _named(ledger: Ledger, account: str) -> str:
    if account.startswith(PARAMETER_SIGN):
        name = account.removeprefix(PARAMETER_SIGN)
        return f"*{FILLED_IN.get(name, name)}*"
    return f"{account} {ledger.accounts[account].label.en}"


def _used(ledger: Ledger, account: str) -> str:
    """Postings that name the account; others reach it as a way of money, as what is owed, or as a product's income."""
    found = [rule.label.en for rule in ledger.rules.values() if account in {leg.account for leg in rule.legs}]
    return "; ".join(found)
