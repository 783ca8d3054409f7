"""A bank's text file, by its profile, record by record.

The first record is the header and the last the trailer, where the profile has them; what they say of bank, account,
count and total has to be so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.catalog.model_bank import BankColumn, BankProfile, FileKind
from ops_console.exchange.bank.checking import Faults, Measured, Stop, not_ours
from ops_console.exchange.bank.model import Faulty, Incoming, Limits, Result
from ops_console.exchange.bank.records import NotARecord, Records
from ops_console.exchange.bank.text_lines import Lines

MOST_RECORD = 8192
"""Bytes of a line; more is no record of any bank. Source: company default."""
_NO_TEXT = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")
_UTF8_CHINESE = re.compile(rb"[\xe4-\xe9][\x80-\xbf]{2}")


class _Raw(NamedTuple):
    """A record without its end, and its line in the file."""

    line: int
    record: bytes


class TextFile:
    """One reading of a file: ``lines`` once, then ``head``. What is wrong goes to ``faults``."""

    def __init__(self, file: Measured, profile: BankProfile, limits: Limits, faults: Faults) -> None:
        self._file, self._profile, self._limits, self._faults = file, profile, limits, faults
        self._layout = profile.layouts[FileKind.RESULT]
        self._records = Records(profile)
        self._reader = Lines(profile, self._records)
        self._utf8 = _Utf8()
        self._told: dict[str, str] = {}
        self._claims: list[tuple[str, int, str]] = []
        """What header and trailer say of the lines: field, line, text."""
        self._count, self._total, self._unread = 0, 0, 0

    def lines(self) -> Iterator[Result | Faulty]:
        """The lines between header and trailer. Ends early when reading on tells nothing more."""
        try:
            yield from self._between()
        except Stop:
            return
        self._compare()
        if self._utf8.likely:
            wanted = _("the file is in UTF-8; {encoding} is wanted").format(encoding=self._encoding)
            self._faults.only("file", wanted)

    def head(self) -> Incoming:
        """What the file says of itself, once all of it was read and found in order."""
        told, created = self._told, self._told.get("created", "")
        return Incoming(
            kind="text",
            message=told.get("message", ""),
            original=told.get("original", ""),
            bank=told.get("bank", ""),
            ours_account=told.get("account", ""),
            created=datetime.combine(self._records.day(created), datetime.min.time()) if created else None,
            count=self._count,
            total=None if self._unread else Fen(self._total),
            digest=self._file.digest,
        )

    def _between(self) -> Iterator[Result | Faulty]:
        """The first record is the header, the last the trailer: each is held until another follows."""
        records = self._raw()
        if self._layout.header:
            self._header(next(records, None))
        held: _Raw | None = None
        for record in records:
            if held is not None:
                yield from self._line(held)
            held = record
        if self._layout.trailer:
            self._trailer(held)
        elif held is not None:
            yield from self._line(held)

    def _raw(self) -> Iterator[_Raw]:
        """Nothing but line ends may follow the last record."""
        number, empty = 0, 0
        while piece := self._file.readline(MOST_RECORD + 1):
            number += 1
            self._file.line_ends()
            if len(piece) > MOST_RECORD:
                self._faults.add("file", _("a line of more than {most} bytes").format(most=MOST_RECORD), number)
                raise Stop
            record = piece.removesuffix(b"\n").removesuffix(b"\r")
            if not record:
                empty = empty or number
                continue
            if empty:
                self._faults.add("file", _("an empty line"), empty)
                empty = 0
            if _NO_TEXT.search(record):
                self._faults.add("file", _("bytes that are no text"), number)
                raise Stop
            if number == 1 and record.removeprefix(codecs.BOM_UTF8).startswith(b"<"):
                self._faults.only(
                    "file", _("XML, but files of {profile} are text").format(profile=self._profile.label), number
                )
                raise Stop
            self._utf8.see(record)
            yield _Raw(number, record)

    @property
    def _encoding(self) -> str:
        return self._profile.encoding.upper()

    def _values(self, columns: Sequence[BankColumn], raw: _Raw) -> dict[str, str] | None:
        """The texts of a record; None and a fault where it isn't of this shape."""
        try:
            return self._records.values(columns, raw.record)
        except UnicodeDecodeError:
            self._faults.add("file", _("not in {encoding}").format(encoding=self._encoding), raw.line)
        except NotARecord as error:
            self._faults.add(error.field, str(error), raw.line)
        return None

    def _header(self, raw: _Raw | None) -> None:
        if raw is None:
            self._faults.add("file", _("the file is empty"))
            return
        values = self._values(self._layout.header, raw)
        if values is None:
            return
        self._told = values
        for field in ("bank", "account"):
            if values.get(field) == "":
                self._faults.add(field, _("is missing"), raw.line)
        not_ours(self._faults, self._limits, values.get("bank", ""), values.get("account", ""), raw.line)
        for field in ("created", "on"):
            if values.get(field):
                self._day(field, values[field], raw.line)
        self._claim(values, raw.line)

    def _day(self, field: str, text: str, line: int) -> None:
        try:
            self._records.day(text)
        except ValueError as error:
            self._faults.add(field, str(error), line, text)

    def _trailer(self, raw: _Raw | None) -> None:
        values = None if raw is None else self._values(self._layout.trailer, raw)
        if raw is None or values is None:
            message = _("the last record is not the one that closes a file: it was cut off")
            self._faults.add("file", message, raw and raw.line)
        else:
            self._claim(values, raw.line)

    def _claim(self, values: dict[str, str], line: int) -> None:
        self._claims += [(field, line, values[field]) for field in ("count", "total") if field in values]

    def _compare(self) -> None:
        """A total is not compared where the amount of a line can't be read."""
        for field, line, text in self._claims:
            if field == "count" and (not text or text.lstrip("0") != str(self._count).lstrip("0")):
                self._faults.add(field, _("the lines come to {total}").format(total=self._count), line, text)
            if field == "total" and not self._unread and self._money(text) != self._total:
                message = _("the lines come to {total}").format(total=Fen(self._total).yuan())
                self._faults.add(field, message, line, text)

    def _money(self, text: str) -> Fen | None:
        try:
            return self._records.amount(text)
        except ValueError:
            return None

    def _line(self, raw: _Raw) -> Iterator[Result | Faulty]:
        self._count += 1
        values = self._values(self._layout.line, raw)
        if values is None:
            self._unread += 1
            return
        found, amount = self._reader.line(self._count, values)
        if amount is None:
            self._unread += 1
        else:
            self._total += int(amount)
        yield found


class _Utf8:
    """Is a file that should be in GBK in UTF-8? Nearly any UTF-8 text can be read as GBK, hardly any the other way
    round."""

    def __init__(self) -> None:
        self._valid, self._chinese = True, False

    def see(self, record: bytes) -> None:
        if not self._valid or record.isascii():
            return
        try:
            record.decode("utf-8")
        except UnicodeDecodeError:
            self._valid = False
        self._chinese = self._chinese or bool(_UTF8_CHINESE.search(record))

    @property
    def likely(self) -> bool:
        return self._valid and self._chinese
