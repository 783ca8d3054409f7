"""Files from the bank: read through, and only when they are found in order given line by line; never held whole.

A fault of the file refuses all of it: InputErrors with every fault, its line and what would be right. A fault of a line
is a ``Faulty`` beside the good ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.catalog.model_bank import BankProfile, FileFormat
from ops_console.exchange.bank.aside import Aside
from ops_console.exchange.bank.checking import Faults, Measured, summable, too_large
from ops_console.exchange.bank.iso_in import XmlFile
from ops_console.exchange.bank.model import Faulty, Incoming, Limits, Result
from ops_console.exchange.bank.text_in import TextFile

ANY = Limits()


def read(
    path: Path, profile: BankProfile | None = None, limits: Limits = ANY
) -> tuple[Incoming, Iterator[Result | Faulty]]:
    """The head of a file and its lines. Without a profile it has to be XML, whose messages say what they are.

    InputErrors (code ``bank_file``) for a file that is not in order, before any line is given; UsageError where there
    is no such file.
    """
    faults, aside = Faults(limits.most_faults), Aside()
    try:
        if path.stat().st_size > limits.most_bytes:
            too_large(faults, limits)
            raise faults.refusal(path.name)
        head = _head(path, profile, limits, faults, aside)
    except OSError as error:
        raise UsageError(_("{path} can't be read: {reason}").format(path=path, reason=error.strerror)) from error
    if faults.count or head is None:
        raise faults.refusal(path.name)
    return head, aside.lines()


def _head(path: Path, profile: BankProfile | None, limits: Limits, faults: Faults, aside: Aside) -> Incoming | None:
    """The file read through, its lines put aside; None when it has faults."""
    with path.open("rb") as file:
        reading = _reading(Measured(file, limits, faults), path, profile, limits, faults)
        aside.put(summable(reading.lines(), faults))
        return None if faults.count else reading.head()


def _reading(
    file: Measured, path: Path, profile: BankProfile | None, limits: Limits, faults: Faults
) -> TextFile | XmlFile:
    if profile is None or profile.format is FileFormat.ISO20022:
        return XmlFile(file, path, profile, limits, faults)
    return TextFile(file, profile, limits, faults)
