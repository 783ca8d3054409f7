"""The command palette: rooms and every operation of the register, found by any word of its name, code or label."""

from collections.abc import Callable
from functools import partial
from typing import cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input

from ops_console.base.i18n import _
from ops_console.base.safe_text import safe
from ops_console.screens.look import THEMES
from ops_console.screens.ways import Ways
from ops_console.screens.words import ROOMS, room_name


class QuietPalette(CommandPalette):
    """The palette, with a cursor that does not blink."""

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False


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
        from ops_console.desk.operations import OPERATIONS

        offers: list[tuple[str, str, Callable[[], None]]] = []
        for draft in console.session.drafts():
            if draft.operation in OPERATIONS:
                one = OPERATIONS[draft.operation]
                text = _("Draft: {form} {number}").format(form=f"{one.code} {_(one.label)}", number=draft.subject)
                resume = partial(console.resume_draft, one.name, draft.subject, here)
                offers.append((text.strip(), _("Go on with what you left half typed"), resume))
        offers += [(room_name(room), _("Go to the room"), partial(console.open_room, room)) for room in ROOMS]
        about = _("What a product costs and how it would go on")
        offers.append((_("Quote and illustration"), about, console.open_quote))
        for one in OPERATIONS.values():
            text = f"{one.code} {_(one.label)}"
            offers.append((text, _(one.help), partial(console.start_operation, one.name, here)))
        for name, (_theme, label) in THEMES.items():
            text = _("Theme: {name}").format(name=_(label))
            offers.append((text, _("The next theme; each clerk keeps their own"), partial(console.choose_theme, name)))
        return offers

    async def discover(self) -> Hits:
        for text, about, call in self._offers():
            yield DiscoveryHit(Content(safe(text)), call, text, safe(about))

    async def search(self, query: str) -> Hits:
        words = query.casefold().split()
        for text, about, call in self._offers():
            score = _score(words, text.casefold(), about.casefold())
            if score > 0:
                yield Hit(score, Content(safe(text)), call, text, safe(about))


def _score(words: list[str], text: str, about: str) -> float:
    """How well an offer fits: every word must be in it, the name counts most. Textual's own matcher tries every way to
    scatter the letters over a text, which takes seconds on whole sentences."""
    if not all(word in text or word in about for word in words):
        return 0
    return sum((3 if text.startswith(word) else 2) if word in text else 1 for word in words) / max(len(words), 1)
