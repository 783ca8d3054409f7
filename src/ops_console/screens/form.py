"""The form of an operation: fields derived from its input, a trial calculation, and the posting."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ops_console.base.i18n import N_, _
from ops_console.base.moments import local
from ops_console.base.problems import Conflict, OpsError
from ops_console.screens.editors import is_secret
from ops_console.screens.fields import FieldRow
from ops_console.screens.filling import POLICY
from ops_console.screens.form_hints import HintingForm
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ops_console.desk.desk import Outcome
    from ops_console.screens.form_backend import FormAnswer, TrialAnswer

VERSION = "(version)"
"""Where a draft keeps the version of the case that its clerk has seen."""
KEPT = "(kept)"
"""Where a draft keeps when it was typed, by the company's clock."""
KEEP_SECONDS = 2.0
"""Between two looks at whether something was typed since."""


class FormScreen(HintingForm):
    """One operation on one subject, from typing to posting. Dismissed with the outcome, or with nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
    ]

    def __init__(
        self, form: "FormAnswer", subject: str | None, version: int | None, draft: "Mapping[str, Any]"
    ) -> None:
        super().__init__(form, subject)
        # Who goes on with a draft from elsewhere has seen the case as it was when the draft was begun.
        self._version = draft.get(VERSION) if version is None else version
        self._draft = draft
        self._untouched: Mapping[str, Any] = {}
        self._last_kept: Mapping[str, Any] = {}
        self._is_written = False
        self._trial: TrialAnswer | None = None
        self._tried: dict[str, Any] | None = None
        self._posting = False

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

    @property
    def is_settled(self) -> bool:
        return self._trial is not None or self._posting

    def is_ready(self) -> bool:
        """Enter posts what has just been calculated."""
        return self._trial is not None and self.values() == self._tried

    def action_turn(self, by: int) -> None:
        """A page of the calculation; of the fields while there is none."""
        pane = self.query_one("#trial" if self.has_class("tried") else "#fields", VerticalScroll)
        pane.scroll_relative(y=by * max(1, pane.size.height - 1), animate=False)

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
        name, subject, typed = self._as_asked(values)
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
        name, subject, typed = self._as_asked(values)
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
