"""Reports of the archive: the index, the labels of boxes, what is lent, and every look at what is confidential."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import date
from typing import TYPE_CHECKING

from ops_console.base.i18n import _
from ops_console.base.moments import local
from ops_console.cli.output import Row

if TYPE_CHECKING:
    from ops_console.data.store import Reader

Report = tuple[list[str], list[Row], Sequence[int]]


def index(reader: "Reader", first: date, last: date, branches: tuple[int, ...]) -> Report:
    """The files put away on these days, cabinet by cabinet."""
    from ops_console.data.queries.archive import index as files
    from ops_console.desk.kinds import KINDS

    rows: list[Row] = [
        [
            one.cabinet, one.box, one.no, one.number, _(KINDS[one.kind].label), one.client, one.policy,
            one.filed_on.isoformat(), _marks(one.confidential, one.on_loan, one.missing_since),
        ]
        for one in files(reader, branches, first, last)
    ]  # fmt: skip
    headers = [
        _("Cabinet"), _("Box"), _("Number"), _("Case"), _("Kind"), _("Customer"), _("Policy"), _("Filed"), _("State"),
    ]  # fmt: skip
    return headers, rows, (1, 2)


def labels(reader: "Reader", _first: date, _last: date, branches: tuple[int, ...]) -> Report:
    """One line a box, to be written on it."""
    from ops_console.data.queries.archive import labels as boxes

    headers = [_("Cabinet"), _("Box"), _("Files"), _("From number"), _("To number"), _("First filed"), _("Last filed")]
    return headers, _rows(astuple(one) for one in boxes(reader, branches)), (1, 2, 3, 4)


def loans(reader: "Reader", _first: date, last: date, branches: tuple[int, ...]) -> Report:
    """What is lent, and by how many days it is overdue on the last day asked for."""
    from ops_console.data.queries.archive import lent

    rows: list[Row] = [
        [
            one.number, f"{one.cabinet}/{one.box}/{one.no}", one.file, one.reader, one.purpose,
            one.due_back.isoformat(), max((last - one.due_back).days, 0),
        ]
        for one in lent(reader, branches)
    ]  # fmt: skip
    headers = [
        _("Number"), _("Place"), _("Case"), _("Reader"), _("Purpose"), _("Due back"), _("Days overdue"),
    ]  # fmt: skip
    return headers, rows, (6,)


def looks(reader: "Reader", first: date, last: date, branches: tuple[int, ...]) -> Report:
    """Who looked at what was confidential, why and when."""
    from ops_console.data.queries.archive import looks as logged
    from ops_console.desk.looks import LOOK, REVEAL
    from ops_console.desk.operations import OPERATIONS
    from ops_console.desk.words import word

    rows: list[Row] = [
        [
            f"{local(one.at):%Y-%m-%d %H:%M}", one.clerk, _(OPERATIONS[one.operation].label), one.number, one.purpose,
            word(one.door),
        ]
        for one in logged(reader, (LOOK, REVEAL), branches, first, last)
    ]  # fmt: skip
    return [_("When"), _("Clerk"), _("Operation"), _("Case"), _("Purpose"), _("Door")], rows, ()


def _marks(confidential: bool, on_loan: bool, missing_since: date | None) -> str:
    said = ((confidential, _("confidential")), (on_loan, _("lent")), (missing_since is not None, _("missing")))
    return ", ".join(text for holds, text in said if holds)


def _rows(found: Iterable[Sequence[object]]) -> list[Row]:
    return [[cell.isoformat() if isinstance(cell, date) else cell for cell in one] for one in found]
