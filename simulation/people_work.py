"""Clerks of the simulation: operations done one by one, those that a rule refuses counted and gone on from."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ops_console.base.problems import InputErrors, Refused
from ops_console.data.store import Store
from ops_console.desk.desk import Outcome, perform
from ops_console.desk.entry import Actor
from simulation.book import login_of


@dataclass
class Office:
    """Everybody who works for the company."""

    store: Store
    actors: Mapping[str, Actor]
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def do(self, operation: str, who: str, subject: str | None = None, **values: Any) -> Outcome | None:
        """What came of it, or None where a rule refuses it. `who`: a duty, done at head office; or @login."""
        actor = self.actors[who[1:] if who.startswith("@") else login_of(who)]
        try:
            outcome = perform(self.store, operation, actor, subject, values)
        except (Refused, InputErrors) as error:
            self.refused[f"{operation}: {error.code}"] += 1
            return None
        self.done[operation if outcome.referred_to is None else f"{operation} (referred)"] += 1
        return outcome
