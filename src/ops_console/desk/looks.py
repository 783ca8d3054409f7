"""Who may see what is confidential of a case; of an archived one only who has said why, that day."""

from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader
from ops_console.data.tables import ArchiveFile, Branch, Event, WorkItem
from ops_console.desk.checks import reads_confidential

LOOK, REVEAL = "archive.look", "desk.reveal"
"""The operations that are looks."""


def may_read(reader: Reader, catalog: Catalog, clerk_id: int, duties: frozenset[str], case: WorkItem) -> bool:
    """May the clerk be shown the confidential part of the case now?"""
    if not reads_confidential(catalog, duties):
        return False
    filed = None if case.open else reader.get(ArchiveFile, case.id)
    return filed is None or not filed.confidential or has_looked(reader, clerk_id, case)


def has_looked(reader: Reader, clerk_id: int, case: WorkItem) -> bool:
    """Has the clerk given a purpose for a look at the archived case, on the branch's open day?"""
    day = reader.need(Branch, case.branch_id).open_day
    return reader.first(Event, case_id=case.id, clerk_id=clerk_id, operation=LOOK, day=day) is not None
