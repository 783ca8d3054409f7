"""The outbox: notices by number, those still to be printed or all."""

from collections.abc import Sequence

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Letter


def outbox(reader: Reader, branches: Sequence[int], *, everything: bool = False, limit: int = 100) -> list[Letter]:
    """The letters of some branches that were never printed, the oldest first; printed ones as well when asked for."""
    table = table_of(Letter)
    wanted = [table.c.branch_id.in_(branches), *([] if everything else [table.c.printed == 0])]
    return reader.find(Letter, *wanted, limit=limit)
