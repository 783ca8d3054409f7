"""The training store and the tour."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ops_console.base.i18n import N_, _, language
from ops_console.base.problems import OpsError, Refused, UsageError
from ops_console.cli.console import open_on
from ops_console.cli.output import say
from ops_console.cli.session import demo_store, session

if TYPE_CHECKING:
    from ops_console.data.store import Store


def demo(
    policies: int = typer.Option(10_000, min=0, max=5_000_000, help=N_("How many policies.")),
    seed: int = typer.Option(1, help=N_("The same seed makes the same store.")),
    reset: bool = typer.Option(False, "--reset", help=N_("Throw the training store away and make it anew.")),
) -> None:
    """A training store, and the console on it. Off a terminal: the tour."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        tour()
        return
    location = session().store or str(demo_store())
    _make(location, policies, seed, reset=reset)
    open_on(location)


def tour() -> None:
    """One policy's whole life through every room, printed step by step."""
    from ops_console.training.tour import run

    code = run(sys.stdout, language())
    if code:
        raise typer.Exit(code)


def _make(location: str, policies: int, seed: int, *, reset: bool) -> None:
    """The training store, unless it is there already."""
    from ops_console.data.glance import lines_of
    from ops_console.data.queries.people import is_training
    from ops_console.data.store import Store
    from ops_console.training.demo import build

    store = Store(location)
    is_there = store.exists()
    if is_there:
        with store.read() as reader:
            if not is_training(lines_of(reader)):
                raise UsageError(_("{store} is a live store; training needs one of its own.").format(store=location))
        if not reset:
            _bring_up_to_date(store)
    store.close()
    if is_there and not reset:
        return
    if "://" not in location and not is_there and Path(location).exists() and Path(location).stat().st_size:
        raise Refused(_("{path} is there already; nothing was changed.").format(path=location), code="store_exists")
    if "://" in location and is_there:
        raise UsageError(_("Only a training store in a file can be made anew: drop the database by hand."))
    say(_("Making a training store with {count} policies ...").format(count=policies))
    if "://" in location:
        build(location, policies, seed, say).close()
        return
    Path(location).parent.mkdir(parents=True, exist_ok=True)
    # One whose making was broken off must not be taken for a training store.
    unfinished = f"{location}.unfinished"
    _remove(unfinished)
    build(unfinished, policies, seed, say).close()
    _remove(location)
    Path(unfinished).rename(location)


def _remove(location: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{location}{suffix}").unlink(missing_ok=True)


def _bring_up_to_date(store: "Store") -> None:
    """A training store of an older release: nothing in it is so dear that anybody has to be asked first."""
    from ops_console.data.glance import lines_of
    from ops_console.data.release import is_older, must_not_be_newer
    from ops_console.desk.upgrading import upgrade_store

    try:
        with store.read() as reader:
            must_not_be_newer(lines_of(reader))
            older = is_older(lines_of(reader))
        if older:
            done = upgrade_store(store)
            say(_("The training store was made by an older release. It has been upgraded."))
            for entry in done.added:
                say(_("added {entry}").format(entry=entry))
    except OpsError as error:
        text = _(
            "The training store was made by another release and can't be upgraded: {why} "
            "`ops-console demo --reset` makes it anew."
        )
        raise Refused(text.format(why=error.message), code="older_store", source="company default") from error


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.command("demo")(demo)
    app.command("tour")(tour)
