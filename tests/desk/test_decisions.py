"""Every role × operation × branch × amount decision, against the table written by hand in `decision_table.py`."""

import pytest

from ops_console.data.tables import Policy, WorkItem
from ops_console.desk.authority import grade_needed
from ops_console.desk.checks import duties_of
from ops_console.desk.desk import why_not
from ops_console.desk.operations import OPERATIONS, On
from ops_console.desk.plan import Plan
from ops_console.desk.view import Clerk
from ops_console.rules import numbers
from tests.desk.decision_table import DECIDED_ON, DUTIES, GRADES, LIMITS, ROLES, SUPERVISOR_AT_LEAST
from tests.support.company import BRANCH, Company

HEAD_OFFICE, OWN_REGION, OTHER_REGION, SISTER, BELOW = 1, 11, 12, 102, 1011
IN_SCOPE = {BRANCH: True, HEAD_OFFICE: True, OWN_REGION: True, OTHER_REGION: False, SISTER: False, BELOW: False}
"""May a clerk of that branch work on what branch 101 services? One sees one's own branch and what is below it."""


def test_the_table_knows_every_operation(company: Company) -> None:
    assert set(OPERATIONS) == set(DUTIES)


def test_every_role_on_every_operation_from_every_branch(company: Company) -> None:
    policy_number = company.policy("HC01")
    case_number = company.opened_for(policy_number, "application").number
    with company.store.read() as reader:
        case = reader.need(WorkItem, numbers.parse(case_number).id)
        policy = reader.need(Policy, numbers.parse(policy_number).id)
    clerks = {(role, branch): company.clerk(role, branch=branch, no=9) for role in ROLES for branch in IN_SCOPE}
    wrong = []
    with company.store.read() as reader:
        for name, operation in OPERATIONS.items():
            for (role, branch), actor in clerks.items():
                scoped = operation.on is not On.NOTHING
                expected = role in DUTIES[name] and (IN_SCOPE[branch] or not scoped)
                subject = None if operation.on in (On.NOTHING, On.POLICY) else case
                refused = why_not(reader, operation, actor, subject, policy if operation.on is On.POLICY else None)
                if expected is not (refused is None):
                    wrong.append((role, name, branch, refused))
    assert wrong == []


@pytest.mark.parametrize("measure", LIMITS)
def test_every_grade_at_every_limit_and_a_fen_above(company: Company, measure: str) -> None:
    limits = LIMITS[measure]
    unit = 1 if measure == "extra_mortality" else 100
    amounts = sorted({0, 1, *(limit * unit + more for limit in limits if limit is not None for more in (-1, 0, 1))})
    with company.store.read() as reader:
        wrong = []
        for rank, grade in enumerate(GRADES):
            clerk = Clerk(id=1, login="x", name="x", branch_id=BRANCH, grade=grade)
            for amount in amounts:
                enough = [g for g, limit in zip(GRADES, limits, strict=True) if limit is None or amount <= limit * unit]
                expected = None if grade in enough else enough[0]
                needed = grade_needed(reader, company.catalog, clerk, None, Plan(measures={measure: amount}))
                if needed != expected:
                    wrong.append((rank, grade, amount, needed, expected))
    assert wrong == []


@pytest.mark.parametrize("decision", SUPERVISOR_AT_LEAST)
def test_refusals_and_favours_need_a_supervisor(company: Company, decision: str) -> None:
    with company.store.read() as reader:
        for grade in GRADES:
            clerk = Clerk(id=1, login="x", name="x", branch_id=BRANCH, grade=grade)
            needed = grade_needed(reader, company.catalog, clerk, None, Plan(decision=decision))
            assert needed == (None if GRADES.index(grade) >= GRADES.index("supervisor") else "supervisor")


def test_the_right_operations_are_measured(company: Company) -> None:
    measured = {name: set(operation.measures) for name, operation in OPERATIONS.items() if operation.measures}
    assert measured == DECIDED_ON


def test_an_auditor_holds_no_other_duty(company: Company) -> None:
    auditor = company.catalog.duties["auditor"]
    assert auditor.incompatible == frozenset(ROLES) - {"auditor"}
    with company.store.read() as reader:
        clerk = reader.need(Clerk, company.clerk("auditor").clerk_id)
        assert duties_of(reader, clerk) == {"auditor"}
