"""pain.002, the status report: what became of each instruction of a file of ours.

ISO 20022 Payments Initiation, CustomerPaymentStatusReport. A bank may name all lines, only those it rejects, or none
and decide on the whole file. Counts and sums it tells by status have to be those of the lines it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.exchange.bank.checking import not_ours
from ops_console.exchange.bank.model import Faulty, Incoming, Outcome, Result
from ops_console.exchange.bank.xml_reading import Context, moment

OUTCOMES: dict[str, Outcome] = {"ACSC": "settled", "ACCC": "settled", "RJCT": "rejected", "CANC": "rejected"}
"""External code sets ExternalPaymentTransactionStatus1Code and ExternalPaymentGroupStatus1Code; all others: the bank is
still at it."""
COLLECTION = "pain.008"
_AMOUNTS = tuple(f"OrgnlTxRef/{path}" for path in ("Amt/InstdAmt", "IntrBkSttlmAmt"))
_REASONS = ("StsRsnInf/Rsn/Cd", "StsRsnInf/Rsn/Prtry")
_DAYS = ("OrgnlTxRef/IntrBkSttlmDt", "AccptncDtTm", "FctvIntrBkSttlmDt/Dt", "FctvIntrBkSttlmDt/DtTm")
_AGENTS = tuple(f"{agent}/FinInstnId/ClrSysMmbId/MmbId" for agent in ("CdtrAgt", "DbtrAgt"))


class _Claim(NamedTuple):
    """A count and a sum as texts, empty where they are not told, and the line they stand in."""

    status: str
    lines: str
    sum: str
    line: int


class Tally:
    """Lines by status: how many, what they come to, and how many of them tell no amount."""

    def __init__(self) -> None:
        self.lines: Counter[str] = Counter()
        self.fen: Counter[str] = Counter()
        self.without: Counter[str] = Counter()

    def add(self, status: str, amount: Fen | None) -> None:
        self.lines[status] += 1
        self.fen[status] += int(amount or 0)
        self.without[status] += amount is None


class StatusReport:
    """Reads one report."""

    names: tuple[str, ...] = ("GrpHdr", "OrgnlGrpInfAndSts", "TxInfAndSts", "OrgnlPmtInfAndSts", "CstmrPmtStsRpt")

    def __init__(self, context: Context) -> None:
        self._context, self._faults = context, context.faults
        self._count = 0
        self._file, self._part = Tally(), Tally()
        self._message = self._original = self._bank = self._created = self._about = ""
        self._status = self._code = self._side = ""
        self._claims: list[_Claim] = []

    def element(self, name: str, element: Any) -> Iterator[Result | Faulty]:
        """What an element that has ended brings."""
        if name == "TxInfAndSts":
            yield self._line(element)
        elif name == "OrgnlPmtInfAndSts":
            yield from self._end_of_part(element)
        elif name == "OrgnlGrpInfAndSts":
            self._group(element)
        elif name == "GrpHdr":
            self._header(element)
        elif name == "CstmrPmtStsRpt":
            self._compare(self._claims, self._file)

    def head(self, digest: str) -> Incoming:
        whole: Outcome | Literal[""] = OUTCOMES.get(self._status, "")
        return Incoming(
            kind="status",
            message=self._message,
            original=self._original,
            bank=self._bank,
            ours_account="",
            created=moment(self._created),
            count=self._count,
            total=None if self._file.without.total() else Fen(self._file.fen.total()),
            digest=digest,
            whole=whole,
            code=self._code,
            reason=self._context.reason(self._code) if whole == "rejected" else "",
        )

    def _header(self, element: Any) -> None:
        values = self._context.values(element)
        self._message, self._created = values.text("MsgId"), values.text("CreDtTm")
        self._bank = values.text(*_AGENTS)
        not_ours(self._faults, self._context.limits, self._bank, "", element.sourceline)

    def _group(self, element: Any) -> None:
        values = self._context.values(element)
        self._original, self._about = values.text("OrgnlMsgId"), values.text("OrgnlMsgNmId")
        self._status, self._code = values.text("GrpSts"), values.text(*_REASONS)
        self._side = "Dbtr" if self._about.startswith(COLLECTION) else "Cdtr"
        self._claims = self._claimed(element)

    def _line(self, element: Any) -> Result | Faulty:
        self._count += 1
        values = self._context.values(element)
        status = values.text("TxSts") or self._context.text(element.getparent(), "PmtInfSts") or self._status
        outcome = OUTCOMES.get(status, "pending")
        reference = values.reference("OrgnlEndToEndId", "OrgnlInstrId")
        try:
            amount = values.amount(*_AMOUNTS)
        except ValueError as error:
            self._add(status, None)
            return Faulty(self._count, "amount", str(error), reference)
        self._add(status, amount)
        if not reference:
            return Faulty(self._count, "reference", _("is missing"), values.text("StsId"))
        if OUTCOMES.get(self._status, outcome) != outcome:
            told = _("the whole file is {whole}, this line is not").format(whole=self._status)
            self._faults.add("TxSts", told, element.sourceline, status)
        code = values.text(*_REASONS)
        if not code and outcome == "rejected":
            code = self._context.values(element.getparent()).text(*_REASONS)
        return Result(
            self._count,
            reference,
            amount,
            outcome,
            code,
            self._context.reason(code) if outcome == "rejected" else "",
            values.day(*_DAYS),
            values.text(f"OrgnlTxRef/{self._side}/Nm", f"OrgnlTxRef/{self._side}/Pty/Nm"),
            values.text("StsRsnInf/AddtlInf"),
        )

    def _add(self, status: str, amount: Fen | None) -> None:
        self._file.add(status, amount)
        self._part.add(status, amount)

    def _end_of_part(self, element: Any) -> Iterator[Faulty]:
        """A part that was rejected without naming its lines can't be booked line by line, nor guessed."""
        status = self._context.text(element, "PmtInfSts")
        if OUTCOMES.get(status) and not self._part.lines and not OUTCOMES.get(self._status):
            self._count += 1
            name = self._context.text(element, "OrgnlPmtInfId")
            told = _("a part as a whole is {status}: the bank has to name its lines").format(status=status)
            yield Faulty(self._count, "PmtInfSts", told, name)
        self._compare(self._claimed(element), self._part)
        self._part = Tally()

    def _claimed(self, element: Any) -> list[_Claim]:
        """What a group or a part tells of its lines: by status, and in all (status empty)."""
        text = self._context.text
        told = [
            _Claim(text(one, "DtldSts"), text(one, "DtldNbOfTxs"), text(one, "DtldCtrlSum"), one.sourceline)
            for one in self._context.all(element, "NbOfTxsPerSts")
        ]
        return [*told, _Claim("", text(element, "OrgnlNbOfTxs"), text(element, "OrgnlCtrlSum"), element.sourceline)]

    def _compare(self, claims: list[_Claim], tally: Tally) -> None:
        """Counts and sums by status where lines of that status are named; those of the original where all lines are,
        and where more are named than it had."""
        for claim in claims:
            if claim.status:
                lines, fen = tally.lines[claim.status], tally.fen[claim.status]
                without, compared = tally.without[claim.status], lines > 0
            else:
                lines, fen, without = tally.lines.total(), tally.fen.total(), tally.without.total()
                compared = bool(claim.lines) and lines >= int(claim.lines)
            if compared:
                same = self._context
                same.same_count("DtldNbOfTxs" if claim.status else "OrgnlNbOfTxs", claim.lines, lines, claim.line)
                if not without and int(claim.lines) == lines:
                    same.same_sum("DtldCtrlSum" if claim.status else "OrgnlCtrlSum", claim.sum, fen, claim.line)
