"""Files to the bank: written whole or not at all, with a digest to know them by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model_bank import BankProfile, FileFormat, FileKind
from ops_console.exchange.bank import iso_out, text_out
from ops_console.exchange.bank.before_sending import faults
from ops_console.exchange.bank.model import Kind, Line, Outgoing, Written
from ops_console.exchange.bank.texts import Texts
from ops_console.exchange.bank.writing import write_atomically

LINES_AT_ONCE = 500
"""Put together before they are hashed and written."""


def export(path: Path, outgoing: Outgoing, profile: BankProfile) -> Written:
    """Write the file under this name. InputErrors with every line that can't go out, UsageError when the file can't be
    written; nothing is left of it then."""
    with write_atomically(path) as file:
        return write(file, outgoing, profile)


def write(file: BinaryIO, outgoing: Outgoing, profile: BankProfile) -> Written:
    """Write the lines as they come; memory does not grow with them. InputErrors as ``export``, after which what was
    written is of no use."""
    iso = profile.format is FileFormat.ISO20022
    texts = Texts(profile.encoding, profile.separator, narrow=profile.format is FileFormat.FIXED)
    size, digest = 0, hashlib.sha256()
    pieces = _encoded(outgoing, texts) if iso else text_out.pieces(outgoing, profile, texts)
    while piece := b"".join(islice(pieces, LINES_AT_ONCE)):
        size += file.write(piece)
        digest.update(piece)
    return Written(size, digest.hexdigest(), tuple(texts.altered), texts.count)


def unfit(outgoing: Outgoing, profile: BankProfile) -> Iterator[tuple[Line, Problem]]:
    """The lines that can't go out, each with the first that is wrong with it."""
    texts = Texts(profile.encoding, profile.separator, narrow=profile.format is FileFormat.FIXED)
    record = None if profile.format is FileFormat.ISO20022 else text_out.line_writer(outgoing, profile, texts)
    for no, line in enumerate(outgoing.lines, 1):
        for field, message, value in faults(line):
            yield line, Problem(field, message, no, value)
            break
        else:
            try:
                if record:
                    record(no, line)
            except InputErrors as error:
                yield line, error.problems[0]


def _encoded(outgoing: Outgoing, texts: Texts) -> Iterator[bytes]:
    return (piece.encode() for piece in iso_out.pieces(outgoing, texts))


def file_name(profile: BankProfile, kind: Kind, message: str, bank: str, day: date) -> str:
    """The name a bank wants a file to have; ``bank`` is its code, ``day`` that of collection or payment."""
    pattern = profile.file_names[FileKind(kind)]
    return pattern.format(message=message.replace("/", "-"), bank=bank, day=day.strftime("%Y%m%d"))
