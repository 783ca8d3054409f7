"""The lines of a file put aside while it is read through: not before all of it is in order does anybody get one.

They wait in a file without a name in the system's folder for temporary files, about as big as the bank's own, and are
gone with the process. Reading the bank's file a second time takes five times as long.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from ops_console.base.money import Fen
from ops_console.exchange.bank.model import Faulty, Result

AT_ONCE = 500


class Aside:
    """Lines of one file: ``put`` as they are read, given back by ``lines``, once. OSError where the disk is full."""

    def __init__(self) -> None:
        # Closed with its last line, or when nobody holds it any more.
        self._file = TemporaryFile("w+", encoding="ascii")  # noqa: SIM115

    def put(self, lines: Iterable[Result | Faulty]) -> None:
        waiting = iter(lines)
        while some := [_plain(line) for line in islice(waiting, AT_ONCE)]:
            self._file.write(f"{json.dumps(some)}\n")

    def lines(self) -> Iterator[Result | Faulty]:
        self._file.seek(0)
        with self._file:
            for some in self._file:
                yield from map(_line, json.loads(some))


def _plain(line: Result | Faulty) -> tuple[Any, ...]:
    """What JSON takes: a day as the number of days since the calendar's first."""
    if isinstance(line, Faulty):
        return line
    no, reference, amount, outcome, code, reason, day, name, text = line
    return no, reference, amount, outcome, code, reason, None if day is None else day.toordinal(), name, text


def _line(values: list[Any]) -> Result | Faulty:
    if len(values) == len(Faulty._fields):
        return Faulty(*values)
    no, reference, amount, outcome, code, reason, day, name, text = values
    fen = None if amount is None else Fen(amount)
    on = None if day is None else date.fromordinal(day)
    return Result(no, reference, fen, outcome, code, reason, on, name, text)
