"""The demo store: the same for the same seed, sound, with work in every room, and people who could exist."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops_console.catalog.load import shipped
from ops_console.data.bulk import columns_of, every_model, rows_as_held
from ops_console.data.store import Store
from ops_console.data.tables import (
    Application,
    BankItem,
    Billing,
    BillingTerms,
    Branch,
    ClaimItem,
    Clerk,
    Coverage,
    Mandate,
    Party,
    Policy,
    PolicyStatus,
    StoreState,
    WorkItem,
)
from ops_console.data.verify import verify_store
from ops_console.rules import credit_code, identity
from ops_console.training.demo import DEMO_DAY, build

POLICIES = 60


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = build(str(tmp_path_factory.mktemp("demo") / "demo.db"), POLICIES, 1)
    yield made
    made.close()


def test_two_stores_of_one_seed_are_the_same_in_every_row(store: Store, tmp_path: Path) -> None:
    again = build(str(tmp_path / "again.db"), POLICIES, 1)
    with store.read() as one, again.read() as other:
        for model in every_model():
            assert rows_as_held(one, model) == rows_as_held(other, model), model.__name__


def test_another_seed_makes_other_people(store: Store, tmp_path: Path) -> None:
    other = build(str(tmp_path / "other.db"), 5, 2)
    with store.read() as one, other.read() as two:
        assert not {party.document_no for party in one.find(Party)} & {party.document_no for party in two.find(Party)}


def test_every_invariant_holds(store: Store) -> None:
    with store.read() as reader:
        assert verify_store(reader) == []


def test_it_stands_at_the_demo_day_in_every_branch(store: Store) -> None:
    with store.read() as reader:
        assert reader.need(StoreState, 1).business_date == DEMO_DAY
        assert {branch.open_day for branch in reader.find(Branch)} == {DEMO_DAY}


def test_identity_numbers_are_valid_and_fit_their_holders(store: Store) -> None:
    with store.read() as reader:
        parties = reader.find(Party)
    organisations = [one for one in parties if one.document_kind == "credit_code"]
    assert len(organisations) == 2
    for one in parties:
        if one in organisations:
            assert not credit_code.problems_of(one.document_no)
        else:
            assert not identity.problems_of(one.document_no, DEMO_DAY, birth=one.birth, sex=one.sex)  # type: ignore[arg-type]


def test_work_waits_in_every_room_and_some_of_it_is_overdue(store: Store) -> None:
    with store.read() as reader:
        waiting = reader.find(WorkItem, open=True)
    rooms = {"counter", "underwriting", "callback", "preservation", "claims", "premium", "archive", "consultation"}
    assert rooms <= {case.room for case in waiting}
    assert any(case.due < DEMO_DAY for case in waiting)
    assert any(case.referred_to for case in waiting)


def test_a_group_of_twelve_is_insured_and_another_waits_in_underwriting(store: Store) -> None:
    with store.read() as reader:
        (policy,) = reader.find(Policy, product="GT01")
        assert len(reader.current(Coverage, policy.id)) == 12
        (request,) = reader.find(WorkItem, policy_id=policy.id, kind="endorsement")
        waiting = [one for one in reader.find(Application, product="GT01") if one.policy_id is None]
        assert [reader.need(WorkItem, one.case_id).state for one in waiting] == ["underwriting"]
    assert request.state == "review"


def test_policies_lie_all_over_the_company(store: Store) -> None:
    with store.read() as reader:
        assert len({row.branch_id for row in reader.find(PolicyStatus)}) > 20


def test_claims_that_wait_are_about_policies_that_owe_nothing(store: Store) -> None:
    with store.read() as reader:
        claimed = {item.policy_id for item in reader.find(ClaimItem)}
        owed = {row.policy_id for row in reader.find(Billing, active=True) if row.paid_to < row.next_due}
    assert claimed
    assert not claimed & owed


def test_premiums_are_owed_within_grace(store: Store) -> None:
    with store.read() as reader:
        assert any(row.paid_to < row.next_due for row in reader.find(Billing, active=True))


def test_customers_banks_want_every_format_of_file(store: Store) -> None:
    banking = shipped().banking
    with store.read() as reader:
        mandates, terms = reader.find(Mandate), reader.find(BillingTerms)
    assert {banking.banks[one.bank].profile for one in mandates} == set(banking.profiles)
    accounts = {one.policy_id: one.account_no for one in terms if one.account_no}
    assert {one.bank for one in mandates if banking.code_of(accounts[one.policy_id]) != one.bank} == set()


def test_money_that_fits_nothing_waits_to_be_cleared(store: Store) -> None:
    with store.read() as reader:
        assert sorted(one.amount for one in reader.find(BankItem)) == [-3_000, 68_000]


def test_every_duty_has_a_clerk_without_a_password(store: Store) -> None:
    with store.read() as reader:
        logins = {clerk.login: clerk for clerk in reader.find(Clerk)}
    assert {"counter", "preservation", "uw", "claims", "callback", "premium", "cashier", "keeper", "approver"} <= set(
        logins
    )
    assert {"uw.senior", "claims.supervisor", "cashier.head", "admin", "auditor"} <= set(logins)
    assert all(clerk.password_hash is None for clerk in logins.values())


def test_columns_are_read_in_their_order(store: Store) -> None:
    with store.read() as reader:
        raw = dict(zip(columns_of(Clerk), rows_as_held(reader, Clerk)[0], strict=True))
        assert reader.need(Clerk, raw["id"]).login == raw["login"]


def test_it_can_be_made_on_either_engine(store_url: str) -> None:
    made = build(store_url, 20, 1)
    with made.read() as reader:
        assert verify_store(reader) == []
        assert reader.count(WorkItem, open=True) > 50
    made.close()
