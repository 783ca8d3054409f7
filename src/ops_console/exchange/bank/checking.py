"""While a file is read: what is wrong with it, what it measures, and how much of it there may be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ops_console.base.i18n import _, ngettext
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.exchange.bank.model import Faulty, Limits, Result

REFUSED = "bank_file"
"""Code of the refusal of a whole file."""
MOST_SHOWN = 80
MOST_AMOUNT, MOST_TOTAL = Fen(10**15), Fen(10**18)
"""An amount is less, and so are all of a file: what a case and the database hold. Source: company default."""
MOST_LINE = 4 * 2**20
"""Bytes of one line: one that never ends must not fill the memory. Source: company default."""


class Faults:
    """The faults of a file, in the order they are found: the first are listed, all are counted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.problems: list[Problem] = []
        self.count = 0

    def add(self, field: str, message: str, line: int | None = None, value: str | None = None) -> None:
        self.count += 1
        if len(self.problems) < self._most:
            shown = None if value is None else value[:MOST_SHOWN]
            self.problems.append(Problem(field, message, line, shown))

    def only(self, field: str, message: str, line: int | None = None) -> None:
        """The one fault that explains all others."""
        self.problems, self.count = [], 0
        self.add(field, message, line)

    def refusal(self, name: str) -> InputErrors:
        """The file is not taken: how many faults it has, and the first of them."""
        told = ngettext(
            "The file {name} is refused: {count} fault", "The file {name} is refused: {count} faults", self.count
        )
        return InputErrors(self.problems, message=told.format(name=name, count=self.count), code=REFUSED)


class Stop(Exception):
    """Reading on would tell nothing more."""


class Measured:
    """A file as it is read: its bytes counted, hashed and limited. ``Stop`` with a fault beyond the limit."""

    def __init__(self, file: BinaryIO, limits: Limits, faults: Faults) -> None:
        self._file, self._limits, self._faults = file, limits, faults
        self._hash = hashlib.sha256()
        self.size = 0
        self._line_end = 0

    def read(self, size: int = -1) -> bytes:
        return self._measured(self._file.read(size))

    def readline(self, size: int = -1) -> bytes:
        return self._measured(self._file.readline(size))

    def line_ends(self) -> None:
        """A line was read; the next one has room again."""
        self._line_end = self.size

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def _measured(self, piece: bytes) -> bytes:
        self.size += len(piece)
        if self.size > self._limits.most_bytes:
            too_large(self._faults, self._limits)
            raise Stop
        if self.size - self._line_end > MOST_LINE:
            self._faults.only("file", _("more than {most} bytes without a line").format(most=f"{MOST_LINE:,}"))
            raise Stop
        self._hash.update(piece)
        return piece


def holdable(amount: Fen) -> Fen:
    """The amount of a line. ValueError for one that no case could hold."""
    if amount >= MOST_AMOUNT:
        raise ValueError(_("less than {most} is wanted").format(most=MOST_AMOUNT.yuan()))
    return amount


def summable(lines: Iterable[Result | Faulty], faults: Faults) -> Iterator[Result | Faulty]:
    """The lines. Ends with a fault where they come to more than a file can."""
    total = 0
    for line in lines:
        total += line.amount or 0 if isinstance(line, Result) else 0
        if total >= MOST_TOTAL:
            faults.only("total", _("less than {most} is wanted").format(most=MOST_TOTAL.yuan()))
            return
        yield line


def too_large(faults: Faults, limits: Limits) -> None:
    message = _("larger than {limit} bytes, the most a bank file may have")
    faults.only("file", message.format(limit=f"{limits.most_bytes:,}"))


def not_ours(faults: Faults, limits: Limits, bank: str, account: str, line: int | None = None) -> None:
    """Note a bank or an account the file may not be of; empty: it names none."""
    for field, given, ours in (("bank", bank, limits.banks), ("account", account, limits.accounts)):
        if given and ours and given not in ours:
            wanted = _("not one of ours: {known}").format(known=", ".join(sorted(ours)))
            faults.add(field, wanted, line, given)
