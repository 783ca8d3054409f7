"""F8: the day in the premium room, page by page: runs and money held, banks, files, figures."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.screens.case_view import tabs
from ops_console.screens.still import Line
from ops_console.screens.text_and_list import TextAndListScreen
from ops_console.screens.texts import plain

if TYPE_CHECKING:
    from ops_console.screens.premium_pages import Shown


class PremiumDayScreen(TextAndListScreen):
    """Left and Right turn the pages; Enter opens what is listed below: a policy with money held, or to be collected
    again, a bank's file."""

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
        self._kept: dict[int, Shown] = {}
        """Pages that take long to read, read once an opening; F5 reads them again."""

    @property
    def place(self) -> str:
        return _("The premium room's day")

    def above(self) -> Iterable[Widget]:
        yield Line("", id="case-tabs")

    def on_screen_resume(self) -> None:
        """Back from a policy: what was held may have been used."""
        self._read()

    def action_turn(self, by: int) -> None:
        from ops_console.screens.premium_pages import PAGES

        self._page = (self._page + by) % len(PAGES)
        self._shown = None
        self.query_one(OptionList).clear_options()
        self.query_one("#runs", VerticalScroll).scroll_home(animate=False)
        self._read()

    def action_scroll_text(self, by: int) -> None:
        pane = self.query_one("#runs", VerticalScroll)
        pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

    def action_refresh(self) -> None:
        self._kept.pop(self._page, None)
        self._read()

    def _read(self) -> None:
        if self._page in self._kept:
            self._got((self._page, self._kept[self._page]))
            return
        self.relabel()
        session, page = self.session, self._page

        def read() -> "tuple[int, Shown]":
            from ops_console.data.store import store_at
            from ops_console.screens.premium_pages import PAGES

            with store_at(session.location).read() as reader:
                return page, PAGES[page].read(reader, session)

        self.console.when_ready(lambda: self.ask(read, self._got, "page"))

    def _got(self, answer: "tuple[int, Shown]") -> None:
        from ops_console.screens.premium_pages import PAGES, line_of

        page, shown = answer
        if PAGES[page].takes_long:
            self._kept[page] = shown
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
        self.tell(plain(_("Reading"), self.width) if self._shown is None else self._shown.lines(self.width))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._shown is not None:
            self._shown.openings[event.option_index].opens(self.console)
