"""What a scenario is: a starting position made by operations, a goal in words, and a model answer in operations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ops_console import rooms
from ops_console.data.bulk import filling
from ops_console.data.store import Store
from ops_console.desk.desk import Outcome
from ops_console.desk.setup import init_store
from ops_console.training.clerks import FIRST
from ops_console.training.hours import instant
from ops_console.training.tour.guide import FIRST_DAY, Guide
from ops_console.training.tour.teller import Teller

Named = dict[str, str]
"""Numbers of cases and policies by the name a scenario gives them."""
DRILL_DAY = FIRST_DAY
WORDED = frozenset({"reason", "comment", "note", "text", "finding", "answer", "statement", "question", "remark"})
"""Fields everybody words in their own way: never compared."""


@dataclass(frozen=True)
class Step:
    """One operation of the model answer. `on` names its subject; `opens` names what it opens, by its letter."""

    operation: str
    on: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    login: str = ""
    """Who does it, when it is not the trainee."""
    opens: Mapping[str, str] = field(default_factory=dict)
    """Letter of a number → the name it is called by later on."""


@dataclass(frozen=True)
class Scenario:
    """One task of one room. `title` and `goal` are message ids; the goal may name numbers as `{name}`."""

    name: str
    room: str
    login: str
    title: str
    goal: str
    prepare: Callable[[Guide], Named]
    model: Sequence[Step]


def make(scenario: Scenario, location: Path) -> Named:
    """The starting position in a new store; the numbers it names."""
    rooms.load()
    location.parent.mkdir(parents=True, exist_ok=True)
    store = init_store(str(location), is_demo=True, business_date=DRILL_DAY, admin=FIRST, at=instant(DRILL_DAY, 0))
    try:
        with filling(store):
            guide = Guide(store, Teller(StringIO()))
            guide.employ()
            return scenario.prepare(guide)
    finally:
        store.close()


def answer(scenario: Scenario, location: Path, named: Named) -> Named:
    """The model answer, done on a copy of the starting position; the names with those it adds."""
    rooms.load()
    store = Store(str(location))
    names = dict(named)
    try:
        guide = Guide(store, Teller(StringIO()))
        for step in scenario.model:
            subject = names[step.on] if step.on else None
            outcome = guide.quietly(step.login or scenario.login, step.operation, subject, **step.values)
            names |= _opened(step, outcome)
    finally:
        store.close()
    return names


def _opened(step: Step, outcome: Outcome) -> Named:
    numbers = [*([outcome.number] if outcome.number else []), *outcome.opened]
    return {name: next(one for one in numbers if one.startswith(letter)) for letter, name in step.opens.items()}
