"""Who may be given the images of a case, and whether they are still what was attached."""

from collections.abc import Sequence
from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.problems import NotAllowed, Refused, UsageError
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.confidential import hidden_columns
from ops_console.data.queries.case_read import OWN_ROWS
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Clerk, Document, DocumentBody, WorkItem
from ops_console.desk.checks import check_scope, duties_of, reads_confidential
from ops_console.exchange.images import content_of, digest_of
from ops_console.rules.numbers import parse


@dataclass(frozen=True)
class Images:
    """A case's images, and what the clerk is to them."""

    number: str
    images: Sequence[Document]
    clerk_id: int
    may_read: bool

    def content(self, reader: Reader, image: Document) -> bytes:
        """What an image holds. NotAllowed for medical content and a clerk who neither decides on it nor attached it;
        Refused when it is no longer what was attached."""
        if not self.may_read and image.clerk_id != self.clerk_id:
            raise NotAllowed(
                _("Medical content is shown to those who decide on it only."),
                code="confidential",
                source="catalog: duties (reads_confidential)",
            )
        content = content_of(reader.need(DocumentBody, image.digest).body)
        if digest_of(content) != image.digest:
            raise Refused(
                _("The content of {name} is not what was attached.").format(name=image.name),
                code="digest",
                source="company default",
            )
        return content


def images_of(reader: Reader, clerk_id: int, number: str) -> Images:
    """The images of a case, in the order they were attached. UsageError for no such case, NotAllowed out of scope."""
    case = reader.get(WorkItem, parse(number).id)
    if case is None or case.number != str(parse(number)):
        raise UsageError(_("There is no {number} in this store.").format(number=number))
    clerk = reader.need(Clerk, clerk_id)
    check_scope(reader, clerk, case.branch_id)
    own = OWN_ROWS.get(case.kind)
    duties, catalog = duties_of(reader, clerk), catalog_of(reader, reader.state().catalog_version)
    open_to_all = own is None or not hidden_columns(table_of(own).name)
    images = reader.find(Document, case_id=case.id, order_by="id")
    return Images(case.number, images, clerk.id, open_to_all or reads_confidential(catalog, duties))
