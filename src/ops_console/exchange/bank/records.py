"""One record of a text file: values of columns to a line of bytes, and back to texts.

Shapes and widths are the profile's (catalog/bank.toml); widths are bytes of its encoding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.catalog.model_bank import AmountFormat, BankColumn, BankProfile, FileFormat

MOST_DIGITS = 15
"""Of an amount: what ISO 20022 and the database hold alike."""
LINE_END = b"\r\n"


class NotARecord(ValueError):
    """A line of bytes that isn't of the record's shape, with a message for the reader; ``field`` names the column."""

    def __init__(self, message: str, field: str = "record") -> None:
        super().__init__(message)
        self.field = field


class Records:
    """Writes and reads the records of one profile."""

    def __init__(self, profile: BankProfile) -> None:
        self._profile = profile
        self._fixed = profile.format is FileFormat.FIXED
        self._yuan = profile.amounts is AmountFormat.YUAN

    def line(self, columns: Sequence[BankColumn], values: Mapping[str, str]) -> bytes:
        """A record with its end. NotARecord for a value its column is too narrow for."""
        given = [values[column.name] if column.value is None else column.value for column in columns]
        if self._fixed:
            return "".join(map(self._cell, columns, given)).encode(self._profile.encoding) + LINE_END
        return self._profile.separator.join(given).encode(self._profile.encoding) + LINE_END

    def _cell(self, column: BankColumn, value: str) -> str:
        """The value and what fills its column, which has so many bytes."""
        bytes_taken = len(value) if value.isascii() else len(value.encode(self._profile.encoding))
        if bytes_taken > column.width:
            raise NotARecord(_("longer than the {width} bytes of its column").format(width=column.width), column.name)
        filling = column.pad * (column.width - bytes_taken)
        return filling + value if column.right else value + filling

    def values(self, columns: Sequence[BankColumn], record: bytes) -> dict[str, str]:
        """The texts of a record by column, marks left out. NotARecord when it has other columns, another length, other
        marks; UnicodeDecodeError for bytes of another encoding."""
        cells = self._cut(columns, record) if self._fixed else self._split(columns, record)
        values = {}
        for column, cell in zip(columns, cells, strict=True):
            text = cell.strip(" ")
            if column.value is None:
                values[column.name] = text
            elif text != column.value:
                raise NotARecord(_("{mark} is wanted, not {given}").format(mark=column.value, given=text), column.name)
        return values

    def _cut(self, columns: Sequence[BankColumn], record: bytes) -> list[str]:
        wanted = sum(column.width for column in columns)
        if len(record) != wanted:
            message = _("has {given} bytes; {wanted} are wanted").format(given=len(record), wanted=wanted)
            raise NotARecord(message)
        cells, start, encoding = [], 0, self._profile.encoding
        for column in columns:
            cell = record[start : start + column.width]
            cells.append(cell.decode("ascii" if cell.isascii() else encoding))
            start += column.width
        return cells

    def _split(self, columns: Sequence[BankColumn], record: bytes) -> list[str]:
        # The second byte of a GBK character may be that of the separator: characters first, columns then.
        cells = record.decode(self._profile.encoding).split(self._profile.separator)
        if len(cells) != len(columns):
            message = _("has {given} columns; {wanted} are wanted").format(given=len(cells), wanted=len(columns))
            raise NotARecord(message)
        return cells

    def money(self, amount: Fen) -> str:
        return f"{amount // 100}.{amount % 100:02d}" if self._yuan else str(amount)

    def amount(self, text: str) -> Fen:
        """ValueError with what would be right."""
        whole, point, part = text.partition(".")
        digits = whole.isascii() and whole.isdigit() and len(whole.lstrip("0")) <= MOST_DIGITS
        if self._yuan and digits and point and len(part) == 2 and part.isascii() and part.isdigit():
            return Fen(int(whole) * 100 + int(part))
        if not self._yuan and digits and not point:
            return Fen(int(whole))
        raise ValueError(_("yuan with two decimals, like 1234.50") if self._yuan else _("whole fen, like 123450"))

    def day(self, text: str) -> date:
        """ValueError with what would be right."""
        found = _day(text, self._profile.days.pattern)
        if found is None:
            raise ValueError(_("a day written {pattern}").format(pattern=self._profile.days))
        return found

    def written(self, day: date) -> str:
        return _written(day, self._profile.days.pattern)


@lru_cache(4096)
def _written(day: date, pattern: str) -> str:
    """Days of a file's lines, as those mandates were signed on, are few beside its lines."""
    return day.strftime(pattern)


@lru_cache(1024)
def _day(text: str, pattern: str) -> date | None:
    """A day written exactly so. The lines of a file have few."""
    try:
        found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return found if found.strftime(pattern) == text else None
