"""What every screen with fields to fill in has: the way from field to field, F4's list, what is wrong beside each."""

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, OpsError
from ops_console.rules.sources import source_text
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.editors import ChoiceEditor
from ops_console.screens.fields import FieldRow
from ops_console.screens.lookup import LookupScreen
from ops_console.screens.ticks import TicksEditor

if TYPE_CHECKING:
    from ops_console.screens.lists import Listed

Result = TypeVar("Result")
POLICY = "(policy)"
"""Name of the field for the policy an operation is done on; no form has a field of that name."""


class FillingScreen(ConsoleScreen[Result]):
    """Fields, one below the other. Subclasses give `action_post`."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down", "step(1)", show=False),
    ]

    @property
    def subject(self) -> str | None:
        """Number of the case or policy that is filled in for; lists depend on it."""
        return None

    def action_post(self) -> None:
        """What F9 does, and Enter in the last field."""

    @property
    def _fields(self) -> list[FieldRow]:
        return list(self.query(FieldRow))

    def values(self) -> dict[str, Any]:
        """What is typed now, by field."""
        return {field.spec.name: field.editor.given() for field in self._fields}

    # -- moving

    def is_ready(self) -> bool:
        """Is there nothing more to type? Enter goes no further then."""
        return False

    def on_editor_entered(self) -> None:
        """Enter goes to the next field, from the last one on to F9."""
        if self.is_ready():
            self.action_post()
            return
        editors = [field.editor for field in self._fields]
        index = editors.index(self.focused) if self.focused in editors else -1
        if index + 1 < len(editors):
            editors[index + 1].focus()
        else:
            self.action_post()

    def action_step(self, by: int) -> None:
        editors = [field.editor for field in self._fields]
        if self.focused in editors:
            editors[(editors.index(self.focused) + by) % len(editors)].focus()

    def action_lookup(self) -> None:
        field = next((field for field in self._fields if field.editor is self.focused), None)
        if field is None:
            return
        if isinstance(field.editor, ChoiceEditor) or field.spec.lookup:
            typed = "" if isinstance(field.editor, TicksEditor) else field.editor.given()
            self.app.push_screen(
                LookupScreen(field.spec, typed, self.subject), lambda chosen: self._chosen(field, chosen)
            )
        else:
            self.say(_("This field has no list: type it."))

    def _chosen(self, field: FieldRow, chosen: "Listed | None") -> None:
        """Put it in; a field that takes one value is full, and the next one is typed into."""
        _put(field, chosen)
        following = self._fields[self._fields.index(field) + 1 :]
        if chosen is not None and field.spec.kind not in ("list", "ticks") and following:
            following[0].editor.focus()

    # -- what is wrong

    def settle(self) -> None:
        """Write out what was typed last, and forget what was wrong before."""
        for field in self._fields:
            field.complain(None)
            field.settle()

    def complain(self, error: OpsError, choice: str = "") -> None:
        """Say what stands against it, and what one may do then; problems stand beside their fields, and the first of
        those is gone to."""
        rest, beside = [], dict[str, list[str]]()
        names = {field.spec.name for field in self._fields}
        for problem in error.problems:
            name = POLICY if problem.field == "number" else problem.field
            if name in names:
                beside.setdefault(name, []).append(problem.message)
            else:
                rest.append(f"{problem.field}: {problem.message}" if problem.field else problem.message)
        for field in self._fields:
            if field.spec.name in beside:
                field.complain("; ".join(beside[field.spec.name]))
        wrong = next((field for field in self._fields if field.has_class("wrong")), None)
        if wrong is not None:
            wrong.editor.focus()
        source = f" ({source_text(error.source)})" if error.source and not isinstance(error, InputErrors) else ""
        told = "; ".join([error.message + source, *rest])
        self.say(f"{told} {choice}" if choice else told, "bold $error")


def _put(field: FieldRow, chosen: "Listed | None") -> None:
    if chosen is None:
        return
    value = chosen.value
    if isinstance(field.editor, TicksEditor):
        field.editor.add(value, chosen.text)
        field.editor.focus()
        return
    if field.spec.kind == "list":
        given = [part.strip() for part in field.editor.given().split(",")]
        if given[-1] in value:
            # What stands after the last comma was typed to find the value, or nothing.
            given.pop()
        value = ", ".join([*given, value])
    field.editor.put(value)
    field.editor.focus()
