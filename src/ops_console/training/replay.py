"""Doing the acts of a script one by one through the desk, on the days and at the instants the script says."""

from dataclasses import dataclass, field
from datetime import date

from ops_console.data.store import Tx
from ops_console.data.tables import Application, Branch, StoreState
from ops_console.desk.desk import Outcome, perform_in
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import Prefix, parse, printed
from ops_console.training.clerks import DOOR, Staff
from ops_console.training.hours import Hours
from ops_console.training.sales import Sale
from ops_console.training.script import APPLICATION, CALLBACK, POLICY, Act


def turn_to(tx: Tx, day: date) -> None:
    """The business date, and the open day of every branch: in training stores they go together."""
    tx.update(StoreState, {"id": 1}, {"business_date": day})
    tx.update(Branch, {}, {"open_day": day})


@dataclass
class Replay:
    """Performs acts, and remembers the numbers their sales were given."""

    staff: Staff
    hours: Hours
    numbers: dict[int, dict[str, str]] = field(default_factory=dict)

    def perform(self, tx: Tx, sale: Sale, act: Act) -> Outcome:
        """One act, on the business date of the store."""
        known = self.numbers.setdefault(sale.no, {})
        actor = Actor(self.staff.of(act.duty, sale.branch), DOOR, self.hours.stamp(sale.branch))
        outcome = perform_in(tx, act.operation, actor, known.get(act.on), act.keyed())
        self._remember(tx, known, act, outcome)
        return outcome

    def _remember(self, tx: Tx, known: dict[str, str], act: Act, outcome: Outcome) -> None:
        if act.name == "receive":
            known[APPLICATION] = _given(outcome.number)
        elif act.name == "issue":
            application = tx.need(Application, parse(known[APPLICATION]).id)
            known[POLICY] = printed(Prefix.POLICY, application.policy_id or 0)
        for number in outcome.opened:
            if number.startswith(Prefix.CALLBACK):
                known[CALLBACK] = number


def _given(number: str | None) -> str:
    if number is None:
        raise LookupError("an act that opens a case opened none")
    return number
