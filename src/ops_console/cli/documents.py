"""Images attached to cases: listed, and given back as files."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.problems import NotAllowed, Refused, UsageError
from ops_console.cli.output import answer, table
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.data.store import Reader
    from ops_console.data.tables import Document

documents = typer.Typer(help=N_("Images attached to cases."), no_args_is_help=True)


@documents.command("show")
def show(number: str = typer.Argument(help=N_("Number of the case."))) -> None:
    """The images of a case, with the digest of their content."""
    with session().open().read() as reader:
        found = _found(reader, number).images
    data = [
        {"paper": one.paper, "name": one.name, "media_type": one.media_type, "size": one.size, "digest": one.digest,
         "received": one.received}
        for one in found
    ]  # fmt: skip
    headers = [_("Paper"), _("File"), _("Type"), _("Bytes"), "SHA-256", _("Received")]
    answer(data, table(headers, [list(one.values()) for one in data]))


@documents.command("export")
def export(
    number: str = typer.Argument(help=N_("Number of the case.")),
    folder: Path = typer.Option(Path(), "--to", help=N_("Folder the files are written to.")),
) -> None:
    """Write the images of a case to files with names of their own; nothing is written over. Images of a case with
    medical content are given to those who decide on it, and to who attached them."""
    from ops_console.data.tables import DocumentBody
    from ops_console.exchange.images import content_of, digest_of, ending_of

    written = []
    with session().open().read() as reader:
        case = _found(reader, number)
        for no, image in enumerate(case.images, 1):
            _admit(case, image)
            content = content_of(reader.need(DocumentBody, image.digest).body)
            if digest_of(content) != image.digest:
                raise Refused(
                    _("The content of {name} is not what was attached.").format(name=image.name),
                    code="digest",
                    source="company default",
                )
            place = folder / f"{case.number}-{no}.{ending_of(image.media_type)}"
            try:
                with place.open("xb") as file:
                    file.write(content)
            except OSError as error:
                raise UsageError(f"{place}: {error.strerror}") from None
            written.append({"file": str(place), "name": image.name, "digest": image.digest})
    answer(written, [one["file"] for one in written])


@dataclass(frozen=True)
class _Found:
    """A case's images, and what the clerk is to them."""

    number: str
    images: "list[Document]"
    clerk_id: int
    may_read: bool


def _found(reader: "Reader", number: str) -> _Found:
    from ops_console.data.catalog_rows import catalog_of
    from ops_console.data.confidential import hidden_columns
    from ops_console.data.queries.case_read import OWN_ROWS
    from ops_console.data.store import table_of
    from ops_console.data.tables import Clerk, Document, WorkItem
    from ops_console.desk.checks import check_scope, duties_of, reads_confidential
    from ops_console.rules.numbers import parse

    case = reader.get(WorkItem, parse(number).id)
    if case is None or case.number != str(parse(number)):
        raise UsageError(_("There is no {number} in this store.").format(number=number))
    clerk = reader.need(Clerk, session().actor().clerk_id)
    check_scope(reader, clerk, case.branch_id)
    own = OWN_ROWS.get(case.kind)
    duties, catalog = duties_of(reader, clerk), catalog_of(reader, reader.state().catalog_version)
    open_to_all = own is None or not hidden_columns(table_of(own).name)
    images = reader.find(Document, case_id=case.id, order_by="id")
    return _Found(case.number, images, clerk.id, open_to_all or reads_confidential(catalog, duties))


def _admit(case: _Found, image: "Document") -> None:
    if not case.may_read and image.clerk_id != case.clerk_id:
        raise NotAllowed(
            _("Medical content is shown to those who decide on it only."),
            code="confidential",
            source="catalog: duties (reads_confidential)",
        )


def add_to(app: typer.Typer) -> None:
    """The group of commands."""
    app.add_typer(documents, name="documents")
