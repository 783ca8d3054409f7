"""Playing the console as a person does: keys in, the text of the screen out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from unittest.mock import patch

from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.events import Key
from textual.pilot import Pilot

from ops_console.screens.app import ConsoleApp
from ops_console.screens.exercise import Exercise
from ops_console.screens.form import FormScreen

PATIENCE = 3000
"""How often we look again for something a thread is still reading."""
LOOK = 0.02
"""Seconds between looks."""
SIGNS = {" ": "space", "-": "minus", ".": "full_stop", "_": "underscore", ",": "comma", "/": "slash", ":": "colon"}


class Play:
    """A running console."""

    def __init__(self, app: ConsoleApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.keystrokes = 0
        """Keys pressed so far that are not content: what `write` types is, and so is the digit of a choice."""

    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(
            "".join(segment.text for segment in line) for line in self.app.screen._compositor.render_strips()
        )

    async def press(self, *keys: str) -> None:
        """Press keys that move, open or post."""
        self.keystrokes += len(keys)
        await self.pilot.press(*keys)

    async def write(self, text: str) -> None:
        """Type content: a text, an amount, the digit of a choice. All at once, for the console deals with keys in turn;
        to wait after each key takes ten times as long.
        """
        for sign in text:
            self.app.post_message(Key(SIGNS.get(sign, sign), sign))
        await self.happens(lambda: not self.app._ahead or bool(self.app._held), "all that was typed")
        await self.pilot.pause()

    async def until(self, *wanted: str) -> str:
        """Wait until the screen shows all of this; returns the screen."""
        return await self.when(lambda text: all(part in text for part in wanted), " and ".join(wanted))

    async def drafts(self, *operations: str) -> None:
        """Wait until the store keeps half-typed forms of just these operations for the clerk, to the last letter."""
        session, form = self.app.the_session, self.app.screen
        if isinstance(form, FormScreen):
            await self.happens(lambda: form._typed_so_far() == form._last_kept, "keeping what was typed")
        writers = [worker for worker in self.app.workers if worker.group.startswith("draft ")]
        await self.app.workers.wait_for_complete(writers)
        await self.when(
            lambda _text: sorted(draft.operation for draft in session.drafts()) == sorted(operations),
            f"the drafts {operations}",
        )

    async def happens(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something is so that is quicker to see than the text of the screen."""
        for _look in range(PATIENCE):
            if holds():
                return
            await self.pilot.pause(LOOK)
        raise AssertionError(f"never came about: {what}:\n{self.text()}")

    async def when(self, holds: Callable[[str], bool], what: str) -> str:
        """Wait until the text of the screen is as wanted."""
        for _look in range(PATIENCE):
            text = self.text()
            if holds(text):
                return text
            await asyncio.sleep(LOOK)
        raise AssertionError(f"the screen never showed {what}:\n{self.text()}")


@asynccontextmanager
async def playing(
    location: str,
    clerk_id: int | None,
    size: tuple[int, int],
    demo: bool = True,
    exercise: Exercise | None = None,
) -> AsyncIterator[Play]:
    """The console on a store, as a clerk."""
    app = ConsoleApp(location, clerk_id, demo, exercise)
    with painted_when_looked_at(), styles_read_once():
        async with app.run_test(size=size) as pilot:
            yield Play(app, pilot)


@contextmanager
def painted_when_looked_at() -> Iterator[None]:
    """Without a terminal Textual paints after every key, for nobody, which takes a third of the time."""
    paint = Compositor.render_update

    def paint_whole(compositor: Compositor, full: bool = False, **how: Any) -> Any:
        if full:
            return paint(compositor, full=True, **how)
        compositor._dirty_regions.clear()
        return None

    with patch.object(Compositor, "render_update", paint_whole):
        yield


_sheets: dict[object, list[RuleSet]] = {}
"""Rules by sheet and the colours they were read with."""


@contextmanager
def styles_read_once() -> Iterator[None]:
    """Textual reads all sheets of styles again for every console, and for every new kind of widget on it."""
    read = Stylesheet._parse_rules

    def read_once(sheet: Stylesheet, *what: Any, **how: Any) -> list[RuleSet]:
        key = (what, *sorted(how.items()), *sorted(sheet._variables.items()))
        if key not in _sheets:
            _sheets[key] = read(sheet, *what, **how)
        return _sheets[key]

    with patch.object(Stylesheet, "_parse_rules", read_once):
        yield
