"""The register of operations: everything that can change anything, each once.

Doors build action bars, forms, palette, help and `ops-console do` from it: nothing can be done in one place only.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.desk.forms import Form
from ops_console.desk.kinds import KINDS
from ops_console.desk.plan import Plan

if TYPE_CHECKING:
    from ops_console.data.store import Reader
    from ops_console.data.tables import WorkItem
    from ops_console.desk.view import View


class On(StrEnum):
    """What an operation is done on."""

    NOTHING = "nothing"
    CASE = "case"
    ANY_CASE = "any_case"
    """Any open case, in whatever state (notes, taking, handing on)."""
    POLICY = "policy"


class Hand(StrEnum):
    """Whether it makes a decision ready or checks what another made. One person never does both on one case."""

    NONE = "none"
    MAKES = "makes"
    CHECKS = "checks"


@dataclass(frozen=True)
class Offered:
    """Something to tick: its code, its label in the reader's language, and whether it is there already."""

    code: str
    label: str
    done: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation. `label` is a message id; `plan` computes what it does and changes nothing."""

    name: str
    code: str
    room: str
    label: str
    help: str
    on: On
    form: type[Form]
    plan: Callable[["View", Any], Plan]
    duties: tuple[str, ...]
    """Any one of these duties allows it; empty: every clerk."""
    hand: Hand
    measures: tuple[str, ...]
    """Measures authority is checked on; their limits by grade are in the catalog."""
    opens: str | None
    """Kind of the case it opens, for an operation on nothing or on a policy."""
    decides: bool
    """Binds the company or moves money: on a referred case only the grade it was referred to may do it."""
    suits: Callable[["Reader", "WorkItem"], None] | None = None
    """Raises Refused for a case whose state allows it, but which asks for something else."""
    proposes: Callable[["View"], Mapping[str, Any]] | None = None
    """Values the form begins with, computed from the case; whoever fills it in may type others."""
    offers: Callable[["View", Mapping[str, Any]], Mapping[str, Sequence[Offered]]] | None = None
    """What may be ticked, by field, as the case and what is typed so far have it; other codes may be given, too."""
    spares: Callable[["View"], Collection[str]] | None = None
    """Fields of the form that do not concern the case: a form does not ask for them, and what is typed into them
    elsewhere is an error."""
    graded: bool = False
    """Asks for a grade though it decides nothing: handing out work, sending back what was referred."""

    def states(self) -> tuple[tuple[str, str], ...]:
        """(kind, state) in which it applies, from the declared transitions."""
        return tuple(
            (kind.name, transition.state)
            for kind in KINDS.values()
            for transition in kind.transitions
            if transition.operation == self.name
        )


OPERATIONS: dict[str, Operation] = {}


def operation(
    name: str,
    *,
    code: str,
    label: str,
    form: type[Form],
    on: On = On.CASE,
    duties: Iterable[str] = (),
    hand: Hand = Hand.NONE,
    measures: Iterable[str] = (),
    opens: str | None = None,
    decides: bool = False,
    suits: Callable[["Reader", "WorkItem"], None] | None = None,
    proposes: Callable[["View"], Mapping[str, Any]] | None = None,
    offers: Callable[["View", Mapping[str, Any]], Mapping[str, Sequence[Offered]]] | None = None,
    spares: Callable[["View"], Collection[str]] | None = None,
    graded: bool = False,
) -> Callable[[Callable[["View", Any], Plan]], Callable[["View", Any], Plan]]:
    """Register a plan function `(view, form) -> Plan` as an operation. Its docstring is the help text."""

    def register(plan: Callable[["View", Any], Plan]) -> Callable[["View", Any], Plan]:
        if name in OPERATIONS or any(code == other.code for other in OPERATIONS.values()):
            raise ValueError(f"operation {name} or code {code} is registered twice")
        help_text = " ".join((plan.__doc__ or "").split())
        OPERATIONS[name] = Operation(
            name,
            code,
            name.partition(".")[0],
            label,
            help_text,
            on,
            form,
            plan,
            tuple(duties),
            hand,
            tuple(measures),
            opens,
            decides or bool(tuple(measures)),
            suits,
            proposes,
            offers,
            spares,
            graded,
        )
        return plan

    return register


def in_order_of_codes() -> None:
    """Screens and documents list the register as it is: let it not depend on which module was imported first."""
    ordered = sorted(OPERATIONS.items(), key=lambda item: item[1].code)
    if ordered != [*OPERATIONS.items()]:
        OPERATIONS.clear()
        OPERATIONS.update(ordered)


def find(text: str) -> Operation:
    """An operation by name or transaction code; UsageError when there is none."""
    for candidate in OPERATIONS.values():
        if text == candidate.name or text.upper() == candidate.code:
            return candidate
    raise UsageError(_("There is no operation {name}. `ops-console operations` lists them.").format(name=text))


def possible(kind: str, state: str) -> tuple[Operation, ...]:
    """Operations declared for a case of this kind in this state; whether a clerk may is another question."""
    names = [transition.operation for transition in KINDS[kind].transitions if transition.state == state]
    return tuple(OPERATIONS[name] for name in names)
