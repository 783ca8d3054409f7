"""Who looks after a policy: collectors of the manual channel, service clerks of orphan policies, by rule and load."""

from datetime import date, timedelta

import pytest

from ops_console.base.problems import InputErrors
from ops_console.batch.assigning import COLLECTORS, ORPHANS
from ops_console.batch.report import RunReport, Totals
from ops_console.batch.runs import RunKind
from ops_console.data.queries.assignments import load_by_clerk, orphans, served_by
from ops_console.data.tables import Assignment, Clerk, WorkItem
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import HEAD_OFFICE
from tests.support.company import AGENT, BRANCH, Company
from tests.support.policies import position, request

BY_HAND = {"channel": "manual"}


def run(company: Company, kind: RunKind) -> RunReport:
    return kind.run(company.store, company.clerk("premium"), company.today)


def who(company: Company, policy: str) -> list[tuple[str, str]]:
    with company.store.read() as reader:
        return [(one.kind, one.clerk) for one in served_by(reader, position(company, policy).policy.id)]


def lock(company: Company, actor: Actor) -> None:
    with company.store.read() as reader:
        login = reader.need(Clerk, actor.clerk_id).login
    company.do("administration.lock_clerk", None, clerk=login, locked=True)


def test_policies_paid_by_hand_are_shared_among_the_collectors_of_their_branch(company: Company) -> None:
    company.clerk("collector"), company.clerk("collector", no=2)
    policies = [company.policy("WL20", **BY_HAND) for _one in range(3)]
    by_bank = company.policy("WL20")
    assert run(company, COLLECTORS).branches == {BRANCH: Totals(3, 0)}
    assert [who(company, one) for one in (*policies, by_bank)] == [
        [("collector", "collector clerk 1")],
        [("collector", "collector clerk 2")],
        [("collector", "collector clerk 1")],
        [],
    ]
    assert run(company, COLLECTORS).total == Totals()
    with company.store.read() as reader:
        first, second = load_by_clerk(reader, [BRANCH])
    assert (first.policies, second.policies) == (2, 1)
    assert first.premium == 2 * second.premium


def test_a_collector_who_may_work_no_more_is_replaced_and_the_history_stays(company: Company) -> None:
    first = company.clerk("collector")
    policy = company.policy("WL20", **BY_HAND)
    run(company, COLLECTORS)
    company.clerk("collector", no=2)
    company.move_to(company.today + timedelta(days=1))
    lock(company, first)
    assert run(company, COLLECTORS).total == Totals(1, 0)
    assert who(company, policy) == [("collector", "collector clerk 2")]
    with company.store.read() as reader:
        assert len(reader.find(Assignment)) == 2


def test_who_pays_by_bank_from_now_on_needs_no_collector(company: Company) -> None:
    company.clerk("collector")
    policy = company.policy("WL20", **BY_HAND)
    run(company, COLLECTORS)
    company.do(
        "preservation.change_channel", request(company, policy, 12), channel="bank", account_no="6222000000000001"
    )
    assert run(company, COLLECTORS).total == Totals(1, 0)
    assert who(company, policy) == []
    assert run(company, COLLECTORS).total == Totals()


def test_without_anybody_who_has_the_duty_the_policy_is_named_and_left(company: Company) -> None:
    policy = company.policy("WL20", **BY_HAND)
    left = run(company, COLLECTORS).left
    assert len(left) == 1
    assert policy in left[0]


def test_policies_of_an_agent_who_left_are_served_and_their_customers_told(company: Company) -> None:
    company.clerk("service")
    policy = company.policy("WL20")
    assert run(company, ORPHANS).total == Totals()
    told = company.do("premium.agent_left", None, agent=AGENT)
    assert (company.today + timedelta(days=30)).isoformat() in told.messages[0]
    with company.store.read() as reader:
        [waiting] = orphans(reader, [BRANCH], 30)
    assert (waiting.policies, waiting.waiting) == (1, 1)
    assert run(company, ORPHANS).total == Totals(1, 0)
    [letter] = [one for one in company.letters(policy) if one.kind == "served_by"]
    assert letter.values["clerk"] == "service clerk 1"
    with company.store.read() as reader:
        assert orphans(reader, [BRANCH], 30)[0].waiting == 0
    assert run(company, ORPHANS).total == Totals()


