"""F1: help made from the register: what an operation does, its fields, states, who may do it, where rules come from."""

from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from ops_console.base.i18n import N_, _
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.exercise import exercise_of
from ops_console.screens.first_steps import steps_at
from ops_console.screens.header import Header, KeyBar, lines_of
from ops_console.screens.keys import KEYS
from ops_console.screens.texts import Lines, heading, pair, plain
from ops_console.screens.words import kind_name, room_name, state_name, word

if TYPE_CHECKING:
    from ops_console.desk.operations import Operation


class HelpScreen(ConsoleScreen[None]):
    """Help about an operation, or about the keys and the operations of a place."""

    AUTO_FOCUS = "#help-body"

    def __init__(self, operation: str | None, about: str) -> None:
        super().__init__()
        self._operation = operation
        self._about = about

    @property
    def place(self) -> str:
        return _("Help: {about}").format(about=self._about)

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll(id="help-body"):
            yield Static("", id="help-text")
        yield KeyBar("back", "cancel", "language")

    def on_resize(self) -> None:
        self.relabel()

    def action_help(self) -> None:
        """Pressed again it closes: there is no help about help."""
        self.dismiss()

    def relabel(self) -> None:
        super().relabel()
        from ops_console.desk.operations import OPERATIONS

        width = max(30, self.app.size.width - 4)
        lines: Lines = []
        exercise = exercise_of(self.app)
        if exercise is not None:
            lines += [*heading(_("Your task")), *plain(exercise.heading(), width), *plain(exercise.text(), width)]
        if self._operation:
            lines += operation_help(OPERATIONS[self._operation], self.session_grades(), width)
        place = self._place_below()
        steps = steps_at(place)
        if steps:
            lines += heading(_("How it goes here"))
        for keys, text in steps:
            lines += pair(_(keys), _(text), width)
        here = getattr(place, "room", None)
        if here:
            lines += operations_of(here, width)
        lines += heading(_("Keys"))
        for key in KEYS:
            lines += pair(
                key.keys.replace(",", " ").replace("slash", "/").replace("colon", ":").replace("minus", "-"),
                f"{_(key.label)}: {_(key.help)}",
                width,
            )
        if not self._operation:
            for room in dict.fromkeys(one.room for one in OPERATIONS.values()):
                lines += [] if room == here else operations_of(room, width)
        self.query_one("#help-text", Static).update(lines_of(lines[1:]))

    def _place_below(self) -> Screen[Any]:
        """The screen that help was asked for on."""
        stack = self.app.screen_stack
        return stack[stack.index(self) - 1]

    def session_grades(self) -> dict[str, list[str]]:
        """For each measure, the grades and their limits."""
        from ops_console.screens import backend
        from ops_console.screens.reasons_section import measure

        ladder = backend.catalog(self.session).authority
        limits: dict[str, list[str]] = {}
        for code, unit in ((code, one.unit) for code, one in ladder.measures.items()):
            for grade in ladder.grades:
                limit = grade.limits.get(code, 0)
                shown = _("no limit") if limit is None else measure(unit, limit)
                limits.setdefault(code, []).append(f"{grade.label} {shown}")
        return limits


def operations_of(room: str, width: int) -> Lines:
    """The operations of a room with their codes."""
    from ops_console.desk.operations import OPERATIONS

    lines = heading(room_name(room))
    for one in OPERATIONS.values():
        if one.room == room:
            lines += pair(one.code, _(one.label), width)
    return lines


def operation_help(operation: "Operation", limits: dict[str, list[str]], width: int) -> Lines:
    """Everything the register knows of an operation."""
    from ops_console.desk.forms import fields_of

    lines = heading(f"{operation.code}  {_(operation.label)}")
    lines += plain(_(operation.help), width)
    lines += pair(_("Command"), f"ops-console do {operation.name}", width)
    lines += pair(_("Duty"), ", ".join(map(word, operation.duties)) or _("any"), width)
    if operation.hand != "none":
        lines += pair(_("Two persons"), _("who makes it ready may not check it"), width)
    for kind, state in operation.states():
        lines += pair(_("Possible while"), f"{kind_name(kind)}: {state_name(kind, state)}", width)
    for code in operation.measures:
        lines += pair(_("Authority"), f"{word(code)}: {', '.join(limits.get(code, []))}", width)
    lines += heading(_("Fields"))
    for spec in fields_of(operation.form):
        about = [_(spec.help) if spec.help else "", ", ".join(_(choice.label) for choice in spec.choices)]
        lines += pair(
            _(spec.label) + (" *" if spec.required else ""), ". ".join(part for part in about if part) or "-", width
        )
    kinds = {spec.kind for spec in fields_of(operation.form)}
    for kind, title, text in TYPED:
        if kind in kinds:
            lines += pair(_(title), _(text), width)
    return lines


TYPED = (
    (
        "day",
        N_("Days are typed"),
        N_(
            "2026-11-21, 20261121; 1121 or 11-21 in this business year; 21/11 where only one can be the month; t or . "
            "today, t-3, +10; wd+5 working days; m-1, y+1; me the month's end, me-1 that of the month before"
        ),
    ),
    ("amount", N_("Amounts are typed"), N_("12000, 12,000, 1,234.50; 12k thousands, 1.5w or 1.5万 ten thousands, 2亿")),
    ("ticks", N_("Lists are ticked"), N_("Space or the digit ticks a line, a all of them; F4 adds what is not listed")),
)
"""Kind of field, and how it is typed: `desk/typed.py` reads it."""
