"""Copies of a store that is a file: made while others work on it, and put back where there is none."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Refused, UsageError
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.data.store import Store


def backup(file: Path = typer.Argument(help=N_("The new file."))) -> None:
    """Copy a store that is a file, while others work on it."""
    from ops_console.data.copying import copy_store

    store = session().open_of_any_release()
    if file.exists():
        raise UsageError(_("{path} is there already; nothing was changed.").format(path=file))
    size = copy_store(store, file)
    say(_("Copied."))
    answer({"file": str(file), "bytes": size}, [str(file)])


def restore(file: Path = typer.Argument(help=N_("A backup."))) -> None:
    """Put a backup back where there is no store, once it has proved whole; one of an older release is upgraded."""
    if "://" in session().location:
        raise UsageError(_("Only a store in a file is copied so; for PostgreSQL use pg_restore."))
    place = Path(session().location).expanduser()
    if place.exists():
        raise UsageError(_("{path} is there already; nothing was changed.").format(path=place))
    place.parent.mkdir(parents=True, exist_ok=True)
    unproved = place.with_name(f"{place.name}.restoring")
    _remove(unproved)
    try:
        _copy(file, unproved)
        _prove(unproved)
        unproved.rename(place)
    finally:
        _remove(unproved)
    say(_("Copied."))
    answer({"store": str(place)}, [str(place)])


def _copy(file: Path, place: Path) -> None:
    from ops_console.data.copying import copy_store
    from ops_console.data.store import Store

    source = Store(str(file))
    try:
        if not file.exists() or not source.exists():
            raise UsageError(_("{path} is not a store.").format(path=file))
        copy_store(source, place)
    finally:
        source.close()


def _prove(file: Path) -> None:
    """Bring a store up to date, if it is an older one, and look whether it is whole."""
    from ops_console.data.glance import lines_of
    from ops_console.data.release import is_older, must_not_be_newer
    from ops_console.data.store import Store
    from ops_console.data.verify import verify_store
    from ops_console.desk.upgrading import upgrade_store

    store = Store(str(file))
    try:
        with store.read() as reader:
            must_not_be_newer(lines_of(reader))
            older = is_older(lines_of(reader))
        if older:
            upgrade_store(store)
            say(_("The backup is of an older release. It has been upgraded."))
        with store.read() as reader:
            findings = verify_store(reader)
    finally:
        store.close()
    if findings:
        text = _("The backup is not whole, it was not put back: {count} findings, the first at {place}.")
        raise Refused(text.format(count=len(findings), place=findings[0].place), code="verify")


def _remove(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def transfer(
    source: str = typer.Argument(metavar="FROM", help=N_("The store: path of a file, or URL.")),
    target: str = typer.Argument(metavar="TO", help=N_("Where there is none yet: path of a file, or URL.")),
) -> None:
    """Move a store between a file and a PostgreSQL server, proved before and after. Nobody works on it meanwhile."""
    from ops_console.data.store import Store
    from ops_console.desk.transferring import transfer_store

    old = Store(source).must_exist()
    try:
        with _filled(target) as new:
            done = transfer_store(old, new, _tell_table, say if sys.stderr.isatty() else None)
    finally:
        old.close()
    say(_("Moved. The old store is as it was: let nobody work on it any more."))
    answer({"store": target, "rows": sum(done.rows.values()), "digest": done.digest}, [done.digest])


@contextmanager
def _filled(target: str) -> Iterator["Store"]:
    """The new store; a file gets its name when it is whole and on the disk."""
    from ops_console.data.store import Store

    is_file = "://" not in target
    place = Path(target).expanduser()
    unproved = place.with_name(f"{place.name}.unfinished")
    if is_file:
        if place.exists():
            raise UsageError(_("{path} is there already; nothing was changed.").format(path=place))
        _remove(unproved)
        place.parent.mkdir(parents=True, exist_ok=True)
        unproved.touch(mode=0o600)
    new = Store(str(unproved) if is_file else target)
    try:
        yield new
    finally:
        new.close()
    if is_file:
        with unproved.open("rb") as file:
            os.fsync(file.fileno())
        unproved.rename(place)


def _tell_table(name: str, rows: int) -> None:
    if rows:
        say(_("{table}: {count} rows").format(table=name, count=rows))


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    for command in (backup, restore, transfer):
        app.command(command.__name__)(command)
