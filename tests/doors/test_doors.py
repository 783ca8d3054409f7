"""Everything can be done through both doors, by keys and by commands, and leaves the same in the store."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from ops_console import rooms
from ops_console.data.store import Store
from ops_console.data.verify.digest import digest_of
from ops_console.desk.operations import OPERATIONS
from tests.doors.business import (  # noqa: F401 - their scenarios are registered by importing
    accounts,
    bank,
    claims,
    consultation,
    funds,
    groups,
    house,
    premium_year,
    preservation,
    sales,
    service,
    underwriting,
    years,
)
from tests.doors.command_door import CommandDoor, ShellDoor
from tests.doors.door import Door
from tests.doors.scenario import SCENARIOS, Scenario
from tests.doors.screen_door import at_the_console
from tests.support import company as companies
from tests.support.company import Company
from tests.support.stores import SqliteStores

rooms.load()


@pytest.fixture
def new_company(tmp_path: Path, kept_files: Path) -> Iterator[Callable[[], Company]]:
    """Makes fresh companies on SQLite, all alike: the engine behind a door makes no difference to it."""
    stores = SqliteStores(tmp_path, kept_files)
    with ExitStack() as opened:

        def made() -> Company:
            store = Store(stores.copy("company", companies.build))
            opened.callback(store.close)
            return Company(store)

        yield made
    stores.close()


async def play(scenario: Scenario, door: Door) -> str:
    """Play a scenario; the digest of what is in the store then."""
    await scenario.play(door)
    assert door.done == scenario.operations
    assert door.company.verify() == []
    with door.company.store.read() as reader:
        return digest_of(reader)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
async def test_done_by_keys_it_leaves_what_it_leaves_done_by_commands(
    scenario: Scenario, new_company: Callable[[], Company]
) -> None:
    by_commands = await play(scenario, CommandDoor(new_company()))
    office = new_company()
    async with at_the_console(office) as door:
        by_keys = await play(scenario, door)
    assert by_keys == by_commands


async def test_a_shell_starts_the_same_commands(new_company: Callable[[], Company]) -> None:
    [scenario] = [one for one in SCENARIOS if one.play is sales.a_callback_finds_something_that_is_settled]
    assert await play(scenario, ShellDoor(new_company())) == await play(scenario, CommandDoor(new_company()))


def test_together_the_scenarios_do_every_operation_there_is() -> None:
    done = frozenset[str]().union(*(scenario.operations for scenario in SCENARIOS))
    assert done == OPERATIONS.keys()
