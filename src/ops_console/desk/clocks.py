"""The clocks of a case: rows of `clock` moved by the rules of `rules/clocks.py`."""

from collections.abc import Callable, Iterable
from datetime import date

from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader, Tx, values_of
from ops_console.data.tables import Clock
from ops_console.data.types import FOREVER
from ops_console.desk.plan import ClockStart
from ops_console.rules import clocks as rules

Move = Callable[[rules.Clock, rules.Standard], rules.Clock]


class CaseClocks:
    """The clocks of one case while an operation is applied; `save` writes what has moved."""

    def __init__(self, reader: Reader, catalog: Catalog, case_id: int) -> None:
        self.catalog = catalog
        self.case_id = case_id
        self.rows = reader.find(Clock, case_id=case_id)
        self._saved = [values_of(row) for row in self.rows]

    def start(self, start: ClockStart) -> None:
        """A standard begins to run; one that already runs goes on as it is."""
        if any(row.standard == start.standard and row.met_on is None for row in self.rows):
            return
        standard = self.catalog.standards[start.standard]
        ruled = rules.start(standard, start.day, self.catalog.calendar, vip=start.vip, allowed=start.allowed)
        self.rows.append(self._row(ruled, len(self.rows) + 1))

    def wait(self, waits: Iterable[str], day: date) -> None:
        """Waits begin: clocks whose standard names one of them stop."""
        for wait in waits:
            self._move(_stop(wait, day))

    def go_on(self, day: date) -> None:
        """What the case waited for has come: stopped clocks run again, due later by the time they stood."""
        self._move(lambda clock, standard: rules.resume(clock, standard, day, self.catalog.calendar))

    def meet(self, standards: Iterable[str], day: date) -> None:
        """What these standards ask for is done."""
        wanted = set(standards)
        self._move(lambda clock, _standard: rules.meet(clock, day) if clock.standard in wanted else clock)

    def meet_all(self, day: date) -> None:
        """The case has ended: nothing runs any more."""
        self.meet([row.standard for row in self.rows if row.met_on is None], day)

    @property
    def earliest_due(self) -> date:
        """Due of the most urgent running clock; FOREVER when none runs."""
        return min((r.due for r in self.rows if r.met_on is None and r.stopped_since is None), default=FOREVER)

    def save(self, tx: Tx) -> None:
        for row, saved in zip(self.rows, self._saved, strict=False):
            values = values_of(row)
            if values != saved:
                tx.update(Clock, {"case_id": row.case_id, "no": row.no}, values)
        tx.insert(self.rows[len(self._saved) :])
        self._saved = [values_of(row) for row in self.rows]

    def _move(self, rule: Move) -> None:
        for index, row in enumerate(self.rows):
            standard = self.catalog.standards[row.standard]
            self.rows[index] = self._row(rule(ruled_clock(row), standard), row.no)

    def _row(self, clock: rules.Clock, no: int) -> Clock:
        return Clock(
            case_id=self.case_id,
            no=no,
            standard=clock.standard,
            started=clock.started,
            due=clock.due,
            provisional=clock.provisional,
            allowed=clock.allowed,
            paused=clock.paused,
            stopped_since=clock.stopped_since,
            met_on=clock.met_on,
        )


def _stop(wait: str, day: date) -> Move:
    return lambda clock, standard: rules.stop(clock, standard, wait, day)


def ruled_clock(row: Clock) -> rules.Clock:
    """A stored clock as the value the rules work on."""
    return rules.Clock(
        row.standard, row.started, row.due, row.allowed, row.provisional, row.paused, row.stopped_since, row.met_on
    )
