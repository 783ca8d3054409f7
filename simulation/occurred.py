"""What the simulation is for: every kind of event counted where the store keeps it, none of them nil if it is large."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Agent, Assignment, Claim, ClaimItem, CollectionOrder, DueEvent, Loan, PolicyStatus
from simulation.checks import Findings
from simulation.log import Log

LARGE, LONG = 10_000, 1_000
"""Policies, and days, from which on all of it has to occur."""
_agent, _assigned, _order, _due, _loan, _status = (
    table_of(model).c for model in (Agent, Assignment, CollectionOrder, DueEvent, Loan, PolicyStatus)
)
EVENTS: Mapping[str, tuple[ColumnElement[bool], ...]] = {
    "collections rejected": (_order.state == "rejected",),
    "returned after success": (_due.kind == "returned",),
    "premiums lent": (_due.kind == "lent",),
    "lapses": (_status.status == "lapsed", _status.valid_from == _status.lapsed_on),
    "reinstatements": (_status.status == "in_force", _status.reinstated_on == _status.valid_from),
    "terminations after a lapse": (_status.end_reason == "terminated",),
    "loans": (_loan.kind == "loan",),
    "loans with interest added": (_loan.terms_from.is_not(None),),
    "loans paid back": (_loan.kind == "loan", _loan.closed_on.is_not(None)),
    "agents who left": (_agent.left_on.is_not(None),),
    "orphans given a clerk": (_assigned.kind == "service",),
}


def occurred(reader: Reader, log: Log, wrong: Findings, *, all_of_it: bool) -> dict[str, int]:
    """How often each happened. It is wrong where one never did and `all_of_it` has to."""
    found = {
        name: reader.connection.scalar(select(func.count()).where(*wanted)) or 0 for name, wanted in EVENTS.items()
    }
    found["claims in grace"] = len(_claims_in_grace(reader, log, wrong))
    never = [name for name, count in found.items() if not count]
    if never and all_of_it:
        wrong.append(f"never happened: {', '.join(never)}")
    return found


def _claims_in_grace(reader: Reader, log: Log, wrong: Findings) -> dict[int, int]:
    """Policies whose benefit was paid less the premium owed on the day of death, and how much less, in fen. It is wrong
    unless they are those that the simulation knows to have owed so much."""
    decided = {claim.case_id for claim in reader.find(Claim) if claim.conclusion is not None}
    less: dict[int, int] = defaultdict(int)
    for item in reader.find(ClaimItem):
        if item.case_id in decided and (owed := item.deductions.get("premium_owed", 0)):
            less[item.policy_id] += owed
            if item.net != item.benefit + sum(item.refunds.values()) - sum(item.deductions.values()):
                wrong.append(f"claim on {item.policy_id}: {item.net} is not the benefit less what is owed")
    wanted = {number: life.owed_at_death for number, life in log.lives.items() if life.owed_at_death}
    if less != wanted:
        differences = sorted(set(less.items()) ^ set(wanted.items()))
        wrong.append(f"claims in grace: the store and the log differ: {differences[:8]}")
    return less
