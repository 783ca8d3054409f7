"""The queue list: a window over pages that come when they are needed."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.safe_text import cell_width
from ops_console.data.days import FOREVER
from ops_console.data.queries.queue import PAGE, QueueRow
from ops_console.data.tables import WorkItem
from ops_console.rooms.next_case import next_of
from ops_console.screens.queue import QueueList
from ops_console.screens.queue_text import days_text, in_columns
from tests.screens.conftest import Opening
from tests.support.company import BRANCH, FIRST_DAY, Company

ME, OTHER = 1, 2


def row(
    number: int,
    due: date = FIRST_DAY,
    tier: str = "ordinary",
    assignee: int | None = None,
    referred_to: str | None = None,
) -> QueueRow:
    return QueueRow(
        id=number,
        number=f"A{number:016d}",
        kind="application",
        state="received",
        branch_id=BRANCH,
        due=due,
        received=FIRST_DAY,
        assignee_id=assignee,
        assignee=None,
        referred_to=referred_to,
        priority=0,
        version=1,
        party=None,
        tier=tier,
    )


def test_the_next_case_is_the_most_urgent_then_the_higher_tier_then_the_older() -> None:
    late = row(9, date(2026, 2, 27))
    vip, older, younger = row(8, tier="vip"), row(3), row(4)
    assert next_of([younger, older, vip, late], ME) == late
    assert next_of([younger, older, vip, late], ME, late.id) == vip
    assert next_of([younger, older, vip, late], ME, vip.id) == older
    assert next_of([younger, older, vip, late], ME, older.id) == younger
    assert next_of([younger, older, vip, late], ME, younger.id) == late


def test_what_others_have_taken_and_what_waits_for_something_is_not_next() -> None:
    assert next_of([row(1, assignee=OTHER), row(2, FOREVER)], ME) is None
    assert next_of([row(1, assignee=ME)], ME) == row(1, assignee=ME)
    assert next_of([row(1)], ME, 1) is None


def test_what_is_referred_above_the_grade_is_not_next() -> None:
    higher, own = row(1, date(2026, 2, 27), referred_to="supervisor"), row(2, referred_to="senior")
    assert next_of([higher, own], ME, above={"supervisor"}) == own
    assert next_of([higher], ME, above={"supervisor"}) is None


def test_days_left_are_marked_without_colour() -> None:
    assert [days_text(left).split() for left in (-3, 0, 12, None)] == [["!", "-3"], ["=", "0"], ["12"], ["~"]]


@given(
    st.lists(st.text(max_size=30), min_size=6, max_size=6),
    st.integers(min_value=0, max_value=200),
    st.integers(min_value=0, max_value=10),
)
def test_a_line_is_exactly_as_wide_as_its_list_whatever_the_data_holds(values: list[str], width: int, who: int) -> None:
    assert cell_width(in_columns(values, width, who)) == width


def test_where_nobody_has_a_case_the_states_are_not_cut() -> None:
    line = in_columns(("3", "", "A0101000000042820", "李明", "issued, to be delivered", ""), 59, 0)
    assert line.rstrip().endswith("issued, to be delivered")


async def test_the_whole_queue_can_be_walked_through_from_end_to_end(console: Opening, office: Company) -> None:
    count = PAGE * 2 + 50
    ids = [BRANCH * 10**11 + 5000 + n for n in range(count)]
    with office.store.write() as tx:
        tx.insert(
            [
                WorkItem(
                    id=case_id,
                    number=f"A{case_id}0",
                    kind="application",
                    room="counter",
                    state="received",
                    branch_id=BRANCH,
                    received=FIRST_DAY,
                    due=FIRST_DAY,
                )
                for case_id in ids
            ]
        )
    async with console() as play:
        await play.press("1")
        await play.until(f"Counter: {count} waiting", str(ids[0]))
        queue = play.app.screen.query_one(QueueList)
        seen = [queue.rows[queue.cursor].id]
        while seen[-1] != ids[-1]:
            await play.press("pagedown")
            assert queue.current is not None
            if queue.current.id != seen[-1]:
                seen.append(queue.current.id)
        assert seen == sorted(seen)
        await play.press("home")
        await play.until(str(ids[0]))
        await play.press("end")
        await play.until(str(ids[-1]))
        await play.press("up")
        assert queue.current is not None
        assert queue.current.id == ids[-2]


async def test_the_case_digits_act_on_is_seen_after_the_window_became_small(console: Opening, office: Company) -> None:
    ids = [BRANCH * 10**11 + 5000 + n for n in range(60)]
    cases = {"kind": "application", "room": "counter", "state": "received", "received": FIRST_DAY, "due": FIRST_DAY}
    with office.store.write() as tx:
        tx.insert([WorkItem(id=case_id, number=f"A{case_id}0", branch_id=BRANCH, **cases) for case_id in ids])
    async with console() as play:
        await play.press("1")
        await play.until("Counter: 60 waiting", str(ids[0]))
        await play.press(*["down"] * 30)
        await play.until(str(ids[30]))
        await play.pilot.resize_terminal(60, 15)
        await play.when(lambda text: str(ids[30]) in text and str(ids[0]) not in text, "the case under the cursor")
