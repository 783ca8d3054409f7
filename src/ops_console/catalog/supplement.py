"""What a release needs and the catalog of an older store lacks, and the catalog with it.

A company's own entries stay as they are. Two things are taken from what is shipped: entries the program names, or which
the company has never had, and fields that no version of the stored catalog ever had, which so can't have been left out
on purpose. Company default.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ops_console.catalog.files import make_row
from ops_console.catalog.layout import MAY_GO, OWN, Outline
from ops_console.catalog.model import Row


@dataclass(frozen=True, slots=True)
class Supplement:
    """The rows of the next version, and what was added: ``setting idle_lock``, ``duty claims.reads_confidential``."""

    rows: tuple[Row, ...]
    added: tuple[str, ...]


def supplement(stored: Iterable[Row], ever: Outline, shipped: Iterable[Row]) -> Supplement:
    """The catalog in force with the shipped entries and fields it lacks. ``ever``: of all versions the store holds."""
    have = {(row.kind, row.code): row for row in stored}
    rows, added = dict(have), []
    for row in shipped:
        place = row.kind, row.code
        mine = have.get(place)
        if mine is None:
            if _wanted(row, have, ever):
                rows[place] = row
                added.append(f"{row.kind} {row.code}")
            continue
        new = {field: value for field, value in row.body.items() if _is_new(row.kind, field, ever)}
        if new:
            rows[place] = make_row(row.kind, row.code, mine.valid_from, {**mine.body, **new})
            added += [f"{row.kind} {row.code}.{field}" for field in new]
    return Supplement(tuple(rows.values()), tuple(added))


def _is_new(kind: str, field: str, ever: Outline) -> bool:
    return kind not in OWN and (kind, field) not in ever.fields


def _wanted(row: Row, have: Mapping[tuple[str, str], Row], ever: Outline) -> bool:
    """Is a shipped entry to be added? Not what a company took out, nor what is for a product it doesn't sell."""
    if row.kind in OWN:
        return False
    if row.kind not in MAY_GO:
        return True
    product = row.body.get("product")
    return (row.kind, row.code) not in ever.entries and (product is None or ("product", product) in have)
