"""Does an account's part of a notification or statement add up: entries counted and summed, balances carried on?"""

from __future__ import annotations

from datetime import date
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.exchange.bank.xml_reading import Context, fen_of

OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
"""Codes of booked balances: at the beginning of the day (or the last one's end), at its end."""


CREDIT = "CRDT"


class Sums:
    """The entries of one account. Nothing is compared once an entry's amount couldn't be read."""

    def __init__(self, context: Context) -> None:
        self._context, self._faults = context, context.faults
        self._lines = {True: 0, False: 0}
        self._fen = {True: 0, False: 0}
        self._booked = 0
        self._unread = False
        self.closing: Fen | None = None
        self.closing_day: date | None = None
        """What the account stood at when a day ended, and the day; None where its part of the file doesn't say."""

    def add(self, amount: Fen | None, *, credit: bool, booked: bool) -> None:
        self._lines[credit] += 1
        if amount is None:
            self._unread = True
            return
        self._fen[credit] += amount
        if booked:
            self._booked += amount if credit else -amount

    def compare(self, account: Any) -> None:
        """Note what the account's part says otherwise."""
        values = self._context.values(account)
        line = account.sourceline
        for name, directions in (("TtlNtries", (True, False)), ("TtlCdtNtries", (True,)), ("TtlDbtNtries", (False,))):
            place = f"TxsSummry/{name}"
            lines, fen = (sum(of[way] for way in directions) for of in (self._lines, self._fen))
            self._context.same_count(f"{name}/NbOfNtries", values.text(f"{place}/NbOfNtries"), lines, line)
            if not self._unread:
                self._context.same_sum(f"{name}/Sum", values.text(f"{place}/Sum"), fen, line)
        self._balances(account)

    def _balances(self, account: Any) -> None:
        found: dict[str, tuple[int, Any]] = {}
        for balance in self._context.all(account, "Bal"):
            values = self._context.values(balance)
            try:
                amount = fen_of(values.text("Amt"))
            except ValueError as error:
                self._faults.add("Bal/Amt", str(error), balance.sourceline)
                return
            signed = amount if values.text("CdtDbtInd") == CREDIT else -amount
            found[values.text("Tp/CdOrPrtry/Cd")] = int(signed), balance
        opening = next((found[code] for code in OPENING if code in found), None)
        closing = next((found[code] for code in CLOSING if code in found), None)
        if closing is not None:
            self.closing = Fen(closing[0])
            self.closing_day = self._context.values(closing[1]).day("Dt/Dt", "Dt/DtTm")
        if opening is None or closing is None or self._unread:
            return
        if opening[0] + self._booked != closing[0]:
            told = _("{opening} before and the entries booked come to {sum}").format(
                opening=Fen(opening[0]).yuan(), sum=Fen(opening[0] + self._booked).yuan()
            )
            self._faults.add("Bal", told, closing[1].sourceline, Fen(closing[0]).yuan())
