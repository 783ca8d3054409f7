"""camt.054 and camt.053: what moved on an account of ours, as a notification or as the statement of a day.

ISO 20022 Bank-to-Customer Cash Management. A line is one movement: an entry, or each transaction of an entry that sums
up several. What a file tells of its own counts, sums and balances has to be so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.exchange.bank.checking import not_ours
from ops_console.exchange.bank.model import Faulty, Incoming, Outcome, Result, Source
from ops_console.exchange.bank.statement_sums import CREDIT, Sums
from ops_console.exchange.bank.xml_reading import Context, Values, moment
from ops_console.rules.file_names import file_of

BOOKED = "BOOK"
OWN_ACCOUNT = ("Acct/Id/Othr/Id", "Acct/Id/IBAN")
OWN_BANK = "Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId"
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
_REFERENCES = ("Refs/EndToEndId", "Refs/InstrId")
_BATCH, _SUM = ("NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId"), ("Refs/PmtInfId", "Refs/MsgId")
"""By which part or file of ours a sum is known, that of an entry without transactions and of one with a single one."""
RETURNS = ("returned", "came_back")
_DAYS = ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")


@dataclass
class _Entry:
    """An entry while its transactions are read. ``held``: the first of them, where it tells no amount: alone in its
    entry, it has the entry's."""

    credit: bool
    booked: bool
    reversal: bool
    day: date | None
    lines: int = 0
    fen: int = 0
    without: int = 0
    held: Result | None = None


