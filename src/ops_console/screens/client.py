"""One client on a screen of their own: who it is, the policies, cases and letters; Enter opens a policy or a case."""

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.base.safe_text import safe
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of
from ops_console.screens.words import day, kind_name, room_name, state_name, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops_console.data.queries.client_look import ClientLook


class ClientScreen(ConsoleScreen[None]):
    """A client found by search."""

    AUTO_FOCUS = "#found"

    def __init__(self, party_id: int) -> None:
        super().__init__()
        self._party_id = party_id
        self._look: ClientLook | None = None
        self._open: list[Callable[[], None] | None] = []

    @property
    def place(self) -> str:
        return _("Client")

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("", id="client-text")
        yield OptionList(id="found")
        yield MessageLine()
        yield KeyBar("back", "refresh", "search", "code", "help", "language")

    def on_mount(self) -> None:
        super().on_mount()
        self.action_refresh()

    def action_refresh(self) -> None:
        from ops_console.data.queries.client_look import client_look
        from ops_console.data.store import store_at

        session, party_id = self.session, self._party_id

        def look() -> "ClientLook":
            with store_at(session.location).read() as reader:
                return client_look(reader, party_id, session.clerk.scope)

        self.ask(look, self._got, "client")

    def _got(self, look: "ClientLook") -> None:
        self._look = look
        self.relabel()

    def relabel(self) -> None:
        super().relabel()
        if self._look is None:
            return
        from ops_console.screens.sections import party_lines

        width = max(30, self.app.size.width - 4)
        self.query_one("#client-text", Static).update(lines_of(party_lines(self._look.party, width)))
        options = self.query_one(OptionList)
        kept = options.highlighted
        options.clear_options()
        self._open = []
        self._list_policies(options, self._look)
        self._list_cases(options, self._look)
        self._list_letters(options, self._look)
        options.highlighted = kept if kept is not None else next((n for n, one in enumerate(self._open) if one), None)

    def _list_policies(self, options: OptionList, look: "ClientLook") -> None:
        self._line(options, _("Policies"))
        for one in look.policies:
            text = f"{one.number}  {safe(one.product)}  {word(one.status)}  {', '.join(map(word, one.roles))}"
            self._line(options, text, partial(self.console.open_policy, one.id, one.number))

    def _list_cases(self, options: OptionList, look: "ClientLook") -> None:
        self._line(options, _("Cases"))
        for one in look.cases:
            where = f"{kind_name(one.kind)}, {state_name(one.kind, one.state)} ({room_name(one.room)})"
            self._line(options, f"{one.number}  {safe(where)}", partial(self.console.open_room, one.room, one.id))

    def _list_letters(self, options: OptionList, look: "ClientLook") -> None:
        from ops_console.screens.backend import catalog

        self._line(options, _("Letters"))
        letters = catalog(self.session).letters
        for one in look.letters:
            name = str(letters[one.kind].label) if one.kind in letters else one.kind
            self._line(options, f"{day(one.day)}  {safe(name)}")

    def _line(self, options: OptionList, text: str, opens: "Callable[[], None] | None" = None) -> None:
        """A line; one that opens nothing is passed over by the arrows."""
        options.add_option(Option(Content(text if opens else safe(text)), disabled=opens is None))
        self._open.append(opens)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        opens = self._open[event.option_index]
        if opens is not None:
            opens()
