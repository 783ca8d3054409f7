"""What the readers of XML messages share: values of elements by path, amounts, reasons."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.catalog.model_bank import OTHER, BankProfile
from ops_console.exchange.bank.checking import MOST_TOTAL, Faults, holdable
from ops_console.exchange.bank.model import CURRENCY, Limits
from ops_console.exchange.bank.schemas import NAMESPACE

NOT_PROVIDED = "NOTPROVIDED"
"""What ISO 20022 has a bank say for a reference nobody gave."""
_WHOLE_FEN = re.compile(r"\+?(\d+)(?:\.(\d{0,2})0*)?", re.ASCII)


class Values:
    """What stands in an element, by path: its texts, and its amounts with their currency."""

    __slots__ = ("_currencies", "_parts", "_texts")

    def __init__(self, element: Any, space: int) -> None:
        self._texts: dict[str, str] = {}
        self._currencies: dict[str, str] = {}
        self._parts: set[str] = set()
        self._walk(element, "", space)

    def _walk(self, element: Any, above: str, space: int) -> None:
        for child in element:
            path = above + child.tag[space:]
            if len(child):
                self._parts.add(path)
                self._walk(child, path + "/", space)
            elif path not in self._texts:
                self._texts[path] = (child.text or "").strip()
                if currency := child.get("Ccy"):
                    self._currencies[path] = currency

    def has(self, path: str) -> bool:
        return path in self._parts or path in self._texts

    def text(self, *paths: str) -> str:
        """The text at the first of these paths that has one; else empty."""
        for path in paths:
            if found := self._texts.get(path):
                return found
        return ""

    def day(self, *paths: str) -> date | None:
        """The day at the first of these paths that has one; of a moment its day as the bank writes it. None for one of
        the year 10000, which a schema allows."""
        found = moment(self.text(*paths))
        return found.date() if found else None

    def reference(self, *paths: str) -> str:
        found = self.text(*paths)
        return "" if found == NOT_PROVIDED else found

    def amount(self, *paths: str) -> Fen | None:
        """The amount at the first of these paths that is there, None where none is. ValueError for another currency, a
        part of a fen, or nothing."""
        for path in paths:
            found = self._texts.get(path)
            if found is not None:
                amount = fen_of(found, self._currencies.get(path, CURRENCY))
                if not amount:
                    raise ValueError(_("an amount is more than 0"))
                return holdable(amount)
        return None


class Context:
    """A message being read, with the profile its reasons are told by."""

    def __init__(self, message: str, profile: BankProfile | None, limits: Limits, faults: Faults) -> None:
        self.limits, self.faults = limits, faults
        self._space = f"{{{NAMESPACE}{message}}}"
        self._profile = profile

    def values(self, element: Any) -> Values:
        return Values(element, len(self._space))

    def all(self, element: Any, name: str) -> list[Any]:
        """The elements of this name in another."""
        return list(element.findall(f"{self._space}{name}"))

    def text(self, element: Any, name: str) -> str:
        """The text of the element of this name in another; empty where there is none."""
        return (element.findtext(f"{self._space}{name}") or "").strip()

    def reason(self, code: str) -> str:
        """Ours for the bank's code."""
        return (self._profile.reason(code) if self._profile else "") or OTHER

    def same_count(self, field: str, told: str, lines: int, line: int) -> None:
        """Note a count that is not that of the lines; empty: none is told."""
        if told and int(told) != lines:
            self.faults.add(field, _("the lines come to {total}").format(total=lines), line, told)

    def same_sum(self, field: str, told: str, fen: int, line: int) -> None:
        """Note a sum that the lines don't come to; empty: none is told."""
        if not told:
            return
        try:
            same = fen_of(told) == fen
        except ValueError:
            same = False
        if not same:
            message = _("the lines come to {total}").format(total=Fen(fen).yuan())
            self.faults.add(field, message, line, told)


def fen_of(text: str, currency: str = CURRENCY) -> Fen:
    """An amount or a sum of a message. ValueError with what would be right."""
    if currency != CURRENCY:
        raise ValueError(_("in {currency}; {wanted} is wanted").format(currency=currency, wanted=CURRENCY))
    found = _WHOLE_FEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(_("yuan with two decimals, like 1234.50"))
    fen = Fen(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))
    if fen >= MOST_TOTAL:
        raise ValueError(_("less than {most} is wanted").format(most=MOST_TOTAL.yuan()))
    return fen


def moment(text: str) -> datetime | None:
    """A moment as the bank writes it; None for one Python has no name for, such as 24:00:00."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
