"""Several workers on one run: every chunk is worked once, in an order that gives the same books as one worker does."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing.process import BaseProcess
from typing import Any

import pytest
from sqlalchemy import text

from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.batch import notices, renewal
from ops_console.batch.crew import crew_of
from ops_console.batch.notices import NOTICE
from ops_console.batch.renewal import RENEWAL
from ops_console.batch.report import Totals
from ops_console.batch.runs import RunKind
from ops_console.data.queries.runs import runs_under_way
from ops_console.data.runs.renewal import Scope
from ops_console.data.runs.taking import Turn, next_chunk
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Billing, Event, Letter, Party, Policy, PolicyRole, Run, RunChunk
from ops_console.data.types import FOREVER
from ops_console.data.verify.digest import digest_of
from tests.support.book import BEIJING, SHANGHAI, Book, build
from tests.support.stores import Stores

MARCH = date(2026, 3, 31)
POSTGRES = pytest.mark.parametrize(
    "stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)  # fmt: skip

DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "POLICIES_PER_CHUNK", 2)
    monkeypatch.setattr(notices, "POLICIES_PER_CHUNK", 2)


def _fill(book: Book) -> None:
    """Two branches; every third policy is serviced by the other one."""
    for number in range(24):
        branch, other = (SHANGHAI, BEIJING) if number % 2 else (BEIJING, SHANGHAI)
        book.add(date(2026, 3, 1 + number), branch=branch, serviced_by=other if number % 3 == 0 else branch, months=1)


def _add_applicants(book: Book) -> None:
    with book.store.write() as tx:
        for no, policy in enumerate(tx.find(Policy)):
            person = {"name": "李明", "initials": "LM", "sex": "male", "birth": date(1990, 1, 1)}
            party = Party(**person, id=SHANGHAI * 10**11 + 10**6 + no, document_no=str(no), phone="1", address="上海")
            dated = {"revision": 1, "valid_from": date(2026, 1, 1), "valid_to": FOREVER, "source_id": 0}
            tx.insert([party, PolicyRole(**dated, policy_id=policy.id, role="applicant", no=1, party_id=party.id)])


def _start(book: Book, kind: RunKind = RENEWAL, as_of: date = MARCH) -> Run:
    """A run that was begun and has no chunk done."""
    with book.store.read() as reader:
        task = kind._task(reader, book.actor, as_of, None)
    return kind._start(book.store, task)


def _together(book: Book, run: Run, kind: RunKind, workers: int) -> None:
    """Workers with connections of their own."""

    def work(number: int) -> None:
        store = Store(book.store.url)
        kind.take_part(store, run.id, book.actor, place=number / workers)
        store.close()

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))


@POSTGRES
def test_four_workers_leave_the_same_books_and_roots_as_one(stores: Stores) -> None:
    digests, roots = set(), set()
    for workers in (1, 4):
        book = Book(Store(stores.copy("book", build)))
        _fill(book)
        run = _start(book)
        _together(book, run, RENEWAL, workers)
        report = RENEWAL.run(book.store, book.actor, MARCH)
        assert (report.run_id, report.resumed, report.total.rows) == (run.id, True, 24)
        roots.add(report.root)
        assert not book.broken_chunks()
        with book.store.read() as reader:
            digests.add(digest_of(reader))
        book.store.close()
    assert len(digests) == len(roots) == 1


@POSTGRES
def test_letters_have_the_same_numbers_however_many_workers_wrote_them(stores: Stores) -> None:
    """Two branches, some policies serviced by the other one; nobody waits for somebody who waits for him."""
    digests = set()
    for workers in (1, 4):
        book = Book(Store(stores.copy("book", build)))
        _fill(book)
        _add_applicants(book)
        run = _start(book, NOTICE, date(2026, 2, 1))
        _together(book, run, NOTICE, workers)
        with book.store.read() as reader:
            assert reader.count(Letter) == 24
            digests.add(digest_of(reader))
            assert reader.connection.scalar(text(DEADLOCKS)) == 0
        book.store.close()
    assert len(digests) == 1


@POSTGRES
def test_whoever_finds_nothing_undone_closes_the_run_and_only_once(book: Book) -> None:
    _fill(book)
    run = _start(book)
    _together(book, run, RENEWAL, 4)
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _n: RENEWAL.join(book.store, run, book.actor), range(4)))
    assert {report.total.rows for report in reports} == {24}
    with book.store.read() as reader:
        assert reader.count(Event, operation="batch.renewal-run") == 1
        assert runs_under_way(reader) == ()


@POSTGRES
def test_chunks_of_a_branch_that_take_its_numbers_are_worked_one_after_the_other(book: Book) -> None:
    """Two workers on one branch: the second has nothing to take while the first has a chunk in hand."""
    with book.store.write() as tx:
        tx.insert([_run(7)])
        tx.insert([_chunk(7, no, SHANGHAI if no < 3 else BEIJING) for no in range(4)])
    ours, others = Turn(7, in_order=True), Store(book.store.url)
    with book.store.write() as tx, others.write() as second:
        first = next_chunk(tx, ours)
        elsewhere = next_chunk(second, ours)
        assert first is not None
        assert elsewhere is not None
        assert (first.branch_id, elsewhere.branch_id) == (SHANGHAI, BEIJING)
        assert next_chunk(second, ours) == elsewhere
        tx.update(RunChunk, {"id": first.id}, {"done": True})
    others.close()
    with book.store.write() as tx:
        following = next_chunk(tx, ours.past(first))
        assert following is not None
        assert (following.branch_id, following.id) == (SHANGHAI, first.id + 1)


@POSTGRES
def test_a_worker_that_dies_gives_its_chunk_back_to_the_one_who_waits(book: Book) -> None:
    _fill(book)
    run = _start(book)
    dying, taken, waits = Store(book.store.url), threading.Event(), threading.Event()

    def die() -> None:
        with dying.write() as tx:
            assert next_chunk(tx, Turn(run.id, in_order=False)) is not None
            taken.set()
            waits.wait(20)
            tx.connection.rollback()

    thread = threading.Thread(target=die)
    thread.start()
    taken.wait(20)
    told: list[bool] = []

    def watch(progress: Any) -> None:
        told.append(progress.waiting)
        if progress.waiting:
            waits.set()

    RENEWAL.take_part(book.store, run.id, book.actor, watch)
    thread.join()
    dying.close()
    assert told.count(True) == 1
    with book.store.read() as reader:
        assert reader.count(RunChunk, run_id=run.id, done=False) == 0


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
def test_a_store_in_a_file_has_one_worker(book: Book) -> None:
    _fill(book)
    assert RENEWAL.run(book.store, book.actor, MARCH, crew=crew_of(4)).total.rows == 24
    with book.store.read() as reader:
        run = reader.need(Run, 1)
    with pytest.raises(Refused, match="one writer"):
        RENEWAL.join(book.store, run, book.actor)


@POSTGRES
def test_a_clerk_who_is_quicker_keeps_the_change_and_the_chunk_is_worked_again(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The premium is changed after the run has read it and before the policy is moved on."""
    policy_id = book.add(MARCH, premium=100_000)
    raise_dues, tries = renewal.rows.raise_dues, list[bool]()

    def change_the_premium_first(tx: Tx, scope: Scope, chunk: RunChunk) -> int:
        tries.append(tx.still)
        if tx.still:
            with book.store.write() as clerk:
                clerk.update(Billing, {"policy_id": policy_id}, {"premium": Fen(120_000)})
        return raise_dues(tx, scope, chunk)

    monkeypatch.setattr(renewal.rows, "raise_dues", change_the_premium_first)
    report = RENEWAL.run(book.store, book.actor, MARCH)
    assert tries == [True, False]
    assert report.total == Totals(1, Fen(120_000))
    assert [due.amount for due in book.dues(policy_id)] == [120_000]
    assert not book.broken_chunks()


