"""F7: what a product costs and how it would go on, year by year, as table and plot; P prints it for the customer."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ops_console.base.i18n import N_, _
from ops_console.base.problems import OpsError
from ops_console.base.safe_text import safe
from ops_console.screens.fields import FieldRow
from ops_console.screens.filling import FillingScreen
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of
from ops_console.screens.printing import prints_folder, written

if TYPE_CHECKING:
    from ops_console.desk.forms import FieldSpec
    from ops_console.exchange.illustrations import Page


class IllustrationScreen(FillingScreen[None]):
    """The fields, and once they are right the page in their place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]

    def __init__(self, specs: "tuple[FieldSpec, ...]") -> None:
        super().__init__()
        self._specs = specs
        self._page: Page | None = None

    @property
    def place(self) -> str:
        return _("Quote and illustration")

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("", id="form-title")
        with Horizontal(id="panes"):
            with VerticalScroll(id="fields", can_focus=False):
                for spec in self._specs:
                    yield FieldRow(spec)
            with VerticalScroll(id="trial", can_focus=False):
                yield Static("", id="trial-text")
        yield MessageLine()
        yield KeyBar("help", "lookup", "post", "print", "back", "cancel", "language", post=N_("Calculate"))

    def on_mount(self) -> None:
        super().on_mount()
        self.set_focus(self._fields[0].editor)
        self.call_after_refresh(self.console.let_keys_go)

    def relabel(self) -> None:
        super().relabel()
        self.query_one("#form-title", Static).update(Content.assemble((_("What would it cost?"), "bold")))
        for field in self._fields:
            field.relabel()
        self._draw()

    def action_turn(self, by: int) -> None:
        """A page of the illustration; of the fields while there is none."""
        pane = self.query_one("#trial" if self._page else "#fields", VerticalScroll)
        pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

    def action_post(self) -> None:
        """Calculate."""
        self.settle()
        session, values = self.session, {name: value for name, value in self.values().items() if value != ""}

        def made() -> "Page":
            from ops_console.screens import form_backend

            return form_backend.illustrated(session, values)

        self.say(_("Calculating"))
        self.ask(made, self._got, "desk", self._refused)

    def _got(self, page: "Page") -> None:
        self._page = page
        self._draw()
        self.say(_("P prints it; PgDn shows more of it; Esc goes back to the fields."), "bold")
        # Letters are keys again, not text.
        self.set_focus(None)

    def _refused(self, error: OpsError) -> None:
        self._page = None
        self._draw()
        self.complain(error)

    def _draw(self) -> None:
        text = self.query_one("#trial-text", Static)
        self.set_class(self._page is not None, "illustrated")
        text.update("" if self._page is None else lines_of([Content(safe(line)) for line in self._page.lines()]))

    def action_print(self) -> None:
        """The page as a text file of the clerk's documents folder, for the branch's printer."""
        if self._page is None:
            return
        terms, product = self._page.terms, self._page.product.code
        file = prints_folder() / f"{product}-{terms.sex}-{terms.entry_age}-{terms.sum_assured // 100}.txt"
        if written(file, "".join(f"{safe(line)}\n" for line in self._page.lines())):
            self.say(_("Printed to {file}").format(file=file), "bold $success")
        else:
            self.say(_("No file could be written to {folder}.").format(folder=file.parent), "bold $warning")

    def action_cancel(self) -> None:
        """From the page back to the fields, from them out of the screen."""
        if self._page is None:
            self.action_back()
            return
        self._page = None
        self._draw()
        self.say("")
        self._fields[0].editor.focus()
