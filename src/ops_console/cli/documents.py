"""Images attached to cases: listed, and given back as files."""

from pathlib import Path

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli.output import answer
from ops_console.cli.session import session

documents = typer.Typer(help=N_("Images attached to cases."), no_args_is_help=True)


@documents.command("show")
def show(number: str = typer.Argument(help=N_("Number of the case."))) -> None:
    """The images of a case, with the digest of their content."""
    from ops_console.desk.images import images_of

    with session().open().read() as reader:
        found = images_of(reader, session().actor().clerk_id, number).images
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
    from ops_console.desk.images import images_of
    from ops_console.exchange.images import ending_of

    written = []
    with session().open().read() as reader:
        case = images_of(reader, session().actor().clerk_id, number)
        for no, image in enumerate(case.images, 1):
            content = case.content(reader, image)
            place = folder / f"{case.number}-{no}.{ending_of(image.media_type)}"
            try:
                with place.open("xb") as file:
                    file.write(content)
            except OSError as error:
                raise UsageError(f"{place}: {error.strerror}") from None
            written.append({"file": str(place), "name": image.name, "digest": image.digest})
    answer(written, [one["file"] for one in written])


def add_to(app: typer.Typer) -> None:
    """The group of commands."""
    app.add_typer(documents, name="documents")
