"""Looks at what is confidential: each with its purpose, each an event. Who may look is the catalog's, duties.toml."""

from typing import TYPE_CHECKING

from ops_console.base.i18n import N_, _
from ops_console.base.problems import NotAllowed, Refused
from ops_console.data.tables import ArchiveFile, WorkItem
from ops_console.desk import checks
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.archive.lending import Purpose

if TYPE_CHECKING:
    from ops_console.data.store import Reader


def _is_confidential(reader: "Reader", case: WorkItem) -> None:
    filed = reader.get(ArchiveFile, case.id)
    if filed is not None and not filed.confidential:
        raise Refused(_("Nothing in this file is confidential."), code="not_confidential", source="company default")


@operation("archive.look", code="AR15", label=N_("Look at the confidential part"), form=Purpose, suits=_is_confidential)
def look(view: View, _form: Purpose) -> Plan:
    """What is confidential of an archived case is shown for the rest of the day to who may read it, and who, what, why
    and when are logged.
    """
    if not checks.reads_confidential(view.catalog, checks.duties_of(view.reader, view.clerk)):
        raise NotAllowed(
            _("Medical content is shown to those who decide on it only."),
            code="duty",
            source="catalog: duties",
        )
    return Plan(data={"client": view.the_case.party_id}, messages=[_("Shown to you until the end of the day.")])
