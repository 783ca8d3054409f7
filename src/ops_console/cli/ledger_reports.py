"""The books for an accountant: trial balance, account sheet, journal line by line and summed; what valuations found."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import UsageError
from ops_console.cli.output import Row

if TYPE_CHECKING:
    from ops_console.catalog.model import Ledger
    from ops_console.data.store import Reader

Report = tuple[list[str], list[Row], Sequence[int]]


def trial_balance(reader: "Reader", _first: date, last: date, branches: tuple[int, ...]) -> Report:
    """Debit and credit of every account; the last line sums them, and both sides are equal."""
    from ops_console.data.queries.books import balances

    ledger = _ledger(reader)
    found = balances(reader, last, branches)
    rows: list[Row] = [
        [one.account, _account(ledger, one.account), one.debit, one.credit, one.balance] for one in found
    ]
    debit, credit = Fen.total(one.debit for one in found), Fen.total(one.credit for one in found)
    rows.append([_("Sum"), "", debit, credit, debit - credit])
    return [_("Account"), _("Name"), _("Debit"), _("Credit"), _("Balance")], rows, (2, 3, 4)


def journal(
    reader: "Reader", first: date, last: date, branches: tuple[int, ...], posting: str = "", account: str = ""
) -> Report:
    """Every line booked on these days, or of one posting rule or account alone; both by their names too."""
    from ops_console.data.queries.books import journal as lines

    ledger = _ledger(reader)
    _known(posting, ledger.rules)
    _known(account, ledger.accounts)
    wanted = {name: code for name, code in (("rule", posting), ("account", account)) if code}
    rows: list[Row] = [
        [
            one.booked_on.isoformat(),
            one.source_id,
            one.entry_no,
            _posting(ledger, one.rule),
            one.account,
            _account(ledger, one.account),
            one.amount,
            one.branch_id,
        ]
        for one in lines(reader, first, last, branches, **wanted)
    ]
    headers = [_("Day"), _("Source"), _("Entry"), _("Posting"), _("Account"), _("Name"), _("Amount"), _("Branch")]
    return headers, rows, (6,)


def postings(reader: "Reader", first: date, last: date, branches: tuple[int, ...]) -> Report:
    """What each posting rule booked on each of these days, account by account."""
    from ops_console.data.queries.books import by_posting

    ledger = _ledger(reader)
    rows: list[Row] = [
        [
            one.day.isoformat(),
            _posting(ledger, one.rule),
            one.account,
            _account(ledger, one.account),
            one.debit,
            one.credit,
            one.lines,
        ]
        for one in by_posting(reader, first, last, branches)
    ]
    headers = [_("Day"), _("Posting"), _("Account"), _("Name"), _("Debit"), _("Credit"), _("Lines")]
    return headers, rows, (4, 5, 6)


def account_sheet(reader: "Reader", first: date, last: date, branches: tuple[int, ...], account: str = "") -> Report:
    """One account: what it stood at, every line of these days with the balance after it, and what it stands at."""
    from ops_console.data.queries.books import balance_before
    from ops_console.data.queries.books import journal as lines

    ledger = _ledger(reader)
    if not account:
        raise UsageError(_("An account sheet needs --account. Accounts are those of the trial balance."))
    _known(account, ledger.accounts)
    balance = balance_before(reader, account, first, branches)
    rows: list[Row] = [[first.isoformat(), _("Opening balance"), "", "", "", "", balance]]
    for one in lines(reader, first, last, branches, account=account):
        balance += one.amount
        debit, credit = max(one.amount, Fen(0)), max(-one.amount, Fen(0))
        rows.append(
            [one.booked_on.isoformat(), _posting(ledger, one.rule), one.source_id, one.entry_no, debit, credit, balance]
        )
    rows.append([last.isoformat(), _("Closing balance"), "", "", "", "", balance])
    headers = [_("Day"), _("Posting"), _("Source"), _("Entry"), _("Debit"), _("Credit"), _("Balance")]
    return headers, rows, (4, 5, 6)


def valuation(reader: "Reader", first: date, last: date, branches: tuple[int, ...]) -> Report:
    """What the last finished valuation of each of these days found, by issuing branch and product, with its sum."""
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.queries.valuations import valuations

    rows: list[Row] = []
    products = catalog_in_force(reader).products
    for run, totals in valuations(reader, first, last, branches):
        for one in totals:
            rows.append(
                [
                    run.as_of.isoformat(),
                    one.branch_id,
                    one.product,
                    str(products[one.product].label) if one.product in products else "",
                    one.coverages,
                    one.cash_value,
                    one.reserve,
                    one.unearned,
                ]
            )
        sums = (Fen.total(getattr(one, name) for one in totals) for name in ("cash_value", "reserve", "unearned"))
        rows.append([run.as_of.isoformat(), _("Sum"), "", "", sum(one.coverages for one in totals), *sums])
    headers = [_("Day"), _("Branch"), _("Product"), _("Name"), _("Coverages"), _("Cash value"), _("Reserve")]
    return [*headers, _("Unearned premium")], rows, (4, 5, 6, 7)


def _ledger(reader: "Reader") -> "Ledger":
    from ops_console.data.catalog_rows import catalog_in_force

    return catalog_in_force(reader).ledger


def _account(ledger: "Ledger", code: str) -> str:
    return str(ledger.accounts[code].label) if code in ledger.accounts else ""


def _posting(ledger: "Ledger", code: str) -> str:
    return str(ledger.rules[code].label) if code in ledger.rules else code


def _known(code: str, entries: Mapping[str, object]) -> None:
    if code and code not in entries:
        raise UsageError(_("{code} is not in the books' catalog: {known}").format(code=code, known=", ".join(entries)))
