"""How the screens look, at both sizes: `pytest tests/screens --snapshot-update` accepts a change that was looked at."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from ops_console.base.i18n import set_language
from ops_console.screens.app import ConsoleApp
from tests.screens.play import Play
from tests.support.company import Company

WIDE, NARROW = (120, 40), (80, 24)


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
    assert snap_compare(app, terminal_size=size, run_before=played("?2 waiting" if language == "en" else "?2"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_room(snap_compare: Callable[..., bool], app: ConsoleApp, size: tuple[int, int]) -> None:
    steps = (
        ["1", "?王小明", "enter", "?WL20-000001", "?2  Withdraw"]
        if size == NARROW
        else ["1", "?WL20-000001", "?2  Withdraw"]
    )
    assert snap_compare(app, terminal_size=size, run_before=played(*steps))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_form_with_problems(snap_compare: Callable[..., bool], app: ConsoleApp, size: tuple[int, int]) -> None:
    steps = ("1", "?2  Withdraw", "colon", "c", "n", "0", "1", "enter", "?Form number *", "f9", "?The input has")
    assert snap_compare(app, terminal_size=size, run_before=played(*steps))
