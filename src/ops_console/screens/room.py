"""The one screen all rooms share: queue on the left, the case on the right, what can be done with it below."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ops_console.base.i18n import _
from ops_console.base.problems import OpsError
from ops_console.base.safe_text import safe
from ops_console.data.queries.queue import QueueRow
from ops_console.screens.actions import ActionBar, ActionMenu
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.case_view import Body, CasePane
from ops_console.screens.fields import PlainInput
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.next_case import next_of
from ops_console.screens.queue import QueueList
from ops_console.screens.queue_text import QueueColumns
from ops_console.screens.words import room_name

if TYPE_CHECKING:
    from ops_console.desk.desk import Outcome
    from ops_console.screens.backend import Action, CaseAnswer

SETTLE = 0.12
"""Seconds the cursor rests before the case is read: running through the queue reads nothing."""


class RoomScreen(ConsoleScreen[None]):
    """One room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"act({digit})", show=False) for digit in range(1, 10)),
        Binding("tab", "other_pane", show=False),
        Binding("shift+tab", "other_pane", show=False),
    ]
    AUTO_FOCUS = "#queue"

    def __init__(self, room: str, case_id: int | None = None) -> None:
        super().__init__()
        self.room = room
        self._wanted_case = case_id
        self._filter = ""
        self._total: int | None = None
        self._settling: Timer | None = None
        self._answer: CaseAnswer | None = None
        self._beside_queue = False
        self._room_actions: tuple[Action, ...] = ()

    @property
    def place(self) -> str:
        return room_name(self.room)

    def compose(self) -> ComposeResult:
        yield Header()
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Static("", id="queue-title")
                yield PlainInput(id="filter")
                yield QueueColumns()
                yield QueueList(self.session)
            yield CasePane(self.session)
        yield MessageLine()
        yield ActionBar()
        yield KeyBar("help", "next", "actions", "search", "code", "history", "back", "refresh", "last_room", "language")

    def on_mount(self) -> None:
        super().on_mount()
        self.reload(self._wanted_case)

    def relabel(self) -> None:
        super().relabel()
        self._title()
        self.query_one(QueueColumns).redraw()
        self.query_one(QueueList).refresh()
        self.query_one(CasePane).redraw()
        self.query_one(ActionBar).redraw()
        self.query_one("#filter", PlainInput).placeholder = _(
            "Number, name, initials, document, phone; * mine; empty: all"
        )

    # -- the queue

    def reload(self, keep: int | None = None) -> None:
        """Read the queue again from its start; the cursor stays on case `keep` when it is still near."""
        session, room, text = self.session, self.room, self._filter
        if text:
            self.ask(
                lambda: session.filtered(room, text), lambda rows: self._got_first(rows, keep, complete=True), "page"
            )
        else:
            self.ask(lambda: session.queue_page(room), lambda rows: self._got_first(rows, keep), "page")
            self.ask(lambda: session.waiting(room), self._got_total, "total")
        self.console.when_ready(self._read_room_actions)

    def _got_first(self, rows: list[QueueRow], keep: int | None, complete: bool = False) -> None:
        self._total = len(rows) if complete else self._total
        self.query_one(QueueList).fill(rows, complete=complete, keep=keep)
        if keep is not None and all(row.id != keep for row in rows):
            # Found by search, and not near the top of this queue: it is shown, wherever the cursor stands.
            self._beside_queue = True
            self.add_class("case-open")
            self.query_one(Body).focus()
            self._show_case(keep)
        self._title()

    def _got_total(self, total: int) -> None:
        self._total = total
        self._title()

    def on_queue_list_wanted(self, wanted: QueueList.Wanted) -> None:
        session, room, queue = self.session, self.room, self.query_one(QueueList)
        match wanted.which:
            case "after":
                place = queue.rows[-1].place
                self.ask(
                    lambda: session.queue_page(room, after=place), lambda rows: queue.extend("after", rows), "page"
                )
            case "before":
                place = queue.rows[0].place
                self.ask(
                    lambda: session.queue_page(room, before=place), lambda rows: queue.extend("before", rows), "page"
                )
            case "first":
                self.ask(lambda: session.queue_page(room), queue.fill, "page")
            case "last":
                self.ask(
                    lambda: session.queue_page(room, backward=True), lambda rows: queue.fill(rows, at_end=True), "page"
                )

    def _title(self) -> None:
        total = "" if self._total is None else f"{self._total:,}"
        text = _("{room}: {total} waiting, most urgent first").format(room=room_name(self.room), total=total)
        if self._filter:
            text = _("Found {total} for: {text}").format(total=total, text=safe(self._filter))
        self.query_one("#queue-title", Static).update(Content(safe(text)))

    # -- the case

    def on_queue_list_moved(self, moved: QueueList.Moved) -> None:
        if self._settling is not None:
            self._settling.stop()
        row = moved.row
        if self._beside_queue:
            self._beside_queue = False
            return
        if row is None:
            self._answer = None
            self.query_one(CasePane).show(None)
            self._offer()
            return
        self._settling = self.set_timer(SETTLE, lambda: self._show_case(row.id))

    def on_queue_list_chosen(self, chosen: QueueList.Chosen) -> None:
        self._show_case(chosen.row.id)
        self.add_class("case-open")
        self.query_one(Body).focus()

    def _show_case(self, case_id: int) -> None:
        def read() -> None:
            from ops_console.screens import backend

            session = self.session
            self.ask(lambda: backend.case(session, case_id), self._got_case, "case")

        self.console.when_ready(read)

    def _got_case(self, answer: "CaseAnswer") -> None:
        self._answer = answer
        self.query_one(CasePane).show(answer.look)
        self._offer()

    # -- what can be done

    def _read_room_actions(self) -> None:
        from ops_console.screens import backend

        self._room_actions = backend.room_actions(self.session, self.room)
        self._offer()

    def _offer(self) -> None:
        case_actions = self._answer.actions if self._answer else ()
        self.query_one(ActionBar).show(case_actions, self._room_actions)

    def action_act(self, digit: int) -> None:
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
        self.console.open_form(action.name, subject, version, self._done)

    def start_named(self, name: str) -> None:
        """An operation by name: as the action bar would start it, else on nothing or a policy."""
        from ops_console.screens import backend

        offered = (*(self._answer.actions if self._answer else ()), *backend.all_actions(self.session))
        action = next(one for one in offered if one.name == name)
        on_case = action.on in ("case", "any_case")
        if on_case and (self._answer is None or action not in self._answer.actions):
            self.say(
                _("{operation} is not possible on this case now.").format(operation=_(action.label)), "bold $warning"
            )
            return
        self.start(action)

    def _done(self, outcome: "Outcome | None") -> None:
        """Say what came of it and go on: to the same case while it stays here, else to the next one."""
        if outcome is None:
            return
        self.say(self.console.told(outcome), "bold $success")
        here = self._answer.look.id if self._answer else None
        session, room = self.session, self.room
        self.ask(lambda: session.queue_page(room), lambda rows: self._got_after(rows, here), "page")
        self.ask(lambda: session.waiting(room), self._got_total, "total")

    def _got_after(self, rows: list[QueueRow], here: int | None) -> None:
        self._filter = ""
        stays = any(row.id == here for row in rows)
        following = next_of(rows, self.session.clerk.id)
        keep = here if stays else following.id if following else None
        self.query_one(QueueList).fill(rows, keep=keep)
        self._title()

    def action_next_case(self) -> None:
        queue = self.query_one(QueueList)
        following = next_of(queue.rows, self.session.clerk.id, queue.current.id if queue.current else None)
        if following is None:
            self.say(_("No other case waits here."))
            return
        queue.put_cursor(following.id)
        queue.focus()

    # -- keys

    def action_actions(self) -> None:
        case_actions = self._answer.actions if self._answer else ()
        self.app.push_screen(ActionMenu(case_actions, self._room_actions), self._picked)

    def _picked(self, action: "Action | None") -> None:
        if action is not None:
            self.start(action)

    def action_history(self) -> None:
        if self._answer is not None:
            self.console.open_history(self._answer.look)

    def action_refresh(self) -> None:
        current = self.query_one(QueueList).current
        self.say("")
        self.reload(current.id if current else None)

    def action_search(self) -> None:
        field = self.query_one("#filter", PlainInput)
        field.value = ""
        field.add_class("shown")
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._filter = event.value.strip()
        if not self._filter:
            event.input.remove_class("shown")
        self.query_one(QueueList).focus()
        self.reload()

    def action_other_pane(self) -> None:
        to_case = self.query_one(QueueList).has_focus
        self.set_class(to_case, "case-open")
        self.query_one(Body if to_case else QueueList).focus()

    def action_cancel(self) -> None:
        """One level out: from the search, from the case, from what was found, from the room."""
        field, queue = self.query_one("#filter", PlainInput), self.query_one(QueueList)
        if field.has_focus:
            field.remove_class("shown")
            queue.focus()
        elif not queue.has_focus:
            self.remove_class("case-open")
            queue.focus()
        elif self._filter:
            self._filter = ""
            field.value = ""
            field.remove_class("shown")
            self.reload()
        else:
            self.action_back()

    def action_back(self) -> None:
        self.console.open_lobby()

    def failed(self, error: OpsError) -> None:
        self.query_one(QueueList).page_failed()
        super().failed(error)
