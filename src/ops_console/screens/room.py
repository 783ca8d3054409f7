"""The one screen all rooms share: queue on the left, the case on the right, what can be done with it below."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from ops_console.base.i18n import _
from ops_console.screens.actions import ActionBar, ActionMenu
from ops_console.screens.case_reading import CaseReadingScreen
from ops_console.screens.case_view import Body, CasePane
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.keys import bindings
from ops_console.screens.queue_pane import QueuePane
from ops_console.screens.words import room_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ops_console.desk.desk import Outcome
    from ops_console.screens.backend import Action


class RoomScreen(CaseReadingScreen):
    """One room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"act({digit})", show=False) for digit in range(1, 10)),
        *bindings("premium_day"),
        Binding("tab", "other_pane", show=False),
        Binding("shift+tab", "other_pane", show=False),
    ]
    AUTO_FOCUS = "#queue"

    def __init__(self, room: str, case_id: int | None = None, saying: str = "") -> None:
        super().__init__()
        self.room = room
        self._wanted_case = case_id
        self._saying = saying
        self._room_actions: tuple[Action, ...] = ()
        self._posted: tuple[int, ...] = ()
        """Letters of the last posting, whose case may be in another room by now; they are printed first."""

    @property
    def place(self) -> str:
        return room_name(self.room)

    def compose(self) -> ComposeResult:
        yield Header()
        with Horizontal(id="panes"):
            yield QueuePane(self.room)
            yield CasePane()
        yield MessageLine()
        yield ActionBar()
        own = ("premium_day",) if self.room == "premium" else ()
        rest = ("search", "code", "history", "print", "refresh", "language", "last_room")
        yield KeyBar("help", "next", "back", "actions", *own, *rest)

    def on_mount(self) -> None:
        super().on_mount()
        self._queue.reload(self._wanted_case)
        self.say(self._saying)
        self.console.when_ready(self._read_room_actions)

    def relabel(self) -> None:
        super().relabel()
        self._queue.relabel()
        self.query_one(CasePane).redraw()
        self.query_one(ActionBar).redraw()

    # -- what can be done

    def _read_room_actions(self) -> None:
        from ops_console.screens import backend

        self._room_actions = backend.room_actions(self.session, self.room)
        if not self._unread:
            # Before, the digits would change under the fingers as soon as the case is there.
            self.offer()

    def moved_on(self) -> None:
        """What was said of another case is said no more."""
        self.say("")
        self._posted = ()

    def offer(self) -> None:
        case_actions = self._answer.actions if self._answer else ()
        for bar in self.query(ActionBar):
            bar.show(case_actions, self._room_actions)

    def action_act(self, digit: int) -> None:
        self._when_read(lambda: self._act(digit))

    def _act(self, digit: int) -> None:
        action = self.query_one(ActionBar).numbered(digit)
        if action is not None:
            self.start(action)

    def start(self, action: "Action") -> None:
        """Open the form of an action, or say why it can't be done."""
        if action.why_not is not None:
            self.say(f"{_(action.label)}: {action.why_not}", "bold $warning")
            return
        look = self._answer.look if self._answer else None
        subject: str | None = None
        if look and action.on in ("case", "any_case"):
            subject = look.number
        elif look and action.on == "policy" and look.policy:
            subject = look.policy.number
        version = look.version if look and action.on in ("case", "any_case") else None
        self.console.open_form(action.name, subject, version, self.form_closed, action.proposed)

    def start_named(self, name: str) -> None:
        """An operation by name: as the action bar would start it, else on nothing or a policy."""
        self._when_read(lambda: self._start_named(name))

    def _start_named(self, name: str) -> None:
        from ops_console.screens import backend

        of_case = (*self._answer.actions, *self._answer.unsuited) if self._answer else ()
        offered = (*of_case, *backend.all_actions(self.session))
        action = next(one for one in offered if one.name == name)
        on_case = action.on in ("case", "any_case")
        if on_case and self._answer is None:
            self.say(backend.choose_a_case(backend.operation(name)), "bold $warning")
            return
        if on_case and self._answer and action not in of_case:
            self.say(
                _("{operation} is not possible on this case now.").format(operation=_(action.label)), "bold $warning"
            )
            return
        self.start(action)

    def form_closed(self, outcome: "Outcome | None") -> None:
        """Say what came of it and go on: to a case it began, to the same one while it stays here or was in no queue
        before, else to the next."""
        if outcome is None:
            return
        self.say(self.console.told(outcome), "bold $success")
        self._posted = tuple(outcome.letters)
        self._unread = True
        look = self._answer.look if self._answer else None
        here = look.id if look else None
        opened = outcome.opened if outcome.number in outcome.opened else ()
        stays = look is not None and not look.open and not opened
        self.console.renew_session(lambda: self._go_on(here, opened, stays=stays))

    def _go_on(self, here: int | None, opened: "Collection[str]", *, stays: bool) -> None:
        # None is there any more when the answer comes while the screen is being left.
        for pane in self.query(QueuePane):
            if stays:
                pane.reload(here)
            else:
                pane.reload_after(here, opened)

    def action_next_case(self) -> None:
        if not self._queue.go_to_next():
            self.say(_("No other case waits here."))

    # -- keys

    def action_actions(self) -> None:
        self._when_read(self._show_menu)

    def _show_menu(self) -> None:
        policy = self._answer.look.policy if self._answer else None
        if policy is None:
            self._open_menu(self._room_actions)
            return
        from ops_console.screens import backend

        session, offered, policy_id = self.session, self._room_actions, policy.id
        self.console.hold_keys()
        self.ask(
            lambda: backend.on_policy(session, offered, policy_id),
            self._open_menu,
            "actions",
            lambda _error: self._open_menu(offered),
        )

    def _open_menu(self, room_actions: "Sequence[Action]") -> None:
        case_actions = self._answer.actions if self._answer else ()
        self.app.push_screen(ActionMenu(case_actions, room_actions), self._picked)
        self.console.let_keys_go()

    def _picked(self, action: "Action | None") -> None:
        if action is not None:
            self.start(action)

    def action_history(self) -> None:
        self._when_read(self._show_history)

    def _show_history(self) -> None:
        if self._answer is not None:
            self.console.open_history(self._answer.look)

    def action_premium_day(self) -> None:
        """Only the premium room has runs and money held to look after."""
        if self.room == "premium":
            from ops_console.screens.premium_day import PremiumDayScreen

            self.app.push_screen(PremiumDayScreen(), lambda _result: self.action_refresh())

    def action_print(self) -> None:
        self._when_read(self._print)

    def _print(self) -> None:
        """The letters just issued, else those of the case."""
        letters = self._posted or (tuple(one.id for one in self._answer.look.letters) if self._answer else ())
        if letters:
            self.console.open_prints(letters)
            self._posted = ()
        else:
            self.say(_("There is no letter here to print."), "bold $warning")

    def action_refresh(self) -> None:
        current = self._queue.cases.current
        self.say("")
        self.console.renew_session(lambda: self._queue.reload(current.id if current else None))

    def action_search(self) -> None:
        self.remove_class("case-open")
        self._queue.open_filter()

    def action_other_pane(self) -> None:
        to_case = self._queue.cases.has_focus
        self.set_class(to_case, "case-open")
        (self.query_one(Body) if to_case else self._queue.cases).focus()

    def action_cancel(self) -> None:
        """One level out: from the case, from what was found, from the room."""
        if self.query_one(Body).has_focus:
            self.remove_class("case-open")
            self._queue.cases.focus()
        elif not self._queue.close_filter():
            self.action_back()

    def action_back(self) -> None:
        self.console.open_lobby()
