"""renewal-run: what falls due is raised exactly once and posted to the fen, however often it is stopped and started."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ops_console.base.problems import Conflict, NotAllowed
from ops_console.batch import renewal
from ops_console.batch.report import Totals
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.store import Store
from ops_console.data.tables import Clerk, ClerkDuty, Event, LedgerLine, PremiumDue, Run, RunChunk
from ops_console.desk.entry import Actor
from tests.support.book import BEIJING, INCOME, RECEIVABLE, SHANGHAI, Book

MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


def test_a_premium_that_falls_due_is_raised_and_the_due_date_advances_but_paid_to_does_not(book: Book) -> None:
    policy = book.add(date(2026, 3, 15), months=12, premium=123_456)
    book.renew(MARCH)
    [due] = book.dues(policy)
    assert (due.due_date, due.amount, due.channel, due.branch_id) == (date(2026, 3, 15), 123_456, "bank", SHANGHAI)
    billing = book.billing(policy)
    assert (billing.next_due, billing.paid_to) == (date(2027, 3, 15), date(2026, 3, 15))


def test_the_as_of_day_itself_is_due_and_the_day_after_is_not(book: Book) -> None:
    today, tomorrow = book.add(MARCH), book.add(date(2026, 4, 1))
    book.renew(MARCH)
    assert book.due_dates(today) == [MARCH]
    assert book.due_dates(tomorrow) == []


def test_a_policy_that_does_not_bill_is_left_alone(book: Book) -> None:
    policy = book.add(date(2026, 3, 15), active=False)
    assert book.renew(MARCH).total == Totals()
    assert book.dues(policy) == []


def test_twice_raises_nothing_twice(book: Book) -> None:
    book.add(date(2026, 3, 15))
    first, second = book.renew(MARCH), book.renew(MARCH)
    assert (first.total.rows, second.total.rows) == (1, 0)
    assert len(book.dues()) == 1
    assert len(book.lines()) == 2


def test_every_instalment_owed_is_raised(book: Book) -> None:
    monthly, quarterly = book.add(date(2026, 1, 5), months=1, premium=100), book.add(date(2026, 1, 5), months=3)
    book.renew(date(2026, 4, 4))
    assert book.due_dates(monthly) == [date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)]
    assert book.due_dates(quarterly) == [date(2026, 1, 5)]
    assert book.billing(monthly).next_due == date(2026, 4, 5)
    assert book.broken_chunks() == []


def test_after_the_last_instalment_the_policy_bills_no_more(book: Book) -> None:
    policy = book.add(date(2026, 1, 5), months=1, ends_on=date(2026, 3, 5))
    book.renew(date(2026, 12, 31))
    assert book.due_dates(policy) == [date(2026, 1, 5), date(2026, 2, 5)]
    assert not book.billing(policy).active


def test_the_ledger_takes_one_posting_for_each_servicing_branch_and_income_account(book: Book) -> None:
    book.add(date(2026, 3, 1), premium=1_000)
    book.add(date(2026, 3, 2), premium=2_000)
    book.add(date(2026, 3, 3), premium=4_000, account="6031.02")
    book.add(date(2026, 3, 4), premium=8_000, serviced_by=BEIJING)
    book.renew(MARCH)
    assert book.balances() == {
        (SHANGHAI, RECEIVABLE): 7_000,
        (SHANGHAI, INCOME): -3_000,
        (SHANGHAI, "6031.02"): -4_000,
        (BEIJING, RECEIVABLE): 8_000,
        (BEIJING, INCOME): -8_000,
    }
    assert len(book.lines()) == 6
    assert all(sum(line.amount for line in book.lines() if line.entry_no == no) == 0 for no in (1, 2, 3))


def test_more_groups_than_are_guessed_are_posted_all_the_same(book: Book) -> None:
    branches = range(101, 115)
    for branch in branches:
        book.add(date(2026, 3, 1), premium=branch, serviced_by=branch)
    book.add(date(2026, 3, 1), branch=BEIJING, premium=5)
    report = book.renew(MARCH)
    assert report.branches[103] == Totals(1, report.branches[103].amount)
    assert {branch: total.amount for branch, total in report.branches.items()} == {
        **{branch: branch for branch in branches},
        BEIJING: BEIJING + 5,
    }


def test_postings_are_booked_on_the_servicing_branchs_open_day(book: Book) -> None:
    book.open_day(SHANGHAI, date(2026, 3, 30))
    book.add(date(2026, 3, 1))
    book.renew(MARCH)
    assert {line.booked_on for line in book.lines()} == {date(2026, 3, 30)}


def test_a_dry_run_gives_the_figures_of_the_run_and_changes_nothing(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "POLICIES_PER_CHUNK", 3)
    for day in range(1, 11):
        book.add(date(2026, 1, day), months=1, premium=1_000 + day, branch=SHANGHAI + day % 2)
    rehearsed = book.renew(MARCH, dry_run=True)
    assert (book.dues(), book.lines(), book.chunks()) == ([], [], [])
    real = book.renew(MARCH)
    assert rehearsed.total == real.total == Totals(30, real.total.amount)
    assert rehearsed.branches == real.branches
    assert rehearsed.chunks == real.chunks == 4


def test_a_branchs_run_takes_the_policies_it_and_those_below_it_service(book: Book) -> None:
    mine, moved_in = book.add(date(2026, 3, 1)), book.add(date(2026, 3, 1), branch=BEIJING, serviced_by=SHANGHAI)
    moved_out = book.add(date(2026, 3, 1), serviced_by=BEIJING)
    report = book.renew(MARCH, branch=SHANGHAI)
    assert set(report.branches) == {SHANGHAI}
    assert [len(book.dues(policy)) for policy in (mine, moved_in, moved_out)] == [1, 1, 0]


def test_chunks_are_cut_by_issuing_branch_and_never_overlap(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "POLICIES_PER_CHUNK", 2)
    for branch in (SHANGHAI, BEIJING):
        for _ in range(5):
            book.add(date(2026, 3, 1), branch=branch)
    book.renew(MARCH)
    chunks = book.chunks()
    assert [(chunk.branch_id, chunk.rows) for chunk in chunks] == [
        (branch, rows) for branch in (SHANGHAI, BEIJING) for rows in (2, 2, 1)
    ]
    assert all(left.last_id < right.first_id for left, right in pairwise(chunks))


def test_branches_with_few_policies_due_share_a_chunk(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "POLICIES_PER_CHUNK", 100)
    small, large = 2, 103
    for branch, policies in ((small, 1), (SHANGHAI, 1), (BEIJING, 2), (large, 5)):
        for _ in range(policies):
            book.add(date(2026, 1, 1), months=1, branch=branch, serviced_by=SHANGHAI)
    book.renew(date(2026, 2, 1))
    assert [(chunk.branch_id, chunk.rows) for chunk in book.chunks()] == [(small, 8), (large, 10)]
    assert book.broken_chunks() == []


def test_the_root_of_the_run_goes_on_the_branchs_chain(book: Book) -> None:
    book.add(date(2026, 3, 1), premium=500)
    report = book.renew(MARCH)
    with book.store.read() as reader:
        [event] = reader.find(Event, operation="batch.renewal-run")
    assert event.clerk_id == book.actor.clerk_id
    assert event.data == {
        "run": report.run_id, "as_of": "2026-03-31", "chunks": 1, "rows": 1, "amount": 500, "root": report.root
    }  # fmt: skip
    assert len(report.root) == 64


def test_the_digest_of_a_chunk_covers_its_dues_and_its_ledger_lines(book: Book) -> None:
    policy = book.add(date(2026, 3, 1), months=1)
    book.add(date(2026, 3, 2), months=1)
    book.renew(APRIL)
    assert book.broken_chunks() == []
    [chunk] = book.chunks()
    late = PremiumDue(
        policy_id=policy, due_date=APRIL, amount=1, channel="bank", branch_id=SHANGHAI, source_id=chunk.id
    )
    with book.store.write() as tx:
        tx.insert([late])
    assert book.broken_chunks() == [chunk.id]


def test_a_line_slipped_into_a_chunk_shows(book: Book) -> None:
    book.add(date(2026, 3, 1))
    book.renew(MARCH)
    [chunk] = book.chunks()
    template = book.lines()[0]
    with book.store.write() as tx:
        tx.insert([LedgerLine(**{**template.model_dump(), "line_no": 99})])
    assert book.broken_chunks() == [chunk.id]


class _Stopped(Exception):
    """The power goes."""


def _stop_after(chunks: int) -> Any:
    def watch(progress: Any) -> None:
        if progress.chunks_done == chunks:
            raise _Stopped

    return watch


def test_an_unfinished_run_is_resumed_before_anything_else(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "POLICIES_PER_CHUNK", 1)
    policies = [book.add(date(2026, 3, 1), months=1) for _ in range(3)]
    with pytest.raises(_Stopped):
        renewal.RENEWAL.run(book.store, book.actor, MARCH, progress=_stop_after(1))
    assert [len(book.dues(policy)) for policy in policies] == [1, 0, 0]
    report = book.renew(MARCH)
    assert report.resumed
    assert report.total.rows == 3
    assert [len(book.dues(policy)) for policy in policies] == [1, 1, 1]
    assert len({chunk.run_id for chunk in book.chunks()}) == 1


def test_another_day_is_run_after_what_was_left_unfinished(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "POLICIES_PER_CHUNK", 1)
    policies = [book.add(date(2026, 3, 1), months=1) for _ in range(3)]
    with pytest.raises(_Stopped):
        renewal.RENEWAL.run(book.store, book.actor, MARCH, progress=_stop_after(1))
    report = book.renew(APRIL)
    assert not report.resumed
    assert [len(book.dues(policy)) for policy in policies] == [2, 2, 2]
    with book.store.read() as reader:
        assert all(run.finished_at for run in reader.find(Run))
        assert reader.count(RunChunk, done=False) == 0


def test_two_runs_of_the_kind_exclude_each_other(book: Book) -> None:
    with exclusively(book.store, "renewal-run"), pytest.raises(Conflict):
        book.renew(MARCH)
    with exclusively(book.store, "notice-run"):
        book.renew(MARCH)


def test_a_run_leaves_no_file_beside_the_store(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "store.db"))
    with exclusively(store, "renewal-run"):
        assert [file.name for file in tmp_path.iterdir()] == ["store.db.renewal-run.lock"]
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_file_that_lost_its_name_meanwhile_is_not_enough(tmp_path: Path) -> None:
    store, opened = Store(str(tmp_path / "store.db")), Path.open
    path = tmp_path / "store.db.renewal-run.lock"

    def lose_its_name_once(self: Path, *given: Any) -> Any:
        file = opened(self, *given)
        if self == path and not lost:
            lost.append(path)
            path.unlink()
        return file

    lost: list[Path] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", lose_its_name_once)
        with exclusively(store, "renewal-run"):
            assert lost == [path]
            assert path.exists()


def test_only_the_premium_department_runs_it_and_only_for_its_own_branches(book: Book) -> None:
    with book.store.write() as tx:
        tx.insert([Clerk(id=10, login="claims", name="claims", branch_id=1, grade="clerk")])
        tx.insert([ClerkDuty(clerk_id=10, duty="claims")])
        tx.insert([Clerk(id=11, login="beijing", name="beijing", branch_id=BEIJING, grade="clerk")])
        tx.insert([ClerkDuty(clerk_id=11, duty="premium")])
    with pytest.raises(NotAllowed):
        renewal.RENEWAL.run(book.store, Actor(10), MARCH)
    with pytest.raises(NotAllowed):
        renewal.RENEWAL.run(book.store, Actor(11), MARCH, SHANGHAI)
    assert renewal.RENEWAL.run(book.store, Actor(11), MARCH).branch_id == BEIJING
