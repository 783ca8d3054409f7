"""The command palette: rooms and every operation of the register, found by any word of its name, code or label."""

from collections.abc import Callable
from functools import partial
from typing import cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from ops_console.base.i18n import _
from ops_console.base.safe_text import safe
from ops_console.screens.ways import Ways
from ops_console.screens.words import ROOMS, room_name


class OperationProvider(Provider):
    """What the palette offers."""

    @property
    def _console(self) -> Ways:
        return cast(Ways, self.app)

    def _offers(self) -> list[tuple[str, str, Callable[[], None]]]:
        """Text, help and what it does."""
        console, here = self._console, self.screen
        if console.session is None:
            return []
        offers: list[tuple[str, str, Callable[[], None]]] = [
            (room_name(room), _("Go to the room"), partial(console.open_room, room)) for room in ROOMS
        ]
        from ops_console.desk.operations import OPERATIONS

        for one in OPERATIONS.values():
            text = f"{one.code} {_(one.label)}"
            offers.append((text, _(one.help), partial(console.start_operation, one.name, here)))
        return offers

    async def discover(self) -> Hits:
        for text, about, call in self._offers():
            yield DiscoveryHit(Content(safe(text)), call, text, safe(about))

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for text, about, call in self._offers():
            score = matcher.match(f"{text} {about}")
            if score > 0:
                yield Hit(score, Content(safe(text)), call, text, safe(about))
