"""Drills: every scenario can be solved, its model answer shows no difference, and what differs is named."""

from pathlib import Path

import pytest

from ops_console.base.problems import UsageError
from ops_console.data.store import Store
from ops_console.data.tables import Clerk
from ops_console.data.verify import verify_store
from ops_console.screens.exercise import Exercise
from ops_console.screens.words import ROOMS
from ops_console.training.drills import lesson
from ops_console.training.drills.lesson import Lesson
from ops_console.training.drills.scenario import Scenario, Step, answer
from ops_console.training.drills.scenarios import SCENARIOS
from tests.screens.play import playing


def begun(name: str, home: Path) -> Lesson:
    return lesson.start(lesson.scenario(name), "li", home)


def test_every_room_with_customers_has_a_scenario() -> None:
    assert {one.room for one in SCENARIOS} == set(ROOMS) - {"administration"}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_the_model_answer_is_the_model_answer(scenario: Scenario, tmp_path: Path) -> None:
    mine = lesson.start(scenario, "li", tmp_path)
    assert lesson.compared(mine).differences
    goal = Exercise(scenario.title, scenario.goal, mine.named).text()
    assert all(mine.named[step.on] in goal for step in scenario.model if step.on in mine.named)
    answer(scenario, mine.work, dict(mine.named))
    found = lesson.compared(mine)
    assert found.differences == []
    assert [one.operation for one in found.done] == [step.operation for step in scenario.model]
    store = Store(str(mine.work))
    with store.read() as reader:
        assert list(verify_store(reader)) == []
    store.close()


def test_what_was_typed_otherwise_and_what_was_left_out_is_named(tmp_path: Path) -> None:
    mine = begun("preservation", tmp_path)
    wrong = Scenario(
        **{**vars(mine.scenario), "model": [Step("preservation.change_contact", "move", {"phone": "13900000000"})]}
    )
    answer(wrong, mine.work, dict(mine.named))
    told = "\n".join(lesson.compared(mine).differences)
    assert "Telephone: 13900000000 instead of 13911112222" in told
    assert f"Not done: PS06 Cancel in the hesitation period {mine.named['cancel']}" in told
    assert "Account" in told


def test_another_order_is_named(tmp_path: Path) -> None:
    mine = begun("archive", tmp_path)
    turned = Scenario(**{**vars(mine.scenario), "model": list(reversed(mine.scenario.model))})
    answer(turned, mine.work, dict(mine.named))
    assert lesson.compared(mine).differences == ["Done in another order than AR01, AR05"]


def test_a_reset_brings_the_beginning_back(tmp_path: Path) -> None:
    mine = begun("callback", tmp_path)
    answer(mine.scenario, mine.work, dict(mine.named))
    lesson.reset(mine)
    assert lesson.compared(mine).done == []
    assert begun("callback", tmp_path) == mine


def test_every_trainee_has_a_copy_of_their_own(tmp_path: Path) -> None:
    mine = begun("callback", tmp_path)
    answer(mine.scenario, mine.work, dict(mine.named))
    other = lesson.start(mine.scenario, "wang", tmp_path)
    assert lesson.compared(other).done == []


@pytest.mark.parametrize("name", ["", "../li", "a b", "x" * 41])
def test_a_name_that_is_no_folder_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        lesson.start(lesson.scenario("callback"), name, tmp_path)


def _clerk(mine: Lesson) -> int:
    store = Store(str(mine.work))
    with store.read() as reader:
        (clerk,) = reader.find(Clerk, login=mine.scenario.login)
    store.close()
    return clerk.id


async def test_a_scenario_is_solved_by_keyboard_only(tmp_path: Path) -> None:
    mine = begun("premium", tmp_path)
    task = Exercise(mine.scenario.title, mine.scenario.goal, mine.named)
    url = f"sqlite:///{mine.work}"
    async with playing(url, _clerk(mine), (120, 40), exercise=task) as play:
        await play.until("DRILL: A payment goes out")
        await play.press("f1")
        await play.until("Your task", mine.named["payment"])
        await play.press("f3", "7")
        await play.until(mine.named["payment"], "1  Release a payment")
        await play.press("1")
        await play.until("Release a payment  " + mine.named["payment"])
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until("1  Pay out")
        await play.press("1")
        await play.until("Pay out  " + mine.named["payment"])
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.when(lambda text: "Pay out  " not in text, "the room again")
        await play.until("Premium: ")
    assert lesson.compared(mine).differences == []
