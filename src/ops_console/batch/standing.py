"""How the runs of a day stand: those done with what they left, and those that have work waiting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ops_console.batch.plan import ORDER
from ops_console.batch.registry import BATCHES
from ops_console.batch.runs import Task
from ops_console.data.catalog_rows import catalog_in_force
from ops_console.data.queries.premium_books import HeldLook, RunLook, money_held, runs_of
from ops_console.data.store import Reader
from ops_console.desk.entry import Actor

HELD = "suspense"


@dataclass(frozen=True)
class Standing:
    """The day in the premium room: names of runs with work waiting, runs of the day, money held."""

    due: tuple[str, ...]
    runs: tuple[RunLook, ...]
    held: tuple[HeldLook, ...]


def standing(reader: Reader, actor: Actor, scope: Sequence[int]) -> Standing:
    """How it stands on the business date for the branches of a clerk's scope, whose first is the clerk's own."""
    today = reader.state().business_date
    return Standing(runs_due(reader, actor, today, scope), runs_of(reader, today, today, scope), held(reader, scope))


def held(reader: Reader, scope: Sequence[int]) -> tuple[HeldLook, ...]:
    """Money held on the policies of these branches."""
    account = catalog_in_force(reader).ledger.money[HELD]
    return money_held(reader, account, scope)


def runs_due(reader: Reader, actor: Actor, day: date, scope: Sequence[int]) -> tuple[str, ...]:
    """Runs that would find something to look at, for branches of the scope, in the order they are started in."""
    catalog = catalog_in_force(reader)
    found = []
    for kind in (BATCHES[step.run] for step in ORDER):
        task = Task(kind.name, day, scope[0], tuple(scope), actor, catalog)
        if next(iter(kind.cut(reader, task)), None) is not None:
            found.append(kind.name)
    return tuple(found)
