"""How the screens look, at both sizes: `pytest tests/screens --snapshot-update` accepts a change that was looked at."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ops_console.base.i18n import set_language
from ops_console.data.store import Store
from ops_console.screens.app import ConsoleApp
from tests.doors.business.house import changed_catalog
from tests.doors.business.sales import ABOVE_THE_RULES
from tests.screens.play import Play, painted_when_looked_at, styles_read_once
from tests.support.claims import approve, assess, reported, with_papers
from tests.support.company import LI_MING, Company, build
from tests.support.stores import SqliteStores

WIDE, NARROW = (120, 40), (80, 24)
DAY = date(2026, 5, 4)
STILL = 8
"""Looks in a row that must find the screen unchanged and nobody at work behind it."""
ROOMS = {
    "counter": "counter",
    "preservation": "preservation",
    "callback": "callback",
    "underwriting": "underwriting",
    "claims": "claims",
    "archive": "archive_keeper",
    "premium": "premium",
    "administration": "administrator",
    "consultation": "consultation",
}
"""Every room, and the duty of who looks at it."""


@pytest.fixture
def app(office: Company) -> ConsoleApp:
    """The console of a counter clerk with two applications waiting."""
    office.received()
    office.move_by(1)
    office.received("TM20", applicant_name="王小明", applicant_document="11010519491231002X")
    return ConsoleApp(office.store.url, office.clerk("counter").clerk_id, True)


def played(*steps: str) -> Callable[[Pilot[None]], object]:
    """Keys to press, and texts to wait for, which begin with `?`."""

    async def run(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, ConsoleApp)
        play = Play(app, pilot)
        for step in steps:
            if step.startswith("?"):
                await play.until(step[1:])
            else:
                await play.press(step)

    return run


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_lobby(snap_compare: Callable[..., bool], app: ConsoleApp, size: tuple[int, int], language: str) -> None:
    set_language("zh" if language == "zh" else "en")
    assert snap_compare(app, terminal_size=size, run_before=still)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_room(snap_compare: Callable[..., bool], app: ConsoleApp, size: tuple[int, int]) -> None:
    steps = (
        ["1", "?王小明", "enter", "?WL20-000001", "?2  Withdraw"]
        if size == NARROW
        else ["1", "?WL20-000001", "?2  Withdraw"]
    )
    assert snap_compare(app, terminal_size=size, run_before=played(*steps))


@pytest.fixture(autouse=True)
def _painted_at_the_end() -> Iterator[None]:
    with painted_when_looked_at(), styles_read_once():
        yield


@pytest.fixture
def busy(tmp_path: Path, kept_files: Path) -> Iterator[Company]:
    """A company at work, the same each time."""

    def fill(url: str) -> None:
        build(url)
        store = Store(url)
        begin_work(Company(store), changed_catalog(tmp_path))
        store.close()

    stores = SqliteStores(tmp_path, kept_files)
    store = Store(stores.copy("busy", fill))
    yield Company(store)
    store.close()
    stores.close()


def begin_work(office: Company, catalog: str) -> None:
    """Work waits in every room, and some of it is late."""
    policy = office.policy("HC01")
    office.move_to(DAY)
    claim = with_papers(office, "hospital")
    assess(office, claim, days=12, payees="")
    approve(office, claim)
    reported(office, "hospital", DAY - timedelta(days=3))
    office.received()
    office.keyed("TM20", **ABOVE_THE_RULES)
    office.do("counter.receive_request", policy, item=1)
    office.do("administration.propose_catalog", folder=catalog)
    office.do(
        "consultation.register_enquiry", client=LI_MING["applicant_document"], contact="李明", channel="phone",
        topic="policy", policy=policy, text="何时变更？",
    )  # fmt: skip
    # Sold to somebody else, and to be called back.
    other = "110105198201010029"
    office.policy("WL20", {"applicant_name": "王小明", "applicant_document": other}, applicant_document=other)


async def still(pilot: Pilot[None]) -> None:
    """Wait until everything that was asked for is on the screen."""
    app = pilot.app
    assert isinstance(app, ConsoleApp)
    play, shown, same = Play(app, pilot), "", 0
    while same < STILL:
        await pilot.pause(0.05)
        now = play.text()
        same = same + 1 if now == shown and all(worker.is_finished for worker in app.workers) else 0
        shown = now


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("room", ROOMS)
def test_every_room_at_work(
    snap_compare: Callable[..., bool],
    busy: Company,
    room: str,
    language: str,
    size: tuple[int, int],
) -> None:
    set_language("zh" if language == "zh" else "en")
    app = ConsoleApp(busy.store.url, busy.clerk(ROOMS[room]).clerk_id, True)

    async def opened(pilot: Pilot[None]) -> None:
        await still(pilot)
        app.open_room(room)
        await still(pilot)
        if size == NARROW:
            await pilot.press("enter")
            await still(pilot)

    assert snap_compare(app, terminal_size=size, run_before=opened)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_form_with_problems(snap_compare: Callable[..., bool], app: ConsoleApp, size: tuple[int, int]) -> None:
    steps = ("1", "?2  Withdraw", "colon", "c", "n", "0", "1", "enter", "?Form number *", "f9", "?The input has")
    assert snap_compare(app, terminal_size=size, run_before=played(*steps))