class Movements:
    """Reads one notification or statement."""

    names: tuple[str, ...] = ("GrpHdr", "TxDtls", "Ntry", "Ntfctn", "Stmt")

    def __init__(self, context: Context, kind: Source) -> None:
        self._context, self._faults, self._kind = context, context.faults, kind
        self._count, self._total, self._without = 0, 0, 0
        self._message = self._created = self._bank = self._account = ""
        self._entry: _Entry | None = None
        self._sums = Sums(context)
        self._closing: Fen | None = None
        self._closing_day: date | None = None

    def element(self, name: str, element: Any) -> Iterator[Result | Faulty]:
        """What an element that has ended brings."""
        if name == "TxDtls":
            yield from self._transaction(element)
        elif name == "Ntry":
            yield from self._end_of_entry(element)
        elif name in ("Ntfctn", "Stmt"):
            self._end_of_account(element)
        elif name == "GrpHdr":
            self._message = self._context.text(element, "MsgId")
            self._created = self._context.text(element, "CreDtTm")

    def head(self, digest: str) -> Incoming:
        return Incoming(
            kind=self._kind,
            message=self._message,
            original="",
            bank=self._bank,
            ours_account=self._account,
            created=moment(self._created),
            count=self._count,
            total=None if self._without else Fen(self._total),
            digest=digest,
            closing=self._closing,
            closing_day=self._closing_day,
        )

    def _open(self, values: Values) -> _Entry:
        return _Entry(
            values.text("CdtDbtInd") == CREDIT,
            values.text("Sts/Cd", "Sts") == BOOKED,
            values.text("RvslInd") in ("true", "1"),
            values.day(*_DAYS),
        )

    def _transaction(self, element: Any) -> Iterator[Result | Faulty]:
        """One movement of an entry that names its transactions."""
        if self._entry is None:
            self._entry = self._open(self._context.values(element.getparent().getparent()))
        entry, values = self._entry, self._context.values(element)
        self._count += 1
        entry.lines += 1
        if entry.held is not None:
            yield self._without_amount(entry.held)
            entry.held = None
        direction = values.text("CdtDbtInd")
        credit = direction == CREDIT if direction else entry.credit
        line = self._line(values, entry, credit=credit)
        if isinstance(line, Result) and line.amount is not None:
            entry.fen += int(line.amount if credit is entry.credit else -line.amount)
            self._total += int(line.amount)
            yield line
            return
        entry.without += 1
        if isinstance(line, Faulty):
            self._without += 1
            yield line
        elif entry.lines == 1:
            entry.held = line
        else:
            yield self._without_amount(line)

    def _end_of_entry(self, element: Any) -> Iterator[Result | Faulty]:
        values = self._context.values(element)
        entry, self._entry = self._entry or self._open(values), None
        amount, wrong = None, ""
        try:
            amount = values.amount("Amt")
        except ValueError as error:
            wrong = str(error)
        self._sums.add(amount, credit=entry.credit, booked=entry.booked)
        if not entry.lines:
            yield self._alone(element, values, entry, amount, wrong)
        elif entry.held is not None and amount is not None:
            self._total += amount
            yield entry.held._replace(amount=amount)
        elif entry.held is not None:
            yield self._without_amount(entry.held, wrong)
        elif amount is not None and not entry.without:
            self._batch(element, values, entry, amount)

    def _alone(self, element: Any, values: Values, entry: _Entry, amount: Fen | None, wrong: str) -> Result | Faulty:
        """An entry that names no transaction is one movement itself."""
        self._count += 1
        remark = values.text("AddtlNtryInf")
        if amount is None:
            self._without += 1
            return Faulty(self._count, "amount", wrong, remark)
        self._total += amount
        outcome = self._outcome(entry, entry.credit, returned=entry.reversal)
        reason = self._context.reason("") if outcome in RETURNS else ""
        # Of several parts in one sum the whole file is meant.
        names = _BATCH if len(self._context.all(element, "NtryDtls")) == 1 else _BATCH[1:]
        return Result(self._count, _our_file(values, names), amount, outcome, "", reason, entry.day, "", remark)

    def _without_amount(self, line: Result, wrong: str = "") -> Faulty:
        self._without += 1
        return Faulty(line.no, "amount", wrong or _("is missing"), line.reference)

    def _line(self, values: Values, entry: _Entry, *, credit: bool) -> Result | Faulty:
        reference = values.reference(*_REFERENCES) or _our_file(values, _SUM)
        try:
            amount = values.amount(*_AMOUNTS)
        except ValueError as error:
            return Faulty(self._count, "amount", str(error), reference)
        code = values.text("RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
        returned = entry.reversal or values.has("RtrInf")
        outcome = self._outcome(entry, credit, returned=returned)
        # Parties of a return stay those of the original: the other side is whoever we drew from, or paid.
        side = "Dbtr" if credit is not returned else "Cdtr"
        return Result(
            self._count,
            reference,
            amount,
            outcome,
            code,
            self._context.reason(code) if outcome in RETURNS else "",
            entry.day,
            values.text(f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm"),
            values.text("RmtInf/Ustrd", "AddtlTxInf"),
        )

    @staticmethod
    def _outcome(entry: _Entry, credit: bool, *, returned: bool) -> Outcome:
        if not entry.booked:
            return "pending"
        if returned:
            return "came_back" if credit else "returned"
        return "credited" if credit else "debited"

    def _batch(self, element: Any, values: Values, entry: _Entry, amount: Fen) -> None:
        """The transactions of an entry come to it, and are as many as it says."""
        if amount != entry.fen:
            message = _("the lines come to {total}").format(total=Fen(entry.fen).yuan())
            self._faults.add("Ntry/Amt", message, element.sourceline, amount.yuan())
        if len(self._context.all(element, "NtryDtls")) == 1:
            count = values.text("NtryDtls/Btch/NbOfTxs")
            self._context.same_count("Btch/NbOfTxs", count, entry.lines, element.sourceline)

    def _end_of_account(self, element: Any) -> None:
        """Whose part it is; a file speaks of one account, so that its lines need not name theirs."""
        values = self._context.values(element)
        account, bank = values.text(*OWN_ACCOUNT), values.text(OWN_BANK)
        not_ours(self._faults, self._context.limits, bank, account, element.sourceline)
        if self._account and account != self._account:
            told = _("a second account: a file speaks of one")
            self._faults.add("account", told, element.sourceline, account)
        self._account, self._bank = account, bank
        self._sums.compare(element)
        if self._sums.closing is not None:
            self._closing, self._closing_day = self._sums.closing, self._sums.closing_day
        self._sums = Sums(self._context)


def _our_file(values: Values, paths: tuple[str, ...]) -> str:
    """The first name that can be one of ours; else empty: names of the bank's own are no references."""
    return next((name for name in map(values.text, paths) if file_of(name)), "")
