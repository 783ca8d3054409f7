"""The case under the cursor of a queue: read once the cursor rests on it; what is done with it waits for that."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ops_console.screens.base import ConsoleScreen
from ops_console.screens.case_view import Body, CasePane
from ops_console.screens.later import after
from ops_console.screens.queue import QueueList
from ops_console.screens.queue_pane import QueuePane

if TYPE_CHECKING:
    from asyncio import TimerHandle

    from ops_console.base.problems import OpsError
    from ops_console.screens.backend import CaseAnswer

SETTLE = 0.12
"""Seconds the cursor rests before the case is read: running through the queue reads nothing."""


class CaseReadingScreen(ConsoleScreen[None]):
    """A screen with a queue and the case the cursor is on; `RoomScreen` adds what can be done with it."""

    def __init__(self) -> None:
        super().__init__()
        self._settling: TimerHandle | None = None
        self._answer: CaseAnswer | None = None
        self._unread = True
        self._once_read: Callable[[], object] | None = None

    @property
    def _queue(self) -> QueuePane:
        return self.query_one(QueuePane)

    def moved_on(self) -> None:
        """Somebody went to another case by hand."""

    def offer(self) -> None:
        """Say what can be done, now that the case is known."""

    def on_queue_list_moved(self, moved: QueueList.Moved) -> None:
        """Read the case once the cursor rests on it."""
        self._stop_settling()
        row = moved.row
        if moved.by_hand:
            self.moved_on()
        if row is None:
            self._got_case(None)
            return
        self._unread = True
        if self._once_read is None:
            self._settling = after(SETTLE, self, self._settled)
        else:
            self._show_case(row.id)

    def on_queue_list_chosen(self, chosen: QueueList.Chosen) -> None:
        self._open_case(chosen.row.id)

    def on_queue_pane_not_here(self, missed: QueuePane.NotHere) -> None:
        """A case found by search is shown wherever the cursor stands."""
        self._open_case(missed.case_id)

    def on_queue_pane_failed(self, failed: QueuePane.Failed) -> None:
        self._not_read(failed.error)

    def _open_case(self, case_id: int) -> None:
        self._stop_settling()
        self._show_case(case_id)
        self.add_class("case-open")
        self.query_one(Body).focus()

    def _stop_settling(self) -> None:
        if self._settling is not None:
            self._settling.cancel()
            self._settling = None

    def _settled(self) -> None:
        # It may have been under way already when somebody stopped it.
        current = self._queue.cases.current
        if self._settling is not None and current is not None:
            self._stop_settling()
            self._show_case(current.id)

    def _show_case(self, case_id: int) -> None:
        self._unread = True

        def read() -> None:
            from ops_console.screens import backend

            session = self.session
            self.ask(lambda: backend.case(session, case_id), self._got_case, "case", self._not_read)

        self.console.when_ready(read)

    def _got_case(self, answer: "CaseAnswer | None") -> None:
        self._unread = False
        self._answer = answer
        self._draw_case()
        wanted, self._once_read = self._once_read, None
        if wanted is not None:
            self.console.let_keys_go()
            # It may hold the keys again, for what it reads.
            wanted()

    def _not_read(self, error: "OpsError") -> None:
        self._got_case(None)
        self.failed(error)

    def _when_read(self, act: Callable[[], object]) -> None:
        """Do something with the case the cursor is on: at once, or when it has been read. A quick clerk's digit must
        never meet the case that stood there before.
        """
        if not self._unread:
            # Before the desk is loaded nobody knows what the room can do.
            self.console.when_ready(act)
            return
        self._once_read = act
        self.console.hold_keys()
        self._settled()

    def _draw_case(self) -> None:
        # None is there any more when the answer comes after the screen was left.
        for pane in self.query(CasePane):
            pane.show(self._answer.look if self._answer else None)
        self.offer()
