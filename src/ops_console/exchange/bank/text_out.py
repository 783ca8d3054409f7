"""Collections and payouts as a bank's text file, by its profile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model_bank import BankColumn, BankProfile, FileFormat, FileKind
from ops_console.exchange.bank.before_sending import checked
from ops_console.exchange.bank.model import Collection, Line, Outgoing
from ops_console.exchange.bank.records import NotARecord, Records
from ops_console.exchange.bank.texts import Texts

MOST_NAME, MOST_TEXT = 140, 140
"""Characters of a name and a remark where the column has no width."""


def pieces(outgoing: Outgoing, profile: BankProfile, texts: Texts) -> Iterator[bytes]:
    """The file record by record. InputErrors as ``orders.checked``, and for a value its column is too narrow for."""
    records, layout = Records(profile), profile.layouts[FileKind(outgoing.kind)]
    widths = {column.name: column.width for column in (*layout.header, *layout.line) if column.width}
    head = {
        "message": outgoing.message,
        "original": "",
        "created": records.written(outgoing.created.date()),
        "on": records.written(outgoing.on),
        "bank": outgoing.ours.bank,
        "account": outgoing.ours.account,
        "ours": texts.fit("", "ours", outgoing.ours.name, widths.get("ours", MOST_NAME)),
        "count": str(outgoing.count),
        "total": records.money(outgoing.total),
    }

    if layout.header:
        yield _record(records, layout.header, head)
    record = line_writer(outgoing, profile, texts)
    for no, line in checked(outgoing):
        yield record(no, line)
    if layout.trailer:
        yield _record(records, layout.trailer, head)


def line_writer(outgoing: Outgoing, profile: BankProfile, texts: Texts) -> Callable[[int, Line], bytes]:
    """Makes the record of a numbered line; it raises InputErrors for a value its column is too narrow for."""
    records, columns = Records(profile), profile.layouts[FileKind(outgoing.kind)].line
    fixed = profile.format is FileFormat.FIXED
    widths = {column.name: column.width for column in columns if fixed and column.width}
    most_name, most_text = widths.get("name", MOST_NAME), widths.get("text", MOST_TEXT)

    def record(no: int, line: Line) -> bytes:
        return _record(records, columns, _values(no, line, records, texts, most_name, most_text), no)

    return record


def _record(records: Records, columns: tuple[BankColumn, ...], values: dict[str, str], no: int | None = None) -> bytes:
    try:
        return records.line(columns, values)
    except NotARecord as error:
        raise InputErrors([Problem(error.field, str(error), no, values[error.field])]) from error


def _values(no: int, line: Line, records: Records, texts: Texts, most_name: int, most_text: int) -> dict[str, str]:
    values = {
        "no": str(no),
        "reference": line.reference,
        "amount": records.money(line.amount),
        "account": line.account,
        "name": texts.fit(line.reference, "name", line.name, most_name),
        "text": texts.fit(line.reference, "text", line.text, most_text),
    }
    if isinstance(line, Collection):
        values |= {"mandate": line.mandate, "signed_on": records.written(line.signed_on), "sequence": line.sequence}
    return values
