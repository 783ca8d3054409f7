"""Every role × operation × branch × amount decision, against the table written by hand in `decision_table.py`."""

from dataclasses import replace

import pytest

from ops_console.data.tables import Clerk, ClerkDuty, Policy, WorkItem
from ops_console.desk.authority import grade_needed
from ops_console.desk.checks import duties_of
from ops_console.desk.entry import Actor
from ops_console.desk.offering import why_not
from ops_console.desk.operations import OPERATIONS, On
from ops_console.desk.plan import Plan
from ops_console.rules import numbers
from tests.desk.decision_table import DECIDED_ON, DUTIES, GRADES, LIMITS, ROLES, SUPERVISOR_AT_LEAST
from tests.support.company import BRANCH, Company

pytestmark = pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
"""Decisions do not depend on the engine."""

HEAD_OFFICE, OWN_REGION, OTHER_REGION, SISTER, BELOW = 1, 11, 12, 102, 1011
IN_SCOPE = {BRANCH: True, HEAD_OFFICE: True, OWN_REGION: True, OTHER_REGION: False, SISTER: False, BELOW: False}
"""May a clerk of that branch work on what branch 101 services? One sees one's own branch and what is below it."""


@pytest.mark.usefixtures("company")
def test_the_table_knows_every_operation() -> None:
    assert set(OPERATIONS) == set(DUTIES)


def test_every_role_on_every_operation_from_every_branch(company: Company) -> None:
    policy_number = company.policy("HC01")
    case_number = company.opened_for(policy_number, "application").number
    with company.store.read() as reader:
        case = reader.need(WorkItem, numbers.parse(case_number).id)
        policy = reader.need(Policy, numbers.parse(policy_number).id)
    # Only what somebody has taken can be released.
    case.assignee_id = 1
    clerks = _one_of_each(company)
    wrong = []
    with company.store.read() as reader:
        for name, registered in OPERATIONS.items():
            # Whether it suits this very case is a matter of the room, not of who decides.
            operation = replace(registered, suits=None)
            for (role, branch), actor in clerks.items():
                scoped = operation.on is not On.NOTHING
                expected = role in DUTIES[name] and (IN_SCOPE[branch] or not scoped)
                subject = None if operation.on in (On.NOTHING, On.POLICY) else case
                refused = why_not(reader, operation, actor, subject, policy if operation.on is On.POLICY else None)
                if expected is not (refused is None):
                    wrong.append((role, name, branch, refused))
    assert wrong == []


def test_every_grade_at_every_limit_and_a_fen_above(company: Company) -> None:
    wrong = []
    with company.store.read() as reader:
        for measure, limits in LIMITS.items():
            unit = 1 if measure == "extra_mortality" else 100
            edges = {limit * unit for limit in limits if limit is not None}
            for amount in sorted({0, *edges, *(edge + 1 for edge in edges)}):
                enough = [g for g, limit in zip(GRADES, limits, strict=True) if limit is None or amount <= limit * unit]
                for grade in GRADES:
                    expected = None if grade in enough else enough[0]
                    plan = Plan(measures={measure: amount})
                    needed = grade_needed(reader, company.catalog, _of_grade(grade), None, plan)
                    if needed != expected:
                        wrong.append((measure, grade, amount, needed, expected))
    assert wrong == []


def test_refusals_and_favours_need_a_supervisor(company: Company) -> None:
    with company.store.read() as reader:
        for decision in SUPERVISOR_AT_LEAST:
            for grade in GRADES:
                needed = grade_needed(reader, company.catalog, _of_grade(grade), None, Plan(decision=decision))
                assert needed == (None if GRADES.index(grade) >= GRADES.index("supervisor") else "supervisor")


@pytest.mark.usefixtures("company")
def test_the_right_operations_are_measured() -> None:
    measured = {name: set(operation.measures) for name, operation in OPERATIONS.items() if operation.measures}
    assert measured == DECIDED_ON


def test_an_auditor_holds_no_other_duty(company: Company) -> None:
    auditor = company.catalog.duties["auditor"]
    assert auditor.incompatible == frozenset(ROLES) - {"auditor"}
    with company.store.read() as reader:
        clerk = reader.need(Clerk, company.clerk("auditor").clerk_id)
        assert duties_of(reader, clerk) == {"auditor"}


def _of_grade(grade: str) -> Clerk:
    return Clerk(id=1, login="x", name="x", branch_id=BRANCH, grade=grade)


def _one_of_each(company: Company) -> dict[tuple[str, int], Actor]:
    """A clerk of every role in every branch."""
    people = {(role, branch): 1000 + no for no, (role, branch) in enumerate((r, b) for r in ROLES for b in IN_SCOPE)}
    with company.store.write() as tx:
        tx.insert(
            [
                Clerk(id=no, login=f"{role}-{branch}", name=role, branch_id=branch, grade="clerk")
                for (role, branch), no in people.items()
            ]
        )
        tx.insert([ClerkDuty(clerk_id=no, duty=role) for (role, _branch), no in people.items()])
    return {person: Actor(no, "test") for person, no in people.items()}
