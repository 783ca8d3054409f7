"""What the money of a case says: instalments, receipts, what is held, loans, payments, ledger lines."""

from collections.abc import Iterable

from ops_console.base.i18n import _
from ops_console.data.queries.money_look import DividendLook, LineLook, MoneyLook
from ops_console.screens.backend import catalog
from ops_console.screens.session import Session
from ops_console.screens.texts import Column, Lines, heading, pair, plain, row, spread
from ops_console.screens.words import amount, day, state_name, word

MILLION = 1_000_000
DAY: Column = (10, "left")
AMOUNT: Column = (14, "right")


def money(look: MoneyLook, session: Session, width: int) -> Lines:
    """All the money there is, newest first; what is empty is left out."""
    lines: Lines = []
    if look.payables:
        lines += heading(_("Payments"))
        columns = spread([(17, "left"), AMOUNT, (0, "left")], width)
        for one in look.payables:
            lines.append(
                row(
                    (one.number, amount(one.amount), f"{word(one.reason)}, {state_name('payment', one.state)}"), columns
                )
            )
    if look.held:
        lines += [*heading(_("Held for the customer")), *pair(_("In suspense"), amount(look.held), width, "bold")]
    if look.dues:
        lines += heading(_("Instalments"))
        columns = spread([DAY, AMOUNT, (0, "left")], width)
        lines += [row((day(due.due_date), amount(due.amount), word(due.state)), columns) for due in look.dues]
    if look.receipts:
        lines += heading(_("Receipts"))
        columns = spread([(8, "right"), DAY, AMOUNT, (0, "left")], width)
        for no, on, fen, method, purpose in look.receipts:
            what = f"{word(method)}, {word(purpose, 'purpose')}"
            lines.append(row((str(no), day(on), amount(fen), what), columns))
    if look.loans:
        lines += heading(_("Loans"))
        for loan in look.loans:
            lines += pair(
                word(loan.kind),
                _("{amount} at {rate} a year from {day}, due {end}").format(
                    amount=amount(loan.principal),
                    rate=f"{loan.rate / MILLION:.2%}",
                    day=day(loan.granted_on),
                    end=day(loan.term_ends),
                ),
                width,
            )
    lines += dividends(look.dividends, width)
    if look.lines:
        lines += [*heading(_("Ledger")), *ledger(look.lines, session, width)]
    return lines[1:] or plain(_("No money has moved."), width)


def dividends(granted: Iterable[DividendLook], width: int) -> Lines:
    """Dividends by policy year, and how each was used; nothing where there are none."""
    columns = spread([DAY, AMOUNT, (0, "left")], width)
    lines = [row((day(one.due_on), amount(one.amount), word(one.option, "dividend")), columns) for one in granted]
    return [*heading(_("Dividends")), *lines] if lines else []


def ledger(lines: Iterable[LineLook], session: Session, width: int) -> Lines:
    """Ledger lines: day, account, debit or credit."""
    accounts = catalog(session).ledger.accounts
    columns = spread([DAY, (0, "left"), AMOUNT, AMOUNT] if width >= 60 else [(0, "left"), AMOUNT, AMOUNT], width)
    drawn: Lines = []
    for line in lines:
        name = f"{line.account} {accounts[line.account].label if line.account in accounts else ''}"
        debit, credit = (amount(line.amount), "") if line.amount >= 0 else ("", amount(-line.amount))
        cells = (day(line.booked_on), name, debit, credit) if width >= 60 else (name, debit, credit)
        drawn.append(row(cells, columns))
    return drawn
