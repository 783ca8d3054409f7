"""camt.054 and camt.053: what moved on an account of ours, as a notification or as the statement of a day.

ISO 20022 Bank-to-Customer Cash Management. A line is one movement: an entry, or each transaction of an entry that sums
up several. What a file tells of its own counts, sums and balances has to be so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.exchange.bank.checking import not_ours
from ops_console.exchange.bank.model import Faulty, Incoming, Outcome, Result, Source
from ops_console.exchange.bank.statement_sums import Sums
from ops_console.exchange.bank.xml_reading import Context, moment

CREDIT = "CRDT"
BOOKED = "BOOK"
OWN_ACCOUNT = ("Acct/Id/Othr/Id", "Acct/Id/IBAN")
OWN_BANK = "Acct/Svcr/FinInstnId/ClrSysMmbId/MmbId"
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
_REFERENCES = ("Refs/EndToEndId", "Refs/InstrId")
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
        )

    def _open(self, element: Any) -> _Entry:
        text = self._context.text
        return _Entry(
            text(element, "CdtDbtInd") == CREDIT,
            text(element, "Sts/Cd", "Sts") == BOOKED,
            text(element, "RvslInd") in ("true", "1"),
            self._context.day(element, *_DAYS),
        )

    def _transaction(self, element: Any) -> Iterator[Result | Faulty]:
        """One movement of an entry that names its transactions."""
        self._entry = entry = self._entry or self._open(element.getparent().getparent())
        self._count += 1
        entry.lines += 1
        line = self._line(element, entry, self._context.text(element, "RmtInf/Ustrd", "AddtlTxInf"))
        if isinstance(line, Result) and line.amount is not None:
            entry.fen += line.amount
            self._total += line.amount
            yield line
            return
        entry.without += 1
        if isinstance(line, Faulty):
            self._without += 1
            yield line
        elif entry.held is None and entry.lines == 1:
            entry.held = line
        else:
            yield self._without_amount(line)

    def _end_of_entry(self, element: Any) -> Iterator[Result | Faulty]:
        entry = self._entry or self._open(element)
        self._entry = None
        try:
            amount = self._context.amount(element, "Amt")
        except ValueError as error:
            amount, wrong = None, str(error)
        else:
            wrong = ""
        self._sums.add(amount, credit=entry.credit, booked=entry.booked)
        if not entry.lines:
            yield self._alone(element, entry, amount, wrong)
        elif entry.held is not None:
            yield self._held(entry.held, entry, amount, wrong)
        elif amount is not None and not entry.without:
            self._batch(element, entry, amount)

    def _alone(self, element: Any, entry: _Entry, amount: Fen | None, wrong: str) -> Result | Faulty:
        """An entry that names no transaction is one movement itself."""
        self._count += 1
        if amount is None:
            self._without += 1
            return Faulty(self._count, "amount", wrong, self._context.text(element, "AddtlNtryInf"))
        self._total += amount
        outcome = self._outcome(entry, entry.credit, returned=entry.reversal)
        return Result(
            self._count,
            "",
            amount,
            outcome,
            "",
            self._context.reason("") if outcome == "returned" else "",
            entry.day,
            "",
            self._context.text(element, "AddtlNtryInf"),
        )

    def _held(self, line: Result, entry: _Entry, amount: Fen | None, wrong: str) -> Result | Faulty:
        if entry.lines > 1 or amount is None:
            return self._without_amount(line, wrong)
        self._total += amount
        return replace(line, amount=amount)

    def _without_amount(self, line: Result, wrong: str = "") -> Faulty:
        self._without += 1
        return Faulty(line.no, "amount", wrong or _("is missing"), line.reference)

    def _line(self, element: Any, entry: _Entry, remark: str) -> Result | Faulty:
        text = self._context.text
        reference = self._context.reference(element, *_REFERENCES)
        try:
            amount = self._context.amount(element, *_AMOUNTS)
        except ValueError as error:
            return Faulty(self._count, "amount", str(error), reference)
        direction = text(element, "CdtDbtInd")
        credit = direction == CREDIT if direction else entry.credit
        code = text(element, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
        returned = entry.reversal or self._context.find(element, "RtrInf") is not None
        outcome = self._outcome(entry, credit, returned=returned)
        # Parties of a return stay those of the original: the other side is whoever we drew from, or paid.
        side = "Dbtr" if credit is not returned else "Cdtr"
        return Result(
            self._count,
            reference,
            amount,
            outcome,
            code,
            self._context.reason(code) if outcome == "returned" else "",
            entry.day,
            text(element, f"RltdPties/{side}/Nm", f"RltdPties/{side}/Pty/Nm"),
            remark,
        )

    @staticmethod
    def _outcome(entry: _Entry, credit: bool, *, returned: bool) -> Outcome:
        if not entry.booked:
            return "pending"
        if returned:
            return "returned"
        return "credited" if credit else "debited"

    def _batch(self, element: Any, entry: _Entry, amount: Fen) -> None:
        """The transactions of an entry come to it, and are as many as it says."""
        if amount != entry.fen:
            message = _("the lines come to {total}").format(total=Fen(entry.fen).yuan())
            self._faults.add("Ntry/Amt", message, element.sourceline, amount.yuan())
        count = self._context.text(element, "NtryDtls/Btch/NbOfTxs")
        if len(self._context.all(element, "NtryDtls")) == 1:
            self._context.same_count("Btch/NbOfTxs", count, entry.lines, element.sourceline)

    def _end_of_account(self, element: Any) -> None:
        """Whose part it is; a file speaks of one account, so that its lines need not name theirs."""
        account = self._context.text(element, *OWN_ACCOUNT)
        bank = self._context.text(element, OWN_BANK)
        not_ours(self._faults, self._context.limits, bank, account, element.sourceline)
        if self._account and account != self._account:
            told = _("a second account: a file speaks of one")
            self._faults.add("account", told, element.sourceline, account)
        self._account, self._bank = account, bank
        self._sums.compare(element)
        self._sums = Sums(self._context)