@POSTGRES
def test_processes_share_a_run_and_what_a_killed_one_had_in_hand_is_done_all_the_same(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fill(book)
    start, killed = BaseProcess.start, list[int]()

    def start_and_kill_the_first(process: BaseProcess) -> None:
        start(process)
        if not killed and process.pid:
            os.kill(process.pid, signal.SIGKILL)
            killed.append(process.pid)

    monkeypatch.setattr(BaseProcess, "start", start_and_kill_the_first)
    seen: list[int] = []
    report = RENEWAL.run(
        book.store, book.actor, MARCH, progress=lambda progress: seen.append(progress.chunks_done), crew=crew_of(2)
    )
    assert killed
    assert report.total.rows == 24
    assert seen[-1] == report.chunks
    assert not book.broken_chunks()
    with book.store.read() as reader:
        assert reader.total(Run, "rows") == 24


@POSTGRES
def test_no_more_processes_are_brought_up_than_there_are_chunks_and_none_for_a_single_one(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, begun = BaseProcess.start, list[str]()

    def start_and_tell(process: BaseProcess) -> None:
        begun.append(process.name)
        start(process)

    monkeypatch.setattr(BaseProcess, "start", start_and_tell)
    for day in (1, 2):
        book.add(date(2026, 3, day), branch=SHANGHAI, months=1)
    assert RENEWAL.run(book.store, book.actor, date(2026, 3, 2), crew=crew_of(4)).chunks == 1
    assert not begun
    book.add(date(2026, 3, 3), branch=SHANGHAI, months=1)
    report = RENEWAL.run(book.store, book.actor, date(2026, 4, 3), crew=crew_of(4))
    assert (report.chunks, report.total.rows, len(begun)) == (2, 4, 2)


def _run(number: int) -> Run:
    return Run(
        id=number, kind="notice-run", as_of=MARCH, branch_id=1, clerk_id=9, started_at=datetime(2026, 3, 1, tzinfo=UTC)
    )


def _chunk(run: int, no: int, branch: int) -> RunChunk:
    return RunChunk(id=run * 10**6 + no, run_id=run, branch_id=branch, first_id=no, last_id=no)
