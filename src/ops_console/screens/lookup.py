"""F4: the values a field may have, found by typing."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.base.safe_text import fit, safe
from ops_console.screens.base import ConsoleModal
from ops_console.screens.plain_input import PlainInput

if TYPE_CHECKING:
    from ops_console.desk.forms import FieldSpec
    from ops_console.screens.lists import Listed

VALUE_CELLS = 20


class LookupScreen(ConsoleModal["Listed | None"]):
    """The list of one field; dismissed with the value chosen."""

    def __init__(self, spec: "FieldSpec", typed: str, subject: str | None = None) -> None:
        super().__init__()
        self._spec = spec
        self._subject = subject
        self._typed = typed.rsplit(",", 1)[-1].strip() if spec.kind != "choice" else ""
        self._listed: tuple[Listed, ...] = ()

    def compose(self) -> ComposeResult:
        with self.box(_(self._spec.label)):
            yield PlainInput(self._typed, id="lookup-text", types_over=True)
            yield OptionList(id="lookup-list")

    def on_mount(self) -> None:
        self._find(self._typed)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def _find(self, text: str) -> None:
        from ops_console.screens.lists import listed

        self.ask(lambda: listed(self.session, self._spec, text.strip(), self._subject), self._got, "list")

    def _got(self, found: "tuple[Listed, ...]") -> None:
        self._listed = found
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_line(one)) for one in found)
        if not found:
            nothing = _("Nothing found.") if self.query_one(PlainInput).value.strip() else _("Type what to look for.")
            options.add_option(Option(Content(nothing), disabled=True))
        options.highlighted = 0 if found else None

    def on_input_submitted(self) -> None:
        self._choose(self.query_one(OptionList).highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_index)

    def _choose(self, index: int | None) -> None:
        if index is not None and index < len(self._listed):
            self.dismiss(self._listed[index])

    def key_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def key_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()


def _line(one: "Listed") -> Content:
    return Content(f"{fit(one.code, VALUE_CELLS)} {safe(one.text)}" if one.code else safe(one.text))
