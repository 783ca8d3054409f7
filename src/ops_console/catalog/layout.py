"""Where each kind of entry lies in a catalog folder, and what of it a release needs.

Every command and the console ask the second before they begin: nothing heavy is loaded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ops_console.catalog.model import Row

KINDS = {
    "branches.toml": {"branches": "branch"},
    "standards.toml": {"standards": "standard"},
    "authority.toml": {
        "measures": "measure",
        "grades": "grade",
        "minimum_grades": "minimum_grade",
        "automatic": "automatic_limit",
    },
    "duties.toml": {"duties": "duty", "separations": "separation"},
    "ledger.toml": {"accounts": "account", "money": "money", "payables": "payable", "posting": "posting"},
    "items.toml": {"items": "item"},
    "papers.toml": {"papers": "paper", "checklists": "checklist"},
    "settings.toml": {"settings": "setting"},
    "claims.toml": {
        "listed_hospitals": "listed_hospital",
        "disability_grades": "disability_grade",
        "claim_samples": "claim_sample",
        "claim_defects": "claim_defect",
    },
    "accounts.toml": {"funds": "fund", "declared": "declared"},
    "bank.toml": {"profiles": "bank_profile", "reasons": "bank_reason", "retries": "bank_retry", "banks": "bank"},
}
WHOLE_FILES = {"letters": "letter", "products": "product"}
ALL_KINDS = frozenset(
    {kind for kinds in KINDS.values() for kind in kinds.values()}
    | set(WHOLE_FILES.values())
    | {"underwriting", "calendar", "table"}
)

OWN = frozenset({"branch", "grade", "product", "table", "fund", "declared"})
"""Kinds that are the company itself: where it is, who decides how much, what it sells. Nothing of them is added."""
MAY_GO = frozenset(
    {"product", "checklist", "separation", "calendar", "table", "listed_hospital", "bank_profile", "bank"}
)
"""Kinds of entry that may be taken out. All others are named by the program, or by cases that are still open."""

_HEAD_OR_FIELD = re.compile(r'^(?:\[(\w+)\.(?:"([^"]+)"|([\w-]+))(?:\.(\w+))?|(\w+) = )', re.MULTILINE)
_FIELD = re.compile(r"(\w+) = ")
_PART = re.compile(r"\[+(\w+)")


class Outline(NamedTuple):
    """What a catalog has, without its values. ``entries``: kind and code; ``fields``: kind and field of its entries."""

    entries: frozenset[tuple[str, str]]
    fields: frozenset[tuple[str, str]]


def outline_of(rows: Iterable[Row]) -> Outline:
    """The outline of rows, of one version or of several."""
    known = list(rows)
    return Outline(
        frozenset((row.kind, row.code) for row in known),
        frozenset((row.kind, field) for row in known for field in row.body),
    )


@cache
def needed() -> Outline:
    """What this release needs of a catalog: of what is shipped all but the kinds a company may do without.

    Found by the heads of the shipped files, for every command asks; a test holds it against their whole content.
    """
    entries: set[tuple[str, str]] = set()
    fields: set[tuple[str, str]] = set()
    folder = Path(__file__).parent
    for name, tables in KINDS.items():
        for kind, code, field in _heads((folder / name).read_text("utf-8"), tables):
            entries.add((kind, code))
            if field:
                fields.add((kind, field))
    whole = {"underwriting.toml": "underwriting"} | {f"{sub}/*.toml": kind for sub, kind in WHOLE_FILES.items()}
    for pattern, kind in whole.items():
        for path in folder.glob(pattern):
            entries.add((kind, path.stem))
            fields |= {(kind, field) for field in _top(path.read_text("utf-8"))}
    spared = OWN | MAY_GO
    return Outline(
        frozenset(entry for entry in entries if entry[0] not in spared),
        frozenset(field for field in fields if field[0] not in spared),
    )


def _heads(text: str, tables: Mapping[str, str]) -> Iterator[tuple[str, str, str | None]]:
    """Kind, code and field of each line of a file of tables that names one."""
    kind = code = ""
    for found in _HEAD_OR_FIELD.finditer(text):
        table, quoted, bare, part, field = found.groups()
        if table:
            kind, code = tables[table], quoted or bare
            yield kind, code, part
        elif kind:
            yield kind, code, field


def _top(text: str) -> Iterator[str]:
    """The fields of a file that is one entry: those before its first table, and its tables."""
    inside = False
    for line in text.splitlines():
        part, field = _PART.match(line), _FIELD.match(line)
        if part:
            inside = True
            yield part[1]
        elif field and not inside and field[1] != "valid_from":
            yield field[1]
