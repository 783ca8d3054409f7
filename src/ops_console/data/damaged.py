"""A file in which SQLite finds no database, or half a one."""

from ops_console.base.i18n import _
from ops_console.base.problems import Unexpected

DAMAGED_FILE = ("file is not a database", "database disk image is malformed", "malformed database schema")
"""How SQLite's errors begin then."""


def damaged(reason: str) -> Unexpected:
    """What is told of it."""
    text = _("The file is no store, or a damaged one ({reason}). Nothing was changed; put a backup back.")
    return Unexpected(text.format(reason=reason.strip().splitlines()[0]), code="damaged")
