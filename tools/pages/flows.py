"""docs/flows.md: how each kind of case moves, drawn from rooms/flows/."""

from collections.abc import Iterator

from ops_console import rooms
from ops_console.desk.kinds import KINDS, CaseKind
from ops_console.desk.operations import OPERATIONS
from ops_console.screens.words import ROOMS
from tools.pages.markdown import MADE, code, table, text


def page() -> str:
    """Every kind of case: a diagram and a table."""
    rooms.load()
    return text(_lines())


def _lines() -> Iterator[str]:
    yield from ("# How cases move", "", MADE, "")
    yield (
        "Drawn from `rooms/flows/`, the only place that says what may follow what. An arrow bears the codes of the "
        "operations that go that way ([operations.md](operations.md)); what leaves a case where it is stands in the "
        "table below its diagram. Any open case may besides be taken, released, given away and noted on (DK01 to DK05)."
    )
    yield ""
    for kind in KINDS.values():
        yield from (f"## {kind.label}", "", f"Numbers begin with {kind.prefix.value}.", "")
        yield from ("```mermaid", *_diagram(kind), "```", "")
        yield from table(["state", "waits in", "what can be done"], _states(kind))


def _diagram(kind: CaseKind) -> Iterator[str]:
    yield "stateDiagram-v2"
    yield "    direction TB"
    for state in kind.states:
        yield f'    state "{state.label}" as {state.name}'
    yield f"    [*] --> {kind.start.name}"
    ways: dict[tuple[str, str], list[str]] = {}
    for transition in kind.transitions:
        for to in transition.to:
            ways.setdefault((transition.state, to), []).append(OPERATIONS[transition.operation].code)
    for (state, to), codes in ways.items():
        yield f"    {state} --> {to}: {_ways(codes)}"
    for state in kind.states:
        if state.final:
            yield f"    {state.name} --> [*]"


def _ways(codes: list[str]) -> str:
    """The codes in order; in a diagram there is room for three and the last."""
    ordered = sorted(codes)
    return ", ".join(ordered) if len(ordered) <= 4 else f"{', '.join(ordered[:3])} ... {ordered[-1]}"


def _states(kind: CaseKind) -> Iterator[list[str]]:
    for state in kind.states:
        done = [
            f"{one.code} {code([one.name])}{_to(kind, transition.to)}"
            for transition in kind.transitions
            if transition.state == state.name
            for one in [OPERATIONS[transition.operation]]
        ]
        place = "nobody: it has ended" if state.final else ROOMS[state.room]
        yield [f"*{state.label}*", place, "<br>".join(done)]


def _to(kind: CaseKind, names: tuple[str, ...]) -> str:
    return f" → {' or '.join(kind.state(name).label for name in names)}" if names else ""
