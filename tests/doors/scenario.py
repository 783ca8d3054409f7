"""Scenarios: a piece of business told once, and the operations that are done in it through a door."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.doors.door import Door

Play = Callable[[Door], Awaitable[None]]


@dataclass(frozen=True)
class Scenario:
    """A piece of business; `operations` are those done through the door, no more and no fewer."""

    name: str
    operations: frozenset[str]
    play: Play


SCENARIOS: list[Scenario] = []


def scenario(*operations: str) -> Callable[[Play], Play]:
    """Register a scenario. What it needs to begin with it lets the company do by itself."""

    def register(play: Play) -> Play:
        SCENARIOS.append(Scenario(getattr(play, "__name__", ""), frozenset(operations), play))
        return play

    return register
