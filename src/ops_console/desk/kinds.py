"""Kinds of case: their states and transitions, declared as data that one can read. `rooms/flows/` declares them."""

from dataclasses import dataclass

from ops_console.rules.numbers import Prefix


@dataclass(frozen=True)
class State:
    """One state of a kind: where the case waits, and what for. `label` is a message id."""

    name: str
    room: str
    label: str
    final: bool = False
    """Nobody has to do anything any more."""
    clock: str | None = None
    """Standard that starts when a case comes here."""


@dataclass(frozen=True)
class Transition:
    """An operation that is possible in a state, and the states it may lead to (empty: it stays)."""

    state: str
    operation: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseKind:
    """A kind of case. The first state is where it starts."""

    name: str
    label: str
    prefix: Prefix
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    @property
    def start(self) -> State:
        return self.states[0]

    def state(self, name: str) -> State:
        """The state by name; LookupError for one that is not declared."""
        for state in self.states:
            if state.name == name:
                return state
        raise LookupError(f"{self.name} has no state {name}")

    def transition(self, state: str, operation: str) -> Transition | None:
        """How the operation applies in the state; None when it does not."""
        for transition in self.transitions:
            if transition.state == state and transition.operation == operation:
                return transition
        return None


KINDS: dict[str, CaseKind] = {}


def declare(kind: CaseKind) -> CaseKind:
    """Make a kind known; a transition from or to a state that does not exist is a mistake in the declaration."""
    for transition in kind.transitions:
        for name in (transition.state, *transition.to):
            kind.state(name)
    KINDS[kind.name] = kind
    return kind


def kind_of_prefix(prefix: Prefix) -> CaseKind | None:
    """The kind whose numbers begin with this letter; None for policies."""
    return next((kind for kind in KINDS.values() if kind.prefix == prefix), None)
