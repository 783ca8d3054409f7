"""What can be done now: the bar under a case, and the full list with reasons."""

from typing import TYPE_CHECKING, ClassVar

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
LINES = 2
MORE = "F10 .."
"""Stands where actions are left out: the list of F10 has them all."""


class ActionBar(Static):
    """The first nine actions that can be done now, with their digits; what can't is in the list, which says why."""

    def __init__(self) -> None:
        super().__init__("", id="actions")
        self._actions: tuple[Action, ...] | None = None
        """None until it is known what there is."""

    def show(self, case_actions: "Sequence[Action]", room_actions: "Sequence[Action]") -> None:
        """Offer what suits the case first, then what the room begins with."""
        free = [action for action in in_order(case_actions, room_actions) if action.why_not is None]
        self._actions = tuple(free[:DIGITS])
        self.redraw()

    def numbered(self, digit: int) -> "Action | None":
        return self._actions[digit - 1] if self._actions and digit <= len(self._actions) else None

    def on_resize(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """As many as fit on two lines, none broken over the end of a line; where some don't, F10 has them."""
        if self._actions is None:
            return
        lines: list[list[Content]] = [[]]
        left = self.app.size.width
        for digit, action in enumerate(self._actions, 1):
            offer = _offer(digit, action)
            if offer.cell_length > left and lines[-1]:
                if len(lines) == LINES:
                    lines[-1].append(Content.assemble((MORE if left >= len(MORE) else "", "dim")))
                    break
                lines.append([])
                left = self.app.size.width
            lines[-1].append(offer)
            left -= offer.cell_length
        if not self._actions:
            lines = [[Content.assemble((_("Nothing here is yours to do; F10 says why."), "dim"))]]
        self.update(Content("\n").join(Content("").join(line) for line in lines))


def _offer(digit: int, action: "Action") -> Content:
    return Content.assemble((f" {digit} ", "bold reverse"), f" {safe(_(action.label))}  ")


def in_order(case_actions: "Sequence[Action]", room_actions: "Sequence[Action]") -> "list[Action]":
    """Decisions on the case first, then what the room begins with, then what suits every case; in each of them what
    can be done before what can't."""
    own = [action for action in case_actions if action.on != "any_case"]
    common = [action for action in case_actions if action.on == "any_case"]
    return [*_free_first(own), *_free_first(room_actions), *_free_first(common)]


def _free_first(actions: "Sequence[Action]") -> "list[Action]":
    return sorted(actions, key=lambda action: action.why_not is not None)


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
        return Content.assemble((f"{action.code:6}", "dim"), (f"({label})", "dim"))
    return Content.assemble((f"{action.code:6}", "bold"), label)
