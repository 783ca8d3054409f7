"""Copies of a store that is a file: made while others work on it, and put back where there is none."""

from pathlib import Path

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Refused, UsageError
from ops_console.cli.output import answer, say
from ops_console.cli.session import session


def backup(file: Path = typer.Argument(help=N_("The new file."))) -> None:
    """Copy a store that is a file, while others work on it."""
    from ops_console.data.copying import copy_store

    store = session().open()
    if file.exists():
        raise UsageError(_("{path} is there already; nothing was changed.").format(path=file))
    size = copy_store(store, file)
    say(_("Copied."))
    answer({"file": str(file), "bytes": size}, [str(file)])


def restore(file: Path = typer.Argument(help=N_("A backup."))) -> None:
    """Put a backup back where there is no store, once it has proved whole."""
    from ops_console.data.copying import copy_store
    from ops_console.data.store import Store
    from ops_console.data.verify import verify_store

    if "://" in session().location:
        raise UsageError(_("Only a store in a file is copied so; for PostgreSQL use pg_restore."))
    place = Path(session().location).expanduser()
    if place.exists():
        raise UsageError(_("{path} is there already; nothing was changed.").format(path=place))
    source = Store(str(file))
    try:
        if not file.exists() or not source.exists():
            raise UsageError(_("{path} is not a store.").format(path=file))
        with source.read() as reader:
            findings = verify_store(reader)
        if findings:
            text = _("The backup is not whole, it was not put back: {count} findings, the first at {place}.")
            raise Refused(text.format(count=len(findings), place=findings[0].place), code="verify")
        place.parent.mkdir(parents=True, exist_ok=True)
        copy_store(source, place)
    finally:
        source.close()
    say(_("Copied."))
    answer({"store": str(place)}, [str(place)])


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    for command in (backup, restore):
        app.command(command.__name__)(command)
