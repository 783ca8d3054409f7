"""The form of an operation: fields derived from its input, a trial calculation, and the posting."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.events import DescendantBlur
from textual.widgets import Static

from ops_console.base.i18n import N_, _
from ops_console.base.moments import local
from ops_console.base.problems import Conflict, OpsError
from ops_console.base.safe_text import safe
from ops_console.screens.editors import is_secret
from ops_console.screens.fields import FieldRow
from ops_console.screens.filling import POLICY, FillingScreen
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of
from ops_console.screens.hints import known_to, role_of, told
from ops_console.screens.ticks import TicksEditor

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ops_console.data.queries.known_people import Known
    from ops_console.desk.desk import Outcome
    from ops_console.desk.operations import Offered
    from ops_console.screens.form_backend import FormAnswer, TrialAnswer
    from ops_console.screens.policy_hint import PolicyHint

VERSION = "(version)"
"""Where a draft keeps the version of the case that its clerk has seen."""
KEPT = "(kept)"
"""Where a draft keeps when it was typed, by the company's clock."""
KEEP_SECONDS = 2.0
"""Between two looks at whether something was typed since."""


class FormScreen(FillingScreen["Outcome | None"]):
    """One operation on one subject, from typing to posting. Dismissed with the outcome, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]

    def __init__(
        self, form: "FormAnswer", subject: str | None, version: int | None, draft: "Mapping[str, Any]"
    ) -> None:
        super().__init__()
        self._form = form
        self._subject = subject
        # Who goes on with a draft from elsewhere has seen the case as it was when the draft was begun.
        self._version = draft.get(VERSION) if version is None else version
        self._draft = draft
        self._untouched: Mapping[str, Any] = {}
        self._last_kept: Mapping[str, Any] = {}
        self._is_written = False
        self._trial: TrialAnswer | None = None
        self._tried: dict[str, Any] | None = None
        self._posting = False
        self._offered_for: dict[str, Any] | None = None
        self._hinted: tuple[Any, ...] = ()
        self._about: tuple[str, PolicyHint | None] = ("", None)
        """The policy as typed, and what is known of it."""

    @property
    def place(self) -> str:
        return f"{self._form.action.code} {_(self._form.action.label)}"

    def help_about(self) -> str:
        return self._form.action.name

    @property
    def subject(self) -> str | None:
        return self._the_subject(self.values())

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("", id="form-title")
        with Horizontal(id="panes"):
            with VerticalScroll(id="fields", can_focus=False):
                if self._form.takes_policy:
                    yield FieldRow(self._policy_spec())
                for spec in self._form.fields:
                    yield FieldRow(spec)
                yield Static("", id="form-empty")
            with VerticalScroll(id="trial", can_focus=False):
                yield Static("", id="trial-text")
        yield MessageLine()
        yield KeyBar("help", "lookup", "post", "back", "cancel", "language")

    def _policy_spec(self) -> Any:
        from ops_console.desk.forms import FieldSpec, Kind

        return FieldSpec(POLICY, N_("Policy"), Kind.TEXT, required=True, default=self._subject, lookup="policy")

    def on_mount(self) -> None:
        super().on_mount()
        self._untouched = self._typed_so_far()
        for field in self._fields:
            if field.spec.name in self._draft:
                field.editor.put(self._draft[field.spec.name])
        empty = (field for field in self._fields if not field.editor.given())
        for field in (*empty, *self._fields)[:1]:
            # At once: a letter typed before the cursor stands there would be nobody's.
            self.set_focus(field.editor)
        if KEPT in self._draft:
            self.say(_("Draft from {time}").format(time=self._draft[KEPT]))
        self._last_kept = self._typed_so_far()
        self.set_interval(KEEP_SECONDS, self.keep_typed)
        self.call_later(self._take_keys)

    def relabel(self) -> None:
        super().relabel()
        self._draw_title()
        for field in self._fields:
            field.relabel()
        empty = "" if self._fields else _("Nothing to fill in. F9 calculates and posts.")
        self.query_one("#form-empty", Static).update(Content(empty))
        self._draw_trial()

    def _draw_title(self) -> None:
        hint, subject = self._about[1], "" if self._form.takes_policy else self._subject or ""
        told = hint.told() if hint else subject
        # None is there any more when the answer comes after the form was left.
        for title in self.query("#form-title").results(Static):
            title.update(Content.assemble((safe(_(self._form.action.label)), "bold"), f"  {safe(told)}"))

    def is_ready(self) -> bool:
        """Enter posts what has just been calculated."""
        return self._trial is not None and self.values() == self._tried

    def action_turn(self, by: int) -> None:
        """A page of the calculation; of the fields while there is none."""
        pane = self.query_one("#trial" if self.has_class("tried") else "#fields", VerticalScroll)
        pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

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
        name, subject, typed = self._form.action.name, self._the_subject(values), _typed(values)
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
        if known and self._trial is None and not self._posting:
            self.say(told(known), "bold")

    def _got_no_hint(self, _error: OpsError) -> None:
        """A hint that can't be given stands in nobody's way."""

    # -- leaving

    def action_cancel(self) -> None:
        """One level out: from the calculation back to the fields, from them out of the form."""
        if self._trial is not None and not self._posting:
            self._trial = self._tried = None
            self._draw_trial()
            self.say("")
        else:
            self.action_back()

    def action_back(self) -> None:
        """Leave; what was typed waits for the next time this form is opened. What is being posted is waited for."""
        if self._posting:
            return
        self.keep_typed()
        self.dismiss(None)

    @property
    def is_kept(self) -> bool:
        """Does something typed wait for the next time?"""
        return self._last_kept != self._untouched

    def _typed_so_far(self) -> "Mapping[str, Any]":
        return {field.spec.name: field.editor.given() for field in self._fields if not is_secret(field.spec)}

    def keep_typed(self) -> None:
        """What was typed since the last look is kept; a form emptied by hand leaves no draft."""
        typed = self._typed_so_far()
        # The last look may come when the clerk has been shown out already.
        if self._posting or typed == self._last_kept or self.console.session is None:
            return
        self._last_kept, self._is_written = typed, True
        kept = (
            {**typed, VERSION: self._version, KEPT: f"{local(datetime.now(UTC)):%m-%d %H:%M}"} if self.is_kept else {}
        )
        self.console.keep_draft(self._form.action.name, self._subject, kept)

    # -- calculating and posting

    def action_post(self) -> None:
        """First the trial calculation, shown when it has something to show; then, nothing changed since, post.

        A second press while it is being posted posts nothing: money would be taken twice.
        """
        if self._posting:
            return
        from ops_console.screens import form_backend

        self.settle()
        values = self.values()
        if self._trial is not None and values == self._tried:
            self._post()
            return
        self._trial, self._tried = None, values
        name, subject, typed = self._form.action.name, self._the_subject(values), _typed(values)
        version = self._version
        self.say(_("Calculating"))
        self.ask(
            lambda: form_backend.trial(self.session, name, subject, typed, version),
            self._got_trial,
            "desk",
            self._refused,
        )

    def _got_trial(self, trial: "TrialAnswer") -> None:
        from ops_console.screens.trial import says_something

        if self.values() != self._tried:
            self.say(_("Something was typed while it was calculated: F9 calculates it again."), "bold $warning")
            return
        self._trial = trial
        self._draw_trial()
        if says_something(trial):
            self.say(_("This is what will happen. F9 or Enter posts it; PgDn shows more of it."), "bold")
        else:
            self._post()

    def _draw_trial(self) -> None:
        text = self.query_one("#trial-text", Static)
        if self._trial is None:
            text.update("")
            self.remove_class("tried")
            return
        from ops_console.screens.trial import trial_lines

        width = max(30, (self.app.size.width // 2 if self.has_class("-wide") else self.app.size.width) - 4)
        text.update(lines_of(trial_lines(self._trial, self.session, width)))
        self.add_class("tried")

    def _post(self) -> None:
        """What was calculated, and nothing else."""
        from ops_console.screens import form_backend

        values = self._tried or {}
        name, subject, typed = self._form.action.name, self._the_subject(values), _typed(values)
        version, draft_of = self._version, self._subject
        self._posting = True
        self.say(_("Posting"))
        self.ask(
            lambda: form_backend.post(self.session, name, subject, typed, version, draft_of),
            self._posted,
            "desk",
            self._refused,
        )

    def _posted(self, outcome: "Outcome") -> None:
        if self._is_written:
            self.console.keep_draft(self._form.action.name, self._subject, {})
        self.dismiss(outcome)

    def _refused(self, error: OpsError) -> None:
        """Say what stands against it; nothing typed is lost, and problems stand beside their fields."""
        self._posting = False
        self._trial = None
        self._draw_trial()
        if isinstance(error, Conflict) and error.version is not None:
            # Seen now: the next posting is made knowing what that clerk did, and no more than that.
            self._version = error.version
            self._offered_for = None
            self.complain(error, _("F9 does it on the case as it is now; F3 shows the case first."))
            return
        self.complain(error)

    def _the_subject(self, values: dict[str, Any]) -> str | None:
        return str(values[POLICY]) if self._form.takes_policy else self._subject


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """The form's own values; what was left empty was not given."""
    return {name: value for name, value in values.items() if name != POLICY and value != ""}