def test_an_agent_who_had_not_left_serves_as_before_and_the_customer_is_told(company: Company) -> None:
    company.clerk("service")
    policy = company.policy("WL20")
    company.do("premium.agent_left", None, agent=AGENT)
    run(company, ORPHANS)
    assert who(company, policy) == [("service", "service clerk 1")]
    company.do("premium.agent_stays", None, agent=AGENT, reason="another of that name")
    company.received()
    assert run(company, ORPHANS).total == Totals(1, 0)
    assert who(company, policy) == []
    assert [one.kind for one in company.letters(policy)][-2:] == ["served_by", "agent_stays"]
    assert run(company, ORPHANS).total == Totals()
    with pytest.raises(InputErrors, match="1 error"):
        company.do("premium.agent_stays", None, agent=AGENT, reason="twice")
    company.do("premium.agent_left", None, agent=AGENT)
    assert run(company, ORPHANS).total == Totals(1, 0)


def test_who_was_named_by_hand_goes_on_serving_when_the_agent_stays(company: Company) -> None:
    for no in (1, 2):
        company.clerk("service", no=no)
    policy = company.policy("WL20")
    company.do("premium.agent_left", None, agent=AGENT)
    run(company, ORPHANS)
    company.do("premium.assign", policy, kind="service", clerk=f"service-clerk-2-{BRANCH}")
    company.do("premium.agent_stays", None, agent=AGENT, reason="another of that name")
    assert run(company, ORPHANS).total == Totals()
    assert who(company, policy) == [("service", "service clerk 2")]


def test_an_agent_who_left_sells_nothing_more(company: Company) -> None:
    company.do("premium.agent_left", None, agent=AGENT)
    company.move_to(company.today + timedelta(days=1))
    with pytest.raises(InputErrors) as refused:
        company.received()
    assert [one.field for one in refused.value.problems] == ["agent"]
    with pytest.raises(InputErrors):
        company.do("premium.agent_left", None, agent=AGENT)
    with pytest.raises(InputErrors):
        company.do("premium.agent_left", None, agent=AGENT, day=date(2030, 1, 1).isoformat())


def test_no_agent_left_before_the_last_policy_they_sold_was_applied_for(company: Company) -> None:
    policy = company.policy("WL20")
    with company.store.read() as reader:
        sold = reader.need(WorkItem, position(company, policy).policy.application_id).received
    with pytest.raises(InputErrors) as refused:
        company.do("premium.agent_left", None, agent=AGENT, day=(sold - timedelta(days=1)).isoformat())
    assert [one.field for one in refused.value.problems] == ["day"]
    company.move_to(sold + timedelta(days=31))
    told = company.do("premium.agent_left", None, agent=AGENT, day=sold.isoformat())
    assert "was 31 days ago" in told.messages[-1]


def test_a_supervisor_names_somebody_else_by_hand(company: Company) -> None:
    company.clerk("collector")
    policy = company.policy("WL20", **BY_HAND)
    run(company, COLLECTORS)
    company.clerk("collector", no=2)
    company.do("premium.assign", policy, kind="collector", clerk=f"collector-clerk-2-{BRANCH}")
    assert who(company, policy) == [("collector", "collector clerk 2")]
    with pytest.raises(InputErrors):
        company.do("premium.assign", policy, kind="service", clerk=f"collector-clerk-2-{BRANCH}")


def test_money_is_collected_by_a_clerk_of_the_policys_own_branch(company: Company) -> None:
    """One of another branch could not enter a receipt for it: they are numbered by branch."""
    policy = company.policy("WL20", **BY_HAND)
    company.clerk("collector", branch=HEAD_OFFICE)
    with pytest.raises(InputErrors) as refused:
        company.do("premium.assign", policy, kind="collector", clerk=f"collector-clerk-1-{HEAD_OFFICE}")
    assert [one.message for one in refused.value.problems] == ["money is collected for one's own branch only"]
    first = company.clerk("collector")
    run(company, COLLECTORS)
    with company.store.write() as tx:
        tx.update(Clerk, {"id": first.clerk_id}, {"branch_id": HEAD_OFFICE})
    company.clerk("collector", no=2)
    assert run(company, COLLECTORS).total == Totals(1, 0)
    assert who(company, policy) == [("collector", "collector clerk 2")]
