"""Is somebody on record already? By document number for sure; by name with birth or telephone perhaps. Every way has an
index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.data.days import FOREVER_NUMBER, day_of
from ops_console.data.glance import Lines

NAMESAKES = 1000
"""People of one name that are looked at."""


@dataclass(frozen=True)
class Known:
    """Somebody on record. `document_no` whole; `surely`: the document is the same."""

    name: str
    birth: date
    document_no: str
    phone: str
    policies: int
    """On which the person plays a part today."""
    surely: bool


def known_people(lines: Lines, document: str, name: str, birth: date | None, phone: str) -> list[Known]:
    """Who has this document; else who has this name and this birth or telephone. Empty texts are not looked for."""
    columns = "id, name, birth, document_no, phone"
    if document:
        rows = lines(f"SELECT {columns} FROM party WHERE document_no = :document", {"document": document})
        if rows:
            return [_known(lines, row, surely=True) for row in rows]
    if not name or not (birth or phone):
        return []
    rows = lines(f"SELECT {columns} FROM party WHERE name = :name ORDER BY id LIMIT {NAMESAKES}", {"name": name})
    alike = [row for row in rows if day_of(row[2]) == birth or (phone and row[4] == phone)]
    return [_known(lines, row, surely=False) for row in alike]


def _known(lines: Lines, row: Sequence[Any], *, surely: bool) -> Known:
    party_id, name, birth, document, phone = row
    ((policies,),) = lines(
        "SELECT COUNT(DISTINCT policy_id) FROM policy_role WHERE party_id = :party AND valid_to = :forever",
        {"party": party_id, "forever": FOREVER_NUMBER},
    )
    return Known(name, day_of(birth), document, phone, policies, surely)
