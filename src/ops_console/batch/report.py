"""What a run tells: progress while it works, control totals at its end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ops_console.base.money import Fen

NOTHING = Fen(0)


@dataclass(frozen=True)
class Totals:
    """How many rows (dues, letters, policies, payments: what the run makes) and fen."""

    rows: int = 0
    amount: Fen = NOTHING

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(self.rows + other.rows, Fen(self.amount + other.amount))


@dataclass(frozen=True)
class Expected:
    """How much a run would look at: rows, and fen where that is known without computing each. A few rows more than it
    will do; what it would do exactly, a dry run says."""

    rows: int
    amount: Fen | None = None


@dataclass(frozen=True)
class Progress:
    """How far a run is. `waiting`: no chunk is free, the rest is in the hands of other workers."""

    chunks_done: int
    chunks: int
    rows: int
    waiting: bool = False


Watch = Callable[[Progress], None]
"""Called after every chunk."""


@dataclass(frozen=True)
class RunReport:
    """Control totals of a run, by servicing branch. A dry run has no id: nothing was kept of it.

    `left`: what a rule refused, one line each; it stays as it was. `faults`: what was set aside because something
    unforeseen happened; it stays as it was, too, until somebody has looked at it. `root`: digest over every sealed row
    it wrote.
    """

    name: str
    as_of: date
    branch_id: int
    dry_run: bool
    run_id: int | None
    chunks: int
    branches: Mapping[int, Totals]
    root: str = ""
    resumed: bool = False
    left: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def total(self) -> Totals:
        return sum(self.branches.values(), Totals())

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        plain = asdict(self) | asdict(self.total)
        plain["as_of"] = self.as_of.isoformat()
        plain["branches"] = {str(branch): asdict(totals) for branch, totals in sorted(self.branches.items())}
        return plain


def added(totals: Iterable[Mapping[int, Totals]]) -> dict[int, Totals]:
    """Totals by branch, summed over chunks."""
    result: dict[int, Totals] = {}
    for part in totals:
        for branch, value in part.items():
            result[branch] = result.get(branch, Totals()) + value
    return result
