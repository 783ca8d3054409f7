"""Is a store of this release? Asked by every door before it does anything, so without SQLAlchemy and the models.

An older store is brought up to date by `ops-console upgrade`; until then nobody works on it.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import Refused
from ops_console.catalog.layout import needed
from ops_console.data.glance import Lines

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = max(path.name[1:5] for path in MIGRATIONS.glob("versions/v*.py"))
"""The newest migration, by the number in its file's name; a test asks Alembic."""

UNFINISHED = "unfinished"
"""Stands in place of the migration in a store that a transfer is filling."""

_IN_FORCE = "FROM catalog_entry e JOIN store_state s ON s.catalog_version = e.version WHERE s.id = 1"


def must_be_of_this_release(lines: Lines) -> None:
    """Refused for a store that is newer, or older."""
    must_not_be_newer(lines)
    if is_older(lines):
        raise Refused(
            _("This store was made by an older release: run `ops-console upgrade`. Make a backup first."),
            code="older_store",
            source="company default",
        )


def must_not_be_newer(lines: Lines) -> None:
    """Refused for a store that this release can't even bring up to date, or that a transfer has not filled."""
    if _schema(lines) == UNFINISHED:
        raise Refused(
            _("A transfer into this store was not finished: start `ops-console transfer` again."),
            code="unfinished_store",
            source="company default",
        )
    if _schema(lines) > HEAD:
        raise Refused(
            _("This store was made by a newer release of ops-console: install that one to work on it."),
            code="newer_store",
            source="company default",
        )


def is_older(lines: Lines) -> bool:
    """Does it lack tables, or something that this release needs of the catalog in force?"""
    return _schema(lines) < HEAD or _lacks_entries(lines) or _lacks_fields(lines)


def _schema(lines: Lines) -> str:
    ((version,),) = lines("SELECT version_num FROM alembic_version", {})
    return str(version)


def _lacks_entries(lines: Lines) -> bool:
    have = {(kind, code) for kind, code in lines(f"SELECT e.kind, e.code {_IN_FORCE}", {})}
    return not have.issuperset(needed().entries)


def _lacks_fields(lines: Lines) -> bool:
    """Fields no version ever had: one that a company left out since is its own affair."""
    missing = needed().fields - _fields(lines(f"SELECT e.kind, e.body {_IN_FORCE}", {}))
    return bool(missing) and bool(missing - _fields(lines("SELECT kind, body FROM catalog_entry", {})))


def _fields(rows: Iterable[Sequence[Any]]) -> set[tuple[str, str]]:
    return {(kind, field) for kind, body in rows for field in json.loads(body)}
