"""The pictures of the README: the console on a small training store, played by keys, drawn as SVG.

    python -m tools.pictures [NAME ...]    draw docs/pictures/NAME-en.svg and NAME-zh.svg anew (`make pictures`)

The same code makes the same bytes: the store has a seed, its days are fixed, the zone is China's, and a drawing names
nothing outside itself.
"""

import asyncio
import os
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from ops_console.base.i18n import LANGUAGES, Language, set_language
from ops_console.data.store import Store
from ops_console.data.tables import Clerk, Policy, PolicyStatus, WorkItem
from ops_console.desk.desk import perform
from ops_console.desk.entry import Actor
from ops_console.screens.app import ConsoleApp
from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.demo import DEMO_DAY, build
from ops_console.training.hours import instant
from tools.svg import stand_alone

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
POLICIES, SEED = 300, 1
WIDE, NARROW = (120, 40), (80, 24)
LOANED, LOAN_ITEM = "WL20", 27
EVENING = timedelta(hours=8)
STILL = 0.4
"""Seconds without a change after which a screen is finished."""
PATIENCE = 60
SIGNS = {" ": "space", ".": "full_stop"}


@dataclass(frozen=True)
class Picture:
    """Whose console, the room and case it is opened on, and the keys that lead to the picture."""

    name: str
    login: str
    room: str = ""
    case: str = ""
    """A kind and state of which the first case is opened: `claim assessed`."""
    keys: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    """Texts typed after the keys, each ended with Enter."""
    then: tuple[str, ...] = ()
    size: tuple[int, int] = WIDE


PICTURES = (
    Picture("login", ""),
    Picture("lobby", "uw"),
    Picture("lobby-narrow", "uw", size=NARROW),
    Picture("counter", "counter", "counter"),
    Picture("preservation", "preservation", "preservation", "endorsement received", ("tab", "right", "right")),
    Picture("callback", "callback", "callback"),
    Picture("underwriting", "uw", "underwriting", "application underwriting", ("tab", "left")),
    Picture("underwriting-narrow", "uw", "underwriting", "application underwriting", ("enter",), size=NARROW),
    Picture("claims", "claims.senior", "claims", "claim assessed"),
    Picture("archive", "keeper", "archive"),
    Picture("premium", "cashier", "premium"),
    Picture("administration", "admin", "administration"),
    Picture("consultation", "consultation", "consultation"),
    Picture("team", "uw.supervisor", keys=("t",)),
    Picture("premium-runs", "premium", "premium", keys=("f8",)),
    Picture("form", "counter", "counter", "application keying", ("colon",), ("cn03",), ("f9",)),
    Picture(
        "trial", "preservation", "preservation", "endorsement received", ("colon",),
        ("ps03", "1000", "6222000000000001"), ("y", "f9"),
    ),
    Picture(
        "trial-narrow", "preservation", "preservation", "endorsement received", ("colon",),
        ("ps03", "1000", "6222000000000001"), ("y", "f9"), NARROW,
    ),
    Picture("help", "counter", "counter", "application keying", ("colon",), ("cn03",), ("f1",)),
    Picture("palette", "claims", "claims", "", ("ctrl+p", "c", "l", "0")),
)  # fmt: skip


def prepare(location: str) -> None:
    """The training store, with one more request: for a loan on the branch's oldest whole life policy in force."""
    store = build(location, POLICIES, SEED)
    with store.read() as reader:
        clerk = reader.find(Clerk, login="counter")[0]
        policy = next(
            policy
            for policy in reader.find(Policy, product=LOANED)
            if _is_in_force_here(reader.current(PolicyStatus, policy.id)[0])
        )
    actor = Actor(clerk.id, "training", instant(DEMO_DAY, 0) + EVENING)
    perform(store, "counter.receive_request", actor, policy.number, {"item": LOAN_ITEM})
    store.close()


def _is_in_force_here(status: PolicyStatus) -> bool:
    return status.status == "in_force" and status.branch_id == EASY_BRANCH


def _ids(location: str, picture: Picture) -> tuple[int | None, int | None]:
    """The clerk, and the newest case of the kind and state."""
    store = Store(location)
    with store.read() as reader:
        clerks = reader.find(Clerk, login=picture.login)
        kind, _, state = picture.case.partition(" ")
        cases = reader.find(WorkItem, kind=kind, state=state, branch_id=EASY_BRANCH, order_by="-id", limit=1)
    store.close()
    return clerks[0].id if clerks else None, cases[0].id if cases else None


async def draw(picture: Picture, location: str, language: Language) -> str:
    """The picture as SVG."""
    set_language(language)
    clerk_id, case_id = _ids(location, picture)
    app = ConsoleApp(location, clerk_id, True)
    async with app.run_test(size=picture.size) as pilot:
        await _still(pilot)
        if picture.room:
            app.open_room(picture.room, case_id)
            await _still(pilot)
        await _press(pilot, *picture.keys)
        for text in picture.typed:
            await pilot.press(*(SIGNS.get(sign, sign) for sign in text))
            await _press(pilot, "enter")
        await _press(pilot, *picture.then)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await _still(pilot)
        return stand_alone(app.export_screenshot(title="ops-console", simplify=True))


async def _press(pilot: Pilot[Any], *keys: str) -> None:
    if keys:
        await pilot.press(*keys)
        await _still(pilot)


async def _still(pilot: Pilot[Any]) -> None:
    """Wait until nobody works in the background and the screen does not change any more."""
    shown, since, begun = "", time.monotonic(), time.monotonic()
    while time.monotonic() - since < STILL:
        await pilot.pause(STILL / 8)
        now = str(pilot.app.screen._compositor.render_strips())
        if now != shown or any(not worker.is_finished for worker in pilot.app.workers):
            shown, since = now, time.monotonic()
        if time.monotonic() - begun > PATIENCE:
            raise TimeoutError("the screen is never still")


def main(names: list[str]) -> None:
    """Draw the pictures named, or all."""
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        location = str(Path(folder) / "training.sqlite")
        prepare(location)
        for picture in PICTURES:
            for language in LANGUAGES if not names or picture.name in names else ():
                svg = asyncio.run(draw(picture, location, language))
                (FOLDER / f"{picture.name}-{language}.svg").write_text(svg, encoding="utf-8")
            print(picture.name)


if __name__ == "__main__":
    main(sys.argv[1:])
