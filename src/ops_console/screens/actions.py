"""What can be done now: the bar under a case, and the full list with reasons."""

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.base.safe_text import safe
from ops_console.screens.base import ConsoleModal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ops_console.screens.backend import Action

DIGITS = 9


class ActionBar(Static):
    """The first nine actions with their digits; what can't be done now is in brackets, the list says why."""

    def __init__(self) -> None:
        super().__init__("", id="actions")
        self._actions: tuple[Action, ...] = ()

    def show(self, case_actions: "Sequence[Action]", room_actions: "Sequence[Action]") -> None:
        """Offer what suits the case first, then what the room begins with."""
        self._actions = tuple(in_order(case_actions, room_actions)[:DIGITS])
        self.redraw()

    def numbered(self, digit: int) -> "Action | None":
        return self._actions[digit - 1] if digit <= len(self._actions) else None

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        parts: list[str | tuple[str, str]] = []
        left = self.app.size.width * max(1, self.size.height)
        for digit, action in enumerate(self._actions, 1):
            label = safe(_(action.label))
            left -= cell_len(label) + 5
            if left < 0:
                break
            if action.why_not is None:
                parts += [(f" {digit} ", "bold reverse"), f" {label}  "]
            else:
                parts.append((f" {digit} ({label}) ", "$text-muted"))
        self.update(Content.assemble(*parts))


def in_order(case_actions: "Sequence[Action]", room_actions: "Sequence[Action]") -> "list[Action]":
    """Decisions on the case that can be made, then what stands against the others, then what suits every case."""
    own = [action for action in case_actions if action.on != "any_case"]
    common = [action for action in case_actions if action.on == "any_case"]
    everything = [*own, *room_actions, *common]
    return [a for a in everything if a.why_not is None] + [a for a in everything if a.why_not is not None]


class ActionMenu(ConsoleModal["Action | None"]):
    """F10: every action, its code, and why it can't be done when it can't."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "cancel", show=False)]

    def __init__(self, case_actions: "Sequence[Action]", room_actions: "Sequence[Action]") -> None:
        super().__init__()
        self._actions = in_order(case_actions, room_actions)

    def compose(self) -> ComposeResult:
        with self.box(_("Actions")):
            yield OptionList(*(Option(_described(action)) for action in self._actions), id="menu")
            yield Static("", id="menu-why")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        action = self._actions[event.option_index]
        text = action.why_not or _(action.help)
        self.query_one("#menu-why", Static).update(Content(safe(text)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._actions[event.option_index])


def _described(action: "Action") -> Content:
    label = safe(_(action.label))
    if action.why_not is not None:
        return Content.assemble((f"{action.code:6}", "$text-muted"), (f"({label})", "$text-muted"))
    return Content.assemble((f"{action.code:6}", "bold"), label)
