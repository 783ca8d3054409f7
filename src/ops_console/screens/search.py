"""Search over everything in the clerk's scope: cases, policies, people."""

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.base.safe_text import fit, safe
from ops_console.data.days import day_of
from ops_console.data.queries.search import Found
from ops_console.rules.identity import mask
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.plain_input import PlainInput
from ops_console.screens.words import day, kind_name, room_name, state_name, word

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 0.2
"""Seconds after the last letter before the store is searched."""


class SearchScreen(ConsoleScreen[None]):
    """A line to type in, and what fits."""

    AUTO_FOCUS = "#search"

    def __init__(self) -> None:
        super().__init__()
        self._open: list[Callable[[], None]] = []

    @property
    def place(self) -> str:
        return _("Search")

    def compose(self) -> ComposeResult:
        yield Header()
        yield PlainInput(id="search")
        yield OptionList(id="found")
        yield MessageLine()
        yield KeyBar("back", "help", "language")

    def relabel(self) -> None:
        super().relabel()
        self.query_one("#search", PlainInput).placeholder = _(
            "Number or its last four digits, form number, name, pinyin initials, document number, phone"
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        session, text = self.session, event.value
        self.say(_("Searching"))
        self.ask(lambda: session.search(text), self._got, "search")

    def _got(self, found: Found) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        self._open = []
        for person in found.parties:
            known = f"{day(day_of(person.birth))}  {mask(person.document_no)}  {person.phone}"
            options.add_option(Option(Content(f"{fit(person.name, 17)}  {safe(known)}")))
            self._open.append(partial(self._open_client, person.id))
        for case in found.cases:
            where = f"{kind_name(case.kind)}, {state_name(case.kind, case.state)} ({room_name(case.room)})"
            options.add_option(Option(Content(f"{case.number}  {fit(case.party or '', 10)} {safe(where)}")))
            self._open.append(partial(self.console.open_room, case.room, case.id))
        for policy in found.policies:
            text = f"{policy.number}  {fit(policy.party, 10)} {safe(policy.product)}, {word(policy.status)}"
            options.add_option(Option(Content(text)))
            self._open.append(partial(self.console.open_policy, policy.id, policy.number))
        count = len(self._open)
        self.say(_("{count} found").format(count=count) if count else _("Nothing fits."))
        if count:
            options.highlighted = 0
            options.focus()

    def _open_client(self, party_id: int) -> None:
        from ops_console.screens.client import ClientScreen

        self.app.push_screen(ClientScreen(party_id))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._open[event.option_index]()

    def action_search(self) -> None:
        self.query_one("#search", PlainInput).focus()
