"""Filing an ended case 归档: cabinet by kind and branch, box and number one after the other."""

from ops_console.base.i18n import N_, _
from ops_console.catalog.model import Review
from ops_console.data.tables import Application, ArchiveFile, Endorsement, WorkItem
from ops_console.desk.forms import Nothing
from ops_console.desk.kinds import KINDS
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.archive.places import next_place


@operation("archive.file", code="AR01", label=N_("File the case"), form=Nothing, duties=("archive_keeper",))
def file(view: View, _form: Nothing) -> Plan:
    """Puts the papers of an ended case in its cabinet: sorted by kind and branch, numbered in the order they come,
    indexed by the client. Files with medical content are marked confidential. The papers of a claim that was reopened
    go back to where its file stands.
    """
    case = view.the_case
    known = view.reader.get(ArchiveFile, case.id)
    if known is not None:
        told = _("Cabinet {cabinet}, box {box}, number {no}.").format(cabinet=known.cabinet, box=known.box, no=known.no)
        return Plan(to="archived", messages=[told], data={"client": case.party_id})
    place = next_place(view, f"{KINDS[case.kind].prefix}-{view.branch.code}")
    filed = ArchiveFile(
        case_id=case.id,
        cabinet=place.cabinet,
        box=place.box,
        no=place.no,
        filed_on=view.today,
        confidential=is_confidential(view, case),
    )
    plan = Plan(to="archived", data={"client": case.party_id})
    plan.insert(filed)
    plan.messages.append(
        _("Cabinet {cabinet}, box {box}, number {no}.").format(cabinet=place.cabinet, box=place.box, no=place.no)
    )
    if filed.confidential:
        plan.messages.append(_("Confidential: medical content."))
    return plan


def is_confidential(view: View, case: WorkItem) -> bool:
    """Does the file hold medical content? Claims, keyed applications, requests that underwriting reviews."""
    match case.kind:
        case "claim":
            return True
        case "application":
            return bool(view.reader.need(Application, case.id).health)
        case "endorsement":
            item = view.catalog.items[view.reader.need(Endorsement, case.id).item]
            return item.review is not Review.NEVER
        case _:
            return False
