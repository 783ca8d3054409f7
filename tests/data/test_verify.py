"""Verify: clean after real work, and after one change by hand it names the place."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text

from ops_console.data.schema import WRITTEN_ONCE
from ops_console.data.store import Store
from ops_console.data.tables import ChainHead, Clerk, Event, WorkItem
from ops_console.data.triggers import let_change
from ops_console.data.verify import digest_of, heads_of, verify_store
from ops_console.data.verify.chains import Heads
from ops_console.desk.desk import perform
from ops_console.desk.entry import Actor
from tests.support.company import Company, build
from tests.support.policies import asked, renew
from tests.support.stores import Stores

SECOND_DUE = date(2027, 3, 3)


def _fill(url: str) -> None:
    """Two policies, renewed and paid, one surrendered, and an application under way."""
    build(url)
    store = Store(url)
    company = Company(store)
    first, second = company.policy("WL20"), company.policy("TM20")
    company.keyed("HC01")
    renew(company, SECOND_DUE)
    company.do("premium.collect", first, amount="10000", method="bank")
    number, keyed = asked(company, first, 32, "surrender", account_no="6222000000000001")
    if keyed.state == "review":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", 2))
    company.do("premium.collect", second, amount="5", method="cash")
    company.do("counter.close_till", None, company.clerk("premium", "head_office"), counted="5")
    company.do("premium.close_day", None, company.clerk("premium", no=2))
    store.close()


@pytest.fixture
def store(stores: Stores) -> Iterator[Store]:
    store = Store(stores.copy("verified", _fill))
    yield store
    store.close()


def _places(store: Store, exported: Heads | None = None) -> list[str]:
    with store.read() as reader:
        return [finding.place for finding in verify_store(reader, exported)]


def _by_hand(store: Store, *statements: str) -> None:
    """What nobody should do: the triggers off, and a change past the desk."""
    with store.write() as tx:
        for statement in (*let_change(WRITTEN_ONCE, tx.connection.dialect.name), *statements):
            tx.connection.execute(text(statement))


def test_a_store_in_which_people_worked_is_whole(store: Store) -> None:
    assert _places(store) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("UPDATE ledger_line SET amount = 1 WHERE source_id = {event} AND line_no = 1", "ledger_line source {event}"),
        ("UPDATE ledger_line SET account = '1001' WHERE source_id = {event} AND line_no = 1", "event {event}"),
        ("UPDATE ledger_line SET booked_on = 20260101 WHERE source_id = {chunk} AND line_no = 1", "run_chunk {chunk}"),
        ("DELETE FROM ledger_line WHERE source_id = {event}", "event {event}"),
        ("UPDATE premium_due SET amount = amount + 1 WHERE source_id = {chunk}", "run_chunk {chunk}"),
        ("DELETE FROM premium_due WHERE source_id = {chunk}", "run_chunk {chunk}"),
        ("UPDATE premium_due SET channel = 'x' WHERE source_id = {event}", "event {event}"),
        ("UPDATE due_event SET kind = 'waived' WHERE source_id = {event}", "event {event}"),
        ("DELETE FROM due_event WHERE source_id = {event}", "event {event}"),
        ("UPDATE event SET clerk_id = clerk_id + 1 WHERE id = {event}", "event {event}"),
        ("UPDATE event SET data = '{{}}' WHERE id = {event}", "event {event}"),
        ("UPDATE event SET sealed = '' WHERE id = {event}", "event {event}"),
        ("DELETE FROM event WHERE id = {event}", "event {next}"),
        ("UPDATE billing SET paid_to = 20300303", "billing policy"),
        ("UPDATE billing SET next_due = 20260101", "premium_due policy"),
        ("UPDATE billing SET premium = 1", "billing policy"),
        ("UPDATE application SET premium = premium + 1 WHERE policy_id IS NOT NULL", "billing_terms policy"),
        ("UPDATE receipt SET no = no + 1000", "receipt branch 101"),
        ("UPDATE work_item SET due = 20200101 WHERE kind = 'application' AND open", "work_item A"),
        ("UPDATE policy_status SET valid_to = 20300101 WHERE valid_to = 99991231", "policy_status"),
        ("UPDATE suspense SET amount = amount + 1 WHERE source_id = {event}", "account"),
        ("UPDATE payable SET amount = amount + 1", "account"),
        ("UPDATE work_item SET party_id = 5 WHERE kind = 'application'", "work_item"),
        ("UPDATE run_chunk SET digest = 'x'", "run_chunk"),
        ("UPDATE run SET root = 'x'", "run 1"),
        ("UPDATE branch_day SET cash = cash + 1", "branch_day branch 101 day"),
        ("UPDATE branch_day SET lines = lines - 1", "branch_day branch 101 day"),
        ("UPDATE ledger_line SET booked_on = 20260102 WHERE booked_on = 20270303", "branch_day branch 101 day 2027-"),
        ("UPDATE catalog_entry SET body = '{{}}' WHERE code = 'WL20'", "catalog_entry version 1 product WL20"),
        ("UPDATE coverage SET source_id = 7", "coverage source 7"),
        ("DELETE FROM trace WHERE rule = 'cash_value_on'", "event"),
        ("""UPDATE trace SET body = replace(body, '"result":', '"result":-')""", "trace source"),
        ("UPDATE trace SET body = replace(body, 'entry_age', 'age')", "trace source"),
        ("UPDATE trace SET rule = 'rule_of_tomorrow' WHERE rule = 'cash_value_on'", "trace (rule_of_tomorrow)"),
        ("UPDATE ledger_line SET amount = amount + 1 WHERE rule = 'surrender'", "trace source"),
    ],
)  # fmt: skip
def test_one_change_by_hand_is_found_and_its_place_named(store: Store, change: str, place: str) -> None:
    event = _event_that_took_the_first_premium(store)
    names = {"event": event, "next": event + 1, "chunk": 1_000_001}
    _by_hand(store, change.format(**names))
    assert any(found.startswith(place.format(**names)) for found in _places(store))


def _event_that_took_the_first_premium(store: Store) -> int:
    """Of the receipt that put the first policy in force: it wrote a due, its collection and ledger lines."""
    with store.read() as reader:
        return reader.find(Event, operation="counter.record_receipt")[0].id


def test_a_tail_cut_off_with_its_head_shows_against_exported_heads(store: Store) -> None:
    with store.read() as reader:
        exported = {int(branch): (int(head["seq"]), str(head["hash"])) for branch, head in heads_of(reader).items()}
        last = reader.find(Event, branch_id=101)[-1]
    assert _places(store, exported) == []
    note = f"DELETE FROM note WHERE written_at >= {int(last.at.timestamp())}"
    head = f"UPDATE chain_head SET seq = {last.id % 10**11 - 1}, hash = '{last.prev}' WHERE branch_id = 101"
    _by_hand(store, f"DELETE FROM event WHERE id = {last.id}", note, head)
    assert f"event {last.id}" in _places(store, exported)
    with store.read() as reader:
        assert reader.need(ChainHead, 101).hash == last.prev


def test_work_done_since_the_export_is_no_cut(store: Store) -> None:
    with store.read() as reader:
        exported = {int(branch): (int(head["seq"]), str(head["hash"])) for branch, head in heads_of(reader).items()}
    with store.read() as reader:
        clerk = reader.find(Clerk, login="counter-head_office-1-101")[0]
        case = reader.find(WorkItem, open=True, branch_id=101)[0]
    perform(store, "desk.add_note", Actor(clerk.id, "test"), case.number, {"text": "called back"})
    assert _places(store, exported) == []


def test_the_digest_sees_business_and_neither_stamps_nor_sources(store: Store) -> None:
    def digest() -> str:
        with store.read() as reader:
            return digest_of(reader)

    before = digest()
    _by_hand(store, "UPDATE note SET written_at = 1", "UPDATE coverage SET source_id = 7", "UPDATE event SET at = 1")
    assert digest() == before
    with store.write() as tx:
        tx.connection.execute(text("UPDATE billing SET premium = premium + 1"))
    assert digest() != before
