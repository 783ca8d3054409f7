"""One policy on a screen of its own: contract, money, and what can be done on it."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from ops_console.base.i18n import _
from ops_console.screens.actions import ActionMenu
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ops_console.base.problems import OpsError
    from ops_console.desk.desk import Outcome
    from ops_console.screens.backend import Action, PolicyAnswer


class PolicyScreen(ConsoleScreen[None]):
    """A policy found by search."""

    AUTO_FOCUS = "#policy-body"

    def __init__(self, policy_id: int, number: str) -> None:
        super().__init__()
        self._policy_id = policy_id
        self._number = number
        self._answer: PolicyAnswer | None = None

    @property
    def place(self) -> str:
        return _("Policy {number}").format(number=self._number)

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll(id="policy-body"):
            yield Static("", id="policy-text")
        yield MessageLine()
        yield KeyBar("back", "actions", "history", "refresh", "search", "code", "help", "language")

    def on_mount(self) -> None:
        super().on_mount()
        self.action_refresh()

    def on_resize(self) -> None:
        self.relabel()

    def action_refresh(self) -> None:
        from ops_console.screens import backend

        session, policy_id = self.session, self._policy_id
        self.ask(lambda: backend.policy(session, policy_id), self._got, "policy")

    def _got(self, answer: "PolicyAnswer") -> None:
        self._answer = answer
        self.relabel()

    def relabel(self) -> None:
        super().relabel()
        if self._answer is None:
            return
        from ops_console.screens.event_text import brief
        from ops_console.screens.money_section import money
        from ops_console.screens.policy_section import policy, whys, worth
        from ops_console.screens.texts import heading

        width = max(30, self.app.size.width - 4)
        day = self.session.store.business_date
        lines = [*policy(self._answer.look, self.session, width), *worth(self._answer.worth, day, width)]
        lines += [*heading(_("Money")), *money(self._answer.money, self.session, width), *heading(_("History"))]
        for event in self._answer.events:
            lines += brief(event, width)
        lines += whys(self._answer.worth, width)
        self.query_one("#policy-text", Static).update(lines_of(lines))

    def action_actions(self) -> None:
        from ops_console.screens import backend

        session, policy_id = self.session, self._policy_id
        fitting = [action for action in backend.all_actions(session) if action.on == "policy"]
        self.console.hold_keys()
        self.ask(
            lambda: backend.on_policy(session, fitting, policy_id), self._show_menu, "actions", self._got_no_reasons
        )

    def _show_menu(self, fitting: "Sequence[Action]") -> None:
        self.app.push_screen(ActionMenu((), fitting), self._picked)
        self.console.let_keys_go()

    def _got_no_reasons(self, error: "OpsError") -> None:
        self.console.let_keys_go()
        self.failed(error)

    def _picked(self, action: "Action | None") -> None:
        if action is None:
            return
        if action.why_not is not None:
            self.say(action.why_not, "bold $warning")
            return
        self.console.open_form(action.name, self._number, None, self.form_closed)

    def form_closed(self, outcome: "Outcome | None") -> None:
        if outcome is not None:
            self.say(self.console.told(outcome), "bold $success")
            self.action_refresh()

    def start_named(self, name: str) -> None:
        """An operation by name, on this policy when it is done on one."""
        from ops_console.screens import backend

        operation = backend.operation(name)
        if operation.on in ("nothing", "policy"):
            on_policy = operation.on == "policy"
            self.console.open_form(name, self._number if on_policy else None, None, self.form_closed)
        else:
            self.say(backend.choose_a_case(operation), "bold $warning")

    def action_history(self) -> None:
        self.console.open_policy_history(self._policy_id, self._number)
