"""Runs under way: watched from another terminal, helped from another machine."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.moments import local
from ops_console.base.problems import UsageError
from ops_console.cli.asking import storable
from ops_console.cli.batches import batch, show_over, show_progress, tell_report
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.data.queries.runs import RunUnderWay
    from ops_console.data.store import Store

LOOK_EVERY = 1.0
"""Seconds between two looks at runs under way."""
NEXT_WITHIN = 3.0
"""Seconds in which a day that is being run begins its next run."""
_NUMBER = typer.Argument(
    0, callback=storable, metavar="[RUN]", help=N_("Number of the run; without it, the one under way.")
)


@batch.command("watch")
def watch(run: int = _NUMBER) -> None:
    """Show how far runs under way are, until they are finished or cut off, and the next run of a day after each; with
    --json, how far they are now."""
    store, scope = session().open(), session().scope()
    found = _begun(store, scope, run)
    if run and not found:
        raise UsageError(_("There is no run {number} here.").format(number=run))
    if not found:
        say(_("No run is under way."))
    followed: tuple[RunUnderWay, ...] = found if session().json else ()
    while found and not session().json:
        ended, cut_off = _follow(store, scope, found)
        followed += ended
        for kind in cut_off:
            say(_("{run} was cut off: start it again.").format(run=kind))
        found = () if run or cut_off else _begun(store, scope, run)
    answer({"runs": [_data(one) for one in followed]}, map(_line, followed))


def _begun(store: "Store", scope: Sequence[int], run: int) -> "tuple[RunUnderWay, ...]":
    """The run of that number, else those under way: a day that is being run has moments without one."""
    from ops_console.data.queries.runs import runs_under_way

    end = time.monotonic() + NEXT_WITHIN
    while True:
        with store.read() as reader:
            found = runs_under_way(reader, scope, run or None)
        if found or run or session().json or time.monotonic() > end:
            return found
        time.sleep(LOOK_EVERY)


def _follow(
    store: "Store", scope: Sequence[int], found: "tuple[RunUnderWay, ...]"
) -> "tuple[tuple[RunUnderWay, ...], list[str]]":
    """Show how far they are until nobody works on any; how they stand then, and the kinds of those cut off."""
    from ops_console.data.queries.runs import is_at_work, runs_under_way

    told: set[str] = set()
    while True:
        with store.read() as reader:
            # In this order: who ends a run closes it before letting go of it.
            idle = {one.kind for one in found if not is_at_work(reader, one.kind)}
            found = tuple(one for before in found for one in runs_under_way(reader, scope, before.id))
        going = [one for one in found if one.finished_at is None and one.kind not in idle]
        if not going:
            return found, [one.kind for one in found if one.finished_at is None]
        for line in (line for line in map(_line, going) if line not in told):
            show_over(line, last=len(going) > 1)
            told.add(line)
        time.sleep(LOOK_EVERY)


def _line(run: "RunUnderWay") -> str:
    text = _("{number} {kind} up to {day}, begun {since} by {clerk}: {done} of {chunks} chunks, {rows} rows, {amount}")
    return text.format(
        number=run.id,
        kind=run.kind,
        day=run.as_of.isoformat(),
        since=f"{local(run.started_at):%m-%d %H:%M}",
        clerk=run.clerk,
        done=run.done.chunks_done,
        chunks=run.done.chunks,
        rows=run.done.rows,
        amount=run.done.amount.yuan(),
    )


def _data(run: "RunUnderWay") -> dict[str, Any]:
    return {
        "run": run.id,
        "kind": run.kind,
        "as_of": run.as_of.isoformat(),
        "branch_id": run.branch_id,
        "clerk": run.clerk,
        "started_at": run.started_at.isoformat(),
        "finished": run.finished_at is not None,
        "chunks": run.done.chunks,
        "chunks_done": run.done.chunks_done,
        "rows": run.done.rows,
        "amount": run.done.amount,
    }


@batch.command("join")
def join(run: int = _NUMBER) -> None:
    """Help with a run under way, from another terminal or machine; PostgreSQL only."""
    from ops_console.batch.registry import BATCHES
    from ops_console.data.queries.runs import runs_under_way
    from ops_console.data.tables import Run

    store, actor, scope = session().open(), session().actor(), session().scope()
    with store.read() as reader:
        found = [one for one in runs_under_way(reader, scope, run or None) if one.finished_at is None]
        if not found:
            raise UsageError(_("No run is under way."))
        if len(found) > 1:
            known = ", ".join(f"{one.id} {one.kind}" for one in found)
            raise UsageError(_("Several runs are under way; name one of {known}.").format(known=known))
        wanted = reader.need(Run, found[0].id)
    tell_report(BATCHES[wanted.kind].join(store, wanted, actor, show_progress))


def add_to(_app: typer.Typer) -> None:
    """They are commands of `batch`."""
