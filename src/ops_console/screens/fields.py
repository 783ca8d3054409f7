"""The fields of a form, drawn from its specification: a label, an editor, what it is taken for, and what is wrong."""

from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.safe_text import safe
from ops_console.rules.identity import problems_of
from ops_console.screens.editors import ChoiceEditor, Editor, TextEditor
from ops_console.screens.hints import role_of
from ops_console.screens.still import Told
from ops_console.screens.ticks import TicksEditor
from ops_console.screens.ways import the_session

if TYPE_CHECKING:
    from ops_console.desk.forms import FieldSpec
    from ops_console.desk.typed import Today

PADDING = 2
"""Cells of a field that hold no text."""
WEEK = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


class FieldRow(Vertical):
    """A field with its label, what a day or an amount was taken for and, when there is one, its problem."""

    def __init__(self, spec: "FieldSpec") -> None:
        super().__init__(classes="field")
        self.spec = spec
        self.editor = _editor(spec)
        self._is_unreadable = False

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field-line"):
            yield Told("field-label")
            yield self.editor
            yield Told("field-echo")
        yield Told("field-hint")
        yield Told("field-problem")

    def on_mount(self) -> None:
        self.set_class(isinstance(self.editor, TicksEditor), "ticks")
        self.relabel()

    @property
    def _today(self) -> "Today":
        from ops_console.desk.typed import Today

        store = the_session(self.app).store
        return Today(store.business_date, store.calendar)

    def relabel(self) -> None:
        mark = " *" if self.spec.required else ""
        # None is there any more on a form that is being left.
        for label in self.query(".field-label").results(Told):
            label.tell(safe(_(self.spec.label)) + mark)
        if isinstance(self.editor, TextEditor):
            self.editor.placeholder = _hint(self.spec, self._today.day)
            self.call_after_refresh(self._show_hint)
        else:
            self.editor.redraw()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_hint)

    def on_descendant_focus(self) -> None:
        self.call_after_refresh(self._show_hint)

    def _show_hint(self) -> None:
        """A hint too long for its field stands below it while it is typed into."""
        if isinstance(self.editor, TextEditor):
            hint = str(self.editor.placeholder)
            self.set_class(cell_len(hint) > self.editor.size.width - PADDING > 0, "hinted")
            for line in self.query(".field-hint").results(Told):
                line.tell(hint)

    def on_descendant_blur(self) -> None:
        self.settle()

    def on_editor_chosen(self, event: Editor.Chosen) -> None:
        """A key that stands for no value is told what does."""
        event.stop()
        self.complain(None if event.fits else _("no such value: its digit, its first letter, the arrows, or F4"))

    def settle(self) -> None:
        """A day or an amount is written out in full, the beginning of what a list holds once too; what it cannot be
        taken for is said beside it."""
        if not isinstance(self.editor, TextEditor):
            return
        if self.spec.kind in ("day", "amount"):
            self._settle_typed(self.editor)
        elif self.spec.lookup and self.editor.value.strip():
            self._settle_listed(self.editor)
        elif role_of(self.spec.name) and self.spec.name.endswith("_document"):
            self._settle_document(self.editor.given())

    def _settle_document(self, typed: str) -> None:
        """A resident identity number mistyped is told as soon as it is left, whatever else is missing."""
        from ops_console.rooms.parties import RESIDENT_ID

        kinds = [row.editor.given() for row in self.screen.query(FieldRow) if row.spec.name == f"{self.spec.name}_kind"]
        found = problems_of(typed, self._today.day) if typed and kinds in ([], [RESIDENT_ID]) else []
        self._tell_unreadable("; ".join(problem.message for problem in found) or None)

    def _tell_unreadable(self, message: str | None) -> None:
        """What the desk had against it stays until it is asked again."""
        if message or self._is_unreadable:
            self.complain(message)
        self._is_unreadable = message is not None

    def _settle_listed(self, editor: TextEditor) -> None:
        from ops_console.screens.lists import only_one

        found = only_one(the_session(self.app), self.spec, editor.value.strip())
        if found is not None:
            editor.put(found.value)
            editor.action_end()
        self.query_one(".field-echo", Told).tell(safe(found.text) if found else "")

    def _settle_typed(self, editor: TextEditor) -> None:
        from ops_console.desk.typed import amount_typed, day_typed

        typed, echo = editor.value.strip(), ""
        try:
            if typed and self.spec.kind == "day":
                day = day_typed(typed, self._today)
                editor.value, echo = day.isoformat(), _taken_for(day, self._today)
            elif typed:
                editor.value = amount_typed(typed).yuan()
            # Whoever comes back types on at its end, not in its middle.
            editor.action_end()
        except ValueError as error:
            self._tell_unreadable(str(error))
        else:
            self._tell_unreadable(None)
        self.query_one(".field-echo", Told).tell(echo)

    def complain(self, message: str | None) -> None:
        """Show what is wrong, or nothing."""
        self.set_class(message is not None, "wrong")
        self.query_one(".field-problem", Told).tell(f"! {safe(message)}" if message else "")


def _editor(spec: "FieldSpec") -> TextEditor | ChoiceEditor | TicksEditor:
    if spec.kind == "choice":
        chosen = None if spec.default is None else str(spec.default)
        return ChoiceEditor([(choice.value, choice.label) for choice in spec.choices], chosen)
    if spec.kind == "flag":
        default = None if spec.default is None else "yes" if spec.default else "no"
        return ChoiceEditor([("no", "no"), ("yes", "yes")], default)
    return TicksEditor(spec) if spec.kind == "ticks" else TextEditor(spec)


def _taken_for(day: date, today: "Today") -> str:
    """A day for whoever typed it: its weekday, whether it is worked, how far off it is."""
    days = (day - today.day).days
    if not days:
        away = _("today")
    elif days > 0:
        away = ngettext("in {count} day", "in {count} days", days).format(count=f"{days:,}")
    else:
        away = ngettext("{count} day ago", "{count} days ago", -days).format(count=f"{-days:,}")
    parts = [_(WEEK[day.weekday()]), "" if today.calendar.is_working(day) else _("day off"), away]
    return ", ".join(part for part in parts if part)


def _hint(spec: "FieldSpec", today: date) -> str:
    """What an empty field shows: its help, or how its kind is typed."""
    kinds = {
        "day": _("such as {example}").format(example=f"{today.isoformat()}, {today:%m%d}, t-3"),
        "amount": _("such as {example}").format(example="1,234.50, 1.5w"),
        "list": _("several, with commas"),
        "account": _("such as {example}").format(example="6222 0212 3456 7890"),
    }
    parts = [_(spec.help) if spec.help else kinds.get(spec.kind, ""), _("F4: list") if spec.lookup else ""]
    return safe("  ".join(part for part in parts if part))
