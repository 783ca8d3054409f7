"""Lapses written many at once are those of the operation: on random books both ways end in one digest and the same
events."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.batch.grace import BY_OPERATION, GRACE
from ops_console.batch.lapsing import Lapses
from ops_console.batch.report import RunReport, Totals
from ops_console.batch.runs import RunKind, task_of
from ops_console.data.store import Store
from ops_console.data.tables import BillingTerms, Event, Policy, PolicyStatus
from ops_console.data.verify.digest import digest_of
from ops_console.rules import numbers
from tests.support.company import Company, build
from tests.support.policies import position, renew
from tests.support.stores import Stores

FIRST_DUE = date(2026, 6, 3)
"""Of the quarterly policies of the book; grace ends on Monday 3 August, for day 60 is a Sunday."""
SLOWLY = RunKind("grace-run", GRACE.label, GRACE.duties, GRACE.cut, BY_OPERATION.worker)
"""The same run, every policy by its operation."""


def book(url: str) -> None:
    """Policies paid quarterly, of products that lapse, that end instead, and whose premium is only planned."""
    build(url)
    company = Company(Store(url))
    for product in ("WL20", "TM20", "WL20", "CI30", "UL10", "WL20", "TM20"):
        company.policy(product, months=3)
    company.store.close()


@pytest.fixture
def quarterly(stores: Stores) -> Callable[[], Company]:
    return lambda: Company(Store(stores.copy("quarterly", book)))


def policies(company: Company) -> list[str]:
    with company.store.read() as reader:
        return [policy.number for policy in reader.find(Policy)]


def grace(company: Company, kind: RunKind, day: date) -> RunReport:
    company.move_to(day)
    return kind.run(company.store, company.clerk("premium"), day)


def events(company: Company) -> list[tuple[object, ...]]:
    """What the chains say of lapses, but for instants and the hashes that cover them."""
    with company.store.read() as reader:
        found = reader.find(Event, operation="premium.lapse")
    return [(one.id, one.day, one.policy_id, one.clerk_id, one.door, one.data, one.sealed) for one in found]


def digest(company: Company) -> str:
    with company.store.read() as reader:
        return digest_of(reader)


State = Callable[[Company, str], None]


def nothing(_company: Company, _policy: str) -> None:
    """As the renewal run left it."""


def money_held(company: Company, policy: str) -> None:
    """Enough for an instalment or two, paid when nothing was owed."""
    company.do("premium.collect", policy, amount="3000", method="bank")


def loan_elected(company: Company, policy: str) -> None:
    _set(company, policy, BillingTerms, premium_loan=True)


def once_reinstated(company: Company, policy: str) -> None:
    _set(company, policy, PolicyStatus, reinstated_on=date(2026, 3, 20))


def _set(company: Company, policy: str, model: type[BillingTerms] | type[PolicyStatus], **values: object) -> None:
    with company.store.write() as tx:
        policy_id = numbers.parse(policy).id
        revision = tx.current(model, policy_id)[0].revision
        tx.update(model, {"policy_id": policy_id, "revision": revision}, values)


def both_ways(quarterly: Callable[[], Company], states: list[State], raised: int, day: int) -> RunReport:
    """Grace ends on so many days after the first due date, of instalments raised some days after it: by the run and by
    operations alone; the report of the run."""
    found = []
    for kind in (GRACE, SLOWLY):
        company = quarterly()
        for state, policy in zip(states, policies(company), strict=True):
            state(company, policy)
        renew(company, FIRST_DUE + timedelta(days=raised))
        report = grace(company, kind, FIRST_DUE + timedelta(days=max(day, raised)))
        found.append((report.branches, report.left, report.faults, events(company), digest(company)))
        assert company.verify() == []
        company.store.close()
    assert found[0] == found[1]
    return report


def test_both_ways_write_the_same_for_policies_in_any_state(quarterly: Callable[[], Company]) -> None:
    states: list[State] = [nothing, once_reinstated, money_held, nothing, nothing, loan_elected, nothing]
    report = both_ways(quarterly, states, 100, 120)
    assert report.total.rows == 7


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    states=st.lists(
        st.sampled_from((nothing, nothing, nothing, money_held, loan_elected, once_reinstated)), min_size=7, max_size=7
    ),
    raised=st.integers(0, 200),
    day=st.integers(58, 250),
)
def test_both_ways_write_the_same_on_random_books(
    stores: Stores, quarterly: Callable[[], Company], states: list[State], raised: int, day: int
) -> None:
    if stores.engine == "sqlite":
        both_ways(quarterly, states, raised, day)


@pytest.mark.parametrize(("day", "lapsed"), [(date(2026, 8, 3), 0), (date(2026, 8, 4), 6)])
def test_all_plain_lapses_of_a_chunk_are_written_together_the_day_after_grace(
    quarterly: Callable[[], Company], monkeypatch: pytest.MonkeyPatch, day: date, lapsed: int
) -> None:
    company = quarterly()
    monkeypatch.setattr("ops_console.batch.by_policy.refusal_of", _not_by_operation)
    renew(company, FIRST_DUE)
    report = grace(company, GRACE, day)
    assert report.total.rows == lapsed
    assert len(report.left) == (1 if lapsed else 0), "the planned premium alone is passed over by its operation"
    statuses = [position(company, policy).status.status for policy in policies(company)]
    assert statuses.count("lapsed") == lapsed
    company.store.close()


def _not_by_operation(*_given: object) -> str:
    return "not by its operation"


def test_a_dry_run_counts_them_and_the_run_does_them_once(quarterly: Callable[[], Company]) -> None:
    company = quarterly()
    renew(company, FIRST_DUE)
    company.move_to(date(2026, 8, 4))
    owed = Fen.total(position(company, policy).premium_owed for policy in policies(company))
    actor = company.clerk("premium")
    assert GRACE.run(company.store, actor, company.today, dry_run=True).total == Totals(7, owed)
    assert grace(company, GRACE, company.today).total == Totals(7, owed)
    assert grace(company, GRACE, company.today).total == Totals()
    company.store.close()


def test_what_is_not_plain_is_left_to_the_operations(quarterly: Callable[[], Company]) -> None:
    company = quarterly()
    numbers_of = policies(company)
    money_held(company, numbers_of[0])
    loan_elected(company, numbers_of[1])
    renew(company, FIRST_DUE)
    with company.store.write() as tx:
        task = task_of(tx, "grace-run", company.clerk("premium"), company.today, None)
        plain = Lapses(task).plain(tx, [numbers.parse(number).id for number in numbers_of])
    assert [one.number for one in plain.values()] == [numbers_of[2], numbers_of[3], numbers_of[5], numbers_of[6]]
    company.store.close()
