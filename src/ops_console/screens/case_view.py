"""The case pane: sections of one case, turned with the arrow keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ops_console.base.i18n import N_, _
from ops_console.screens.header import lines_of
from ops_console.screens.session import Session
from ops_console.screens.still import Line
from ops_console.screens.ways import the_session

if TYPE_CHECKING:
    from ops_console.data.queries.case_look import CaseLook

SECTIONS = (
    ("summary", N_("Case")),
    ("parties", N_("People")),
    ("policy", N_("Policy")),
    ("money", N_("Money")),
    ("papers", N_("Papers")),
    ("clocks", N_("Clocks")),
    ("notes", N_("Notes")),
    ("history", N_("History")),
    ("why", N_("Why")),
)


class Body(VerticalScroll):
    """What a section says; the arrow keys left and right turn to the next section."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    class Turned(Message):
        """To the next section, or back."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def action_turn(self, by: int) -> None:
        self.post_message(self.Turned(by))


class CasePane(Vertical):
    """One case, section by section."""

    def __init__(self) -> None:
        super().__init__(id="case")
        self._look: CaseLook | None = None
        self._section = 0

    def compose(self) -> ComposeResult:
        yield Line("", id="case-title")
        yield Line("", id="case-tabs")
        with Body(id="case-body"):
            yield Static("", id="case-text")

    @property
    def _session(self) -> Session:
        return the_session(self.app)

    @property
    def look(self) -> "CaseLook | None":
        return self._look

    def show(self, look: "CaseLook | None") -> None:
        """Show a case, or nothing."""
        if look is None or self._look is None or look.id != self._look.id:
            self.query_one(Body).scroll_home(animate=False)
        self._look = look
        self.redraw()

    def on_body_turned(self, turned: Body.Turned) -> None:
        self._section = (self._section + turned.by) % len(SECTIONS)
        self.query_one(Body).scroll_home(animate=False)
        self.redraw()

    def turn_to(self, name: str) -> None:
        """Open a section by name."""
        self._section = next(index for index, (section, _label) in enumerate(SECTIONS) if section == name)
        self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        title, tab_line, text = (self.query_one(f"#case-{part}", Static) for part in ("title", "tabs", "text"))
        if self._look is None:
            title.update("")
            tab_line.update("")
            text.update(Content(_("No case here.")))
            return
        from ops_console.screens import sections

        width = max(20, self.query_one(Body).scrollable_content_region.width - 1)
        title.update(sections.title(self._look))
        tab_line.update(tabs([_(label) for _name, label in SECTIONS], self._section, self.size.width))
        text.update(lines_of(sections.DRAW[SECTIONS[self._section][0]](self._look, self._session, width)))


def tabs(names: Sequence[str], current: int, width: int) -> Content:
    """The names of pages, the open one marked; only its own name and neighbours where all don't fit."""
    if sum(Content(name).cell_length + 1 for name in names) + 1 > width:
        shown = f"{current + 1}/{len(names)}  {names[current - 1]} < "
        return Content.assemble(shown, (f" {names[current]} ", "reverse"), f" > {names[(current + 1) % len(names)]}")
    marked = [(f"[{name}]", "bold reverse") if index == current else (name, "") for index, name in enumerate(names)]
    return Content(" ").join(Content.assemble(part) for part in marked)
