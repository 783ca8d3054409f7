"""A bank's XML file: which message it is, and who reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from ops_console.catalog.model_bank import BankProfile
from ops_console.exchange.bank.checking import Faults, Measured, Stop
from ops_console.exchange.bank.model import Faulty, Incoming, Limits, Result
from ops_console.exchange.bank.statements import Movements
from ops_console.exchange.bank.status import StatusReport
from ops_console.exchange.bank.xml_reading import Context
from ops_console.exchange.bank.xml_steps import Steps, message_of

STATUS = ("pain.002.001.03", "pain.002.001.12")
NOTIFICATION = ("camt.054.001.02", "camt.054.001.08")
STATEMENT = ("camt.053.001.02", "camt.053.001.08")


class Reader(Protocol):
    """Reads one kind of message: lines as elements end, then whether it adds up, then its head."""

    names: tuple[str, ...]

    def element(self, name: str, element: object) -> Iterator[Result | Faulty]: ...
    def head(self, digest: str) -> Incoming: ...


class XmlFile:
    """One reading of a file: ``lines`` once, then ``head``. What is wrong goes to ``faults``."""

    def __init__(self, file: Measured, path: Path, profile: BankProfile | None, limits: Limits, faults: Faults) -> None:
        self._file, self._path, self._faults = file, path, faults
        self._profile, self._limits = profile, limits
        self._reader: Reader | None = None

    def lines(self) -> Iterator[Result | Faulty]:
        """The lines in the order of the file. Ends early when reading on tells nothing more."""
        try:
            message = message_of(self._path, self._faults, (*STATUS, *NOTIFICATION, *STATEMENT))
            self._reader = reader = self._reader_of(message)
            for name, element in Steps(message, reader.names, self._faults).elements(self._file, self._path):
                yield from reader.element(name, element)
        except Stop:
            return

    def head(self) -> Incoming:
        """What the file says of itself, once all of it was read and found in order."""
        if self._reader is None:
            raise ValueError("the lines were not read")
        return self._reader.head(self._file.digest)

    def _reader_of(self, message: str) -> Reader:
        context = Context(message, self._profile, self._limits, self._faults)
        if message in STATUS:
            return StatusReport(context)
        return Movements(context, "statement" if message in STATEMENT else "notification")
