"""What a form says while it is filled in: what may be ticked, whose policy it is for, who is on record already."""

from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.events import DescendantBlur
from textual.widgets import Static

from ops_console.base.i18n import _
from ops_console.base.problems import OpsError
from ops_console.base.safe_text import safe
from ops_console.screens.filling import POLICY, FillingScreen
from ops_console.screens.hints import known_to, role_of, told
from ops_console.screens.ticks import TicksEditor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ops_console.data.queries.known_people import Known
    from ops_console.desk.desk import Outcome  # noqa: F401 - in the text of the type below
    from ops_console.desk.operations import Offered
    from ops_console.screens.form_backend import FormAnswer
    from ops_console.screens.policy_hint import PolicyHint


class HintingForm(FillingScreen["Outcome | None"]):
    """The form of an operation on a subject, which it is opened on or asks for, until something is calculated: the rest
    is `FormScreen`'s, the one form there is."""

    def __init__(self, form: "FormAnswer", subject: str | None) -> None:
        super().__init__()
        self._form = form
        self._subject = subject
        self._offered_for: dict[str, Any] | None = None
        self._hinted: tuple[Any, ...] = ()
        self._about: tuple[str, PolicyHint | None] = ("", None)
        """The policy as typed, and what is known of it."""

    @property
    def is_settled(self) -> bool:
        """It is calculated or being posted: what could be said of its fields comes too late."""
        return False

    def _the_subject(self, values: dict[str, Any]) -> str | None:
        return str(values[POLICY]) if self._form.takes_policy else self._subject

    def _as_asked(self, values: dict[str, Any]) -> tuple[str, str | None, dict[str, Any]]:
        """What the desk is asked about: operation, subject and the form's own values; what was left empty was not
        given."""
        typed = {name: value for name, value in values.items() if name != POLICY and value != ""}
        return self._form.action.name, self._the_subject(values), typed

    def _draw_title(self) -> None:
        hint, subject = self._about[1], "" if self._form.takes_policy else self._subject or ""
        about = hint.told() if hint else subject
        # None is there any more when the answer comes after the form was left.
        for title in self.query("#form-title").results(Static):
            title.update(Content.assemble((safe(_(self._form.action.label)), "bold"), f"  {safe(about)}"))

    # -- what may be ticked

    def _take_keys(self) -> None:
        self.console.let_keys_go()
        # It may hold them again, for what it reads.
        self._read_offers()
        self._read_policy()

    def on_descendant_focus(self) -> None:
        if isinstance(self.focused, TicksEditor):
            self._read_offers()

    def _read_offers(self) -> None:
        """What there is to tick depends on the case, and on what is typed so far."""
        values = self.values()
        if not self._form.offers or values == self._offered_for:
            return
        from ops_console.screens import form_backend

        self._offered_for = values
        name, subject, typed = self._as_asked(values)
        self.console.hold_keys()
        self.ask(
            lambda: form_backend.offered(self.session, name, subject, typed),
            self._got_offers,
            "offers",
            self._got_no_offers,
        )

    def _got_offers(self, offers: "Mapping[str, Sequence[Offered]]") -> None:
        for field in self._fields:
            if isinstance(field.editor, TicksEditor) and field.spec.name in offers:
                field.editor.offer(offers[field.spec.name])
        self.console.let_keys_go()

    def _got_no_offers(self, error: OpsError) -> None:
        self.console.let_keys_go()
        self.failed(error)

    # -- whose policy it is

    def _read_policy(self) -> None:
        """Say beside the title whose policy is filled in for, and what is owed on it."""
        typed = str(self.values().get(POLICY, "")).strip()
        if typed == self._about[0]:
            return
        from ops_console.screens.policy_hint import policy_hint

        self._about = (typed, None)
        self.ask(lambda: policy_hint(self.session, typed), self._got_policy, "policy", self._got_no_hint)

    def _got_policy(self, hint: "PolicyHint | None") -> None:
        self._about = (self._about[0], hint)
        self._draw_title()

    # -- who is on record

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """A person is typed in: say whether they are known, before the same person is taken in twice."""
        left = next((field for field in self._fields if field.editor is event.widget), None)
        if left is not None and left.spec.name == POLICY:
            self._read_policy()
        role = role_of(left.spec.name) if left else None
        values = self.values()
        about = (role, *(values.get(f"{role}_{part}") for part in ("document", "name", "birth", "phone")))
        if role is None or about == self._hinted:
            return
        self._hinted = about
        self.ask(lambda: known_to(self.session, role, values), self._got_known, "hint", self._got_no_hint)

    def _got_known(self, known: "list[Known]") -> None:
        if known and not self.is_settled:
            self.say(told(known), "bold")

    def _got_no_hint(self, _error: OpsError) -> None:
        """A hint that can't be given stands in nobody's way."""
