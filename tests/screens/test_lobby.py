"""The lobby as the operations floor, by keyboard: the day, my next case, what is left behind, a supervisor's team."""

from datetime import date

from ops_console.base.plots import ASCII, DOTS, bar, short, signs
from ops_console.data.tables import Branch
from tests.doors.business.sales import ABOVE_THE_RULES
from tests.screens.conftest import Opening
from tests.support.company import BRANCH, Company


async def test_a_bar_shows_how_far_the_day_is(console: Opening, office: Company) -> None:
    done, _still = office.received(), office.received()
    office.move_to(office.case(done).due)
    office.do("counter.withdraw_application", done, reason="changed his mind")
    async with console() as play:
        await play.until("1 waiting, 0 mine", "0 overdue, 1 due today", "1 of 2 done", "received")


async def test_what_the_lobby_did_itself_is_counted_at_once(console: Opening, office: Company) -> None:
    policy = office.policy()
    async with console("preservation") as play:
        await play.until("2 Preservation", "0 waiting")
        await play.press("colon")
        await play.write("cn10")
        await play.press("enter")
        await play.until("Receive a preservation request")
        await play.write(policy)
        await play.press("enter")
        await play.write("1")
        await play.press("f9")
        await play.until("Lobby", "0 of 1 done", "Opened: E")


async def test_my_next_case_is_the_most_urgent_of_mine_and_of_my_rooms(console: Opening, office: Company) -> None:
    first = office.received()
    office.move_by(1)
    office.received()
    async with console() as play:
        await play.until("2 waiting")
        await play.press("f6")
        await play.until("Counter: 2 waiting", first, "Form number")


async def test_somebody_else_s_case_is_not_my_next_one(console: Opening, office: Company) -> None:
    office.do("desk.take", office.received(), office.clerk("counter", no=2))
    async with console() as play:
        await play.until("1 waiting")
        await play.press("f6")
        await play.until("No case waits for you")


async def test_a_branch_whose_day_stayed_open_is_told(console: Opening, office: Company) -> None:
    with office.store.write() as tx:
        tx.update(Branch, {"id": BRANCH}, {"open_day": date(2026, 2, 27)})
    async with console() as play:
        await play.until("! 1 branch has not closed its day: Shanghai, 2026-02-27.")


async def test_the_premium_room_s_clerks_see_the_month_and_the_runs_to_start(console: Opening, office: Company) -> None:
    office.policy()
    office.move_to(date(2027, 3, 3))
    async with console("premium") as play:
        await play.until("Renewal premium this month: 0.00 of 0.00 collected, 0%", "To be started:", "renewal-run")


async def test_a_supervisor_spreads_the_room_s_cases_from_the_team(console: Opening, office: Company) -> None:
    clerk = office.clerk("underwriting")
    number = office.keyed("TM20", **ABOVE_THE_RULES)
    async with console("underwriting", "supervisor") as play:
        await play.until("Team")
        await play.press("t")
        await play.until("Done today", "underwriting clerk 1")
        await play.press("1")
        await play.until("Spread a room's cases", "Clerks present")
        await play.press("f9")
        await play.until("This is what will happen", "Given out: underwriting clerk 1 1.")
        await play.press("f9")
        await play.until(
            "Given out: underwriting clerk 1 1.", f"Cases of underwriting clerk 1: 1\n {number}".split("\n")[0]
        )
        await play.press("enter", "enter")
        await play.until("Underwriting: 1 waiting", number)
    assert office.case(number).assignee_id == clerk.clerk_id


async def test_the_team_is_for_who_hands_out_work(console: Opening) -> None:
    async with console() as play:
        await play.until("Lobby")
        await play.press("t")
        await play.until("seen by who hands it out")


def test_a_bar_is_never_empty_for_something_nor_full_for_less_than_all() -> None:
    for whole in range(1, 40):
        for part in range(whole + 1):
            drawn = bar(part, whole, 8, DOTS)
            assert len(drawn) == 8
            assert (drawn == DOTS.empty * 8) is (part == 0)
            assert (drawn == DOTS.full * 8) is (part == whole)
    assert bar(0, 0, 4, ASCII) == "...."


def test_bars_are_ascii_where_the_locale_or_the_terminal_has_no_dots() -> None:
    assert signs({"LANG": "zh_CN.UTF-8", "TERM": "xterm-256color"}) == DOTS
    assert signs({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}) == ASCII
    assert signs({"LANG": "zh_CN.GBK"}) == ASCII
    assert signs({"LANG": "en_US.utf8", "TERM": "linux"}) == ASCII


def test_counts_take_at_most_six_signs() -> None:
    assert [short(number) for number in (7, 99_999, 100_000, 1_000_000)] == ["7", "99,999", "100k", "1.0M"]


async def test_a_clerk_s_theme_is_kept_and_another_clerk_s_is_not_touched(console: Opening) -> None:
    async with console() as play:
        await play.until("Lobby")
        await play.press("alt+c")
        await play.until("Theme: Light")
        assert play.app.theme == "light"
    async with console() as play:
        await play.until("Lobby")
        assert play.app.theme == "light"
        await play.press("ctrl+p")
        await play.write("green")
        await play.until("Theme: Green screen")
        await play.press("enter")
        await play.when(lambda _text: play.app.theme == "green", "the green screen")
    async with console("claims") as play:
        await play.until("Lobby")
        assert play.app.theme == "console"
