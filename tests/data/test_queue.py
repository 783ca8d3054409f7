"""The queue by pages: in order of due date, cut by key, in the clerk's scope only; alike on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from ops_console.data.days import FOREVER
from ops_console.data.glance import glance
from ops_console.data.queries import people, queue, search
from ops_console.data.tables import Branch, WorkItem
from tests.support.company import BRANCH, FIRST_DAY, Company

OTHER = 102


@contextmanager
def cases(company: Company, count: int, branch: int = BRANCH) -> Iterator[list[int]]:
    """Ids of claims that fall due on ten days in turn, every seventh waiting for something, in the queue's order.

    Written by hand, without events: so they are taken away before the company's books are checked.
    """
    rows = []
    for n in range(count):
        case_id = branch * 10**11 + 5000 + n
        due = FOREVER if n % 7 == 6 else FIRST_DAY + timedelta(days=n * 3 % 10)
        row = WorkItem(
            id=case_id, number=f"C{case_id}0", kind="claim", room="claims", state="reported", received=FIRST_DAY
        )
        row.branch_id, row.due = branch, due
        rows.append(row)
    with company.store.write() as tx:
        tx.insert(rows)
    yield [row.id for row in sorted(rows, key=lambda row: (row.due, row.id))]
    with company.store.write() as tx:
        for row in rows:
            tx.delete(WorkItem, {"id": row.id})


def walked(company: Company, scope: tuple[int, ...], size: int, *, backward: bool = False) -> list[int]:
    """All ids of the queue, page by page from one end to the other."""
    found: list[int] = []
    place = None
    with glance(company.store.url) as lines:
        while True:
            if backward:
                page = queue.page(lines, "claims", scope, before=place, backward=True, size=size)
                found[:0] = [row.id for row in page]
                place = page[0].place if page else None
            else:
                page = queue.page(lines, "claims", scope, after=place, size=size)
                found += [row.id for row in page]
                place = page[-1].place if page else None
            if len(page) < size:
                return found


@pytest.mark.parametrize("size", [1, 7, 40, 100])
def test_pages_of_any_size_give_every_case_once_in_order_of_due_date(company: Company, size: int) -> None:
    with cases(company, 40) as expected:
        assert walked(company, (BRANCH,), size) == expected
        assert walked(company, (BRANCH,), size, backward=True) == expected


def test_branches_of_the_scope_come_in_one_order_and_others_not_at_all(company: Company) -> None:
    with cases(company, 15) as here, cases(company, 15, OTHER) as there:
        both = walked(company, (BRANCH, OTHER), 4)
        assert sorted(both) == sorted(here + there)
        assert [case for case in both if case in here] == here
        assert walked(company, (OTHER,), 4) == there


def test_cases_that_wait_for_something_come_last(company: Company) -> None:
    with cases(company, 14), glance(company.store.url) as lines:
        page = queue.page(lines, "claims", (BRANCH,))
        assert [row.due == FOREVER for row in page] == [False] * 12 + [True] * 2


def test_counts_tell_waiting_due_today_overdue_and_mine(company: Company) -> None:
    clerk = company.clerk("claims").clerk_id
    today = FIRST_DAY + timedelta(days=3)
    with cases(company, 14) as ids:
        with company.store.write() as tx:
            tx.update(WorkItem, {"id": ids[0]}, {"assignee_id": clerk})
        with glance(company.store.url) as lines:
            due = [row.due for row in queue.page(lines, "claims", (BRANCH,))]
            counts = queue.counts(lines, ("claims", "counter"), (BRANCH,), clerk, today)
            assert counts == {"claims": queue.RoomCounts(14, due.count(today), sum(day < today for day in due), 1)}
            assert queue.mine(lines, "claims", clerk) == [ids[0]]


def test_people_are_found_by_name_initials_document_and_phone(company: Company) -> None:
    number = company.received()
    with glance(company.store.url) as lines:
        for text in ("李明", "LM", "lm", "3101011986", "1380000000"):
            found = search.search(lines, text, (BRANCH,))
            assert [party.name for party in found.parties] == ["李明"], text
            assert [case.number for case in found.cases] == [number]
        assert search.search(lines, number.lower(), (BRANCH,)).cases[0].number == number
        assert search.search(lines, number, (OTHER,)).cases == ()
        assert search.search(lines, "  ", (BRANCH,)) == search.Found((), (), ())


def test_policies_are_found_by_number_and_by_their_people(company: Company) -> None:
    policy = company.policy("TM20")
    with glance(company.store.url) as lines:
        for text in (policy, "李明"):
            found = search.search(lines, text, (BRANCH,)).policies
            assert [(one.number, one.product, one.status, one.party) for one in found] == [
                (policy, "TM20", "in_force", "李明")
            ]


def test_the_scope_of_a_clerk_is_the_own_branch_and_all_below(company: Company) -> None:
    with company.store.read() as reader:
        everything = {branch.id for branch in reader.find(Branch)}
        below = {branch.id for branch in reader.find(Branch, parent_id=BRANCH)} | {BRANCH}
    with glance(company.store.url) as lines:
        assert set(people.scope_of(lines, 1)) == everything
        assert below <= set(people.scope_of(lines, BRANCH)) < everything


def test_the_quick_look_knows_the_same_calendar_as_the_catalog(company: Company) -> None:
    with glance(company.store.url) as lines:
        look = people.store_look(lines)
    assert look.business_date == FIRST_DAY
    assert look.calendar == company.catalog.calendar
    assert not look.calendar.is_working(date(2026, 10, 1))
