"""F8: the day in the premium room, page by page: runs and money held, banks, files, figures."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.case_view import tabs
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of

if TYPE_CHECKING:
    from ops_console.screens.premium_pages import Shown


class PremiumDayScreen(ConsoleScreen[None]):
    """Left and Right turn the pages; Enter opens what is listed below: a policy with money held, or to be collected
    again, a bank's file."""

    AUTO_FOCUS = "#found"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
        Binding("pageup", "scroll_text(-1)", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._shown: Shown | None = None

    @property
    def place(self) -> str:
        return _("The premium room's day")

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("", id="case-tabs")
        with VerticalScroll(id="runs", can_focus=False):
            yield Static("", id="runs-text")
        yield OptionList(id="found")
        yield MessageLine()
        yield KeyBar("back", "refresh", "search", "code", "help", "language")

    def on_screen_resume(self) -> None:
        """Back from a policy: what was held may have been used."""
        self.action_refresh()

    def on_resize(self) -> None:
        self.relabel()

    def action_turn(self, by: int) -> None:
        from ops_console.screens.premium_pages import PAGES

        self._page = (self._page + by) % len(PAGES)
        self._shown = None
        self.query_one(OptionList).clear_options()
        self.query_one("#runs", VerticalScroll).scroll_home(animate=False)
        self.action_refresh()

    def action_scroll_text(self, by: int) -> None:
        pane = self.query_one("#runs", VerticalScroll)
        pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

    def action_refresh(self) -> None:
        self.relabel()
        session, page = self.session, self._page

        def read() -> "tuple[int, Shown]":
            from ops_console.data.store import store_at
            from ops_console.screens.premium_pages import PAGES

            with store_at(session.location).read() as reader:
                return page, PAGES[page].read(reader, session)

        self.console.when_ready(lambda: self.ask(read, self._got, "page"))

    def _got(self, answer: "tuple[int, Shown]") -> None:
        from ops_console.screens.premium_pages import line_of

        page, shown = answer
        if page != self._page:
            return
        self._shown = shown
        options = self.query_one(OptionList)
        kept = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(line_of(one)) for one in shown.openings])
        self.set_class(not shown.openings, "text-only")
        options.highlighted = min(kept, len(shown.openings) - 1) if shown.openings else None
        if shown.openings:
            # It lost the keys when it was hidden on a page without a list.
            options.focus()
        self.relabel()

    def relabel(self) -> None:
        super().relabel()
        from ops_console.screens.premium_pages import PAGES

        names = [_(page.label) for page in PAGES]
        self.query_one("#case-tabs", Static).update(tabs(names, self._page, self.app.size.width - 4))
        width = max(30, self.app.size.width - 4)
        text = [] if self._shown is None else self._shown.lines(width)
        self.query_one("#runs-text", Static).update(lines_of(text) if text else _("Reading"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._shown is not None:
            self._shown.openings[event.option_index].opens(self.console)
