"""The left side of a room: its queue with a title, a line to filter by, and the reading of pages."""

from collections.abc import Collection, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ops_console.base.i18n import _
from ops_console.base.problems import OpsError
from ops_console.base.safe_text import safe
from ops_console.data.queries.queue import Place, QueueRow
from ops_console.rooms.next_case import next_of
from ops_console.screens.asking import Asking
from ops_console.screens.plain_input import PlainInput
from ops_console.screens.queue import QueueList, Which
from ops_console.screens.queue_text import QueueColumns
from ops_console.screens.session import Session
from ops_console.screens.still import Line
from ops_console.screens.ways import the_session
from ops_console.screens.words import room_name


class QueuePane(Vertical, Asking):
    """The queue of one room, or what was found in it."""

    class NotHere(Message):
        """The case that was asked for does not stand near the top of this queue."""

        def __init__(self, case_id: int) -> None:
            super().__init__()
            self.case_id = case_id

    class Failed(Message):
        """The queue could not be read."""

        def __init__(self, error: OpsError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, room: str) -> None:
        super().__init__(id="left")
        self._room = room
        self._filter = ""
        self._total: int | None = None

    def compose(self) -> ComposeResult:
        yield Line("", id="queue-title")
        yield PlainInput(id="filter")
        yield QueueColumns()
        yield QueueList()

    @property
    def _session(self) -> Session:
        return the_session(self.app)

    @property
    def cases(self) -> QueueList:
        return self.query_one(QueueList)

    @property
    def _field(self) -> PlainInput:
        return self.query_one("#filter", PlainInput)

    def relabel(self) -> None:
        """Write every text again."""
        self._title()
        self.query_one(QueueColumns).redraw()
        self.cases.refresh()
        self._field.placeholder = _("Number, name, initials, document, phone; * mine; empty: all")

    # -- reading

    def reload(self, keep: int | None = None) -> None:
        """Read from the start; the cursor stays on case `keep` when it is among the first."""
        session, room, text = self._session, self._room, self._filter
        if text:
            self.ask(lambda: session.filtered(room, text), lambda rows: self._got_found(rows, keep), "page")
            return
        self.ask(lambda: session.queue_page(room), lambda rows: self._got_first(rows, keep), "page")
        self._count()

    def reload_after(self, case_id: int | None, opened: Collection[str] = ()) -> None:
        """Read after something was posted: go to a case it began, stay on the case while it waits here, else go to the
        next one."""
        session, room, self._filter = self._session, self._room, ""
        self._field.remove_class("shown")
        self.ask(lambda: session.queue_page(room), lambda rows: self._got_after(rows, case_id, opened), "page")
        self._count()

    def _count(self) -> None:
        session, room = self._session, self._room
        self.ask(lambda: session.waiting(room), self._got_total, "total")

    def _got_found(self, rows: list[QueueRow], keep: int | None) -> None:
        self._got_total(len(rows))
        self.cases.fill(rows, complete=True, keep=keep)

    def _got_first(self, rows: list[QueueRow], keep: int | None) -> None:
        self.cases.fill(rows, keep=keep)
        if keep is not None and all(row.id != keep for row in rows):
            # By the list, after it told where its cursor stands: what was asked for is the last to be shown.
            self.cases.call_later(lambda: self.cases.post_message(self.NotHere(keep)))

    def _got_after(self, rows: list[QueueRow], case_id: int | None, opened: Collection[str]) -> None:
        new = next((row.id for row in rows if row.number in opened), None)
        stays = any(row.id == case_id for row in rows)
        following = self._following(rows, None)
        self.cases.fill(rows, keep=new or (case_id if stays else following.id if following else None))
        self._title()

    def _got_total(self, total: int) -> None:
        self._total = total
        self._title()

    def on_queue_list_measured(self, measured: QueueList.Measured) -> None:
        measured.stop()
        self.query_one(QueueColumns).give(measured.who)

    def on_queue_list_wanted(self, wanted: QueueList.Wanted) -> None:
        wanted.stop()
        rows, which = self.cases.rows, wanted.which
        if which == "after":
            self._read_beyond(which, after=rows[-1].place)
        elif which == "before":
            self._read_beyond(which, before=rows[0].place)
        else:
            session, room, last = self._session, self._room, which == "last"
            self.ask(
                lambda: session.queue_page(room, backward=last),
                lambda found: self.cases.fill(found, at_end=last),
                "page",
            )

    def _read_beyond(self, which: Which, after: Place | None = None, before: Place | None = None) -> None:
        session, room = self._session, self._room
        self.ask(
            lambda: session.queue_page(room, after=after, before=before),
            lambda rows: self.cases.extend(which, rows),
            "page",
        )

    def failed(self, error: OpsError) -> None:
        self.cases.page_failed()
        self.post_message(self.Failed(error))

    # -- next and found

    def go_to_next(self) -> bool:
        """Put the cursor on the next case; False when there is none."""
        current = self.cases.current
        following = self._following(self.cases.rows, current.id if current else None)
        self.cases.focus()
        return following is not None and self.cases.put_cursor(following.id)

    def _following(self, rows: Sequence[QueueRow], not_this: int | None) -> QueueRow | None:
        clerk = self._session.clerk
        return next_of(rows, clerk.id, not_this, clerk.above)

    def open_filter(self) -> None:
        """Ask what to look for in this queue."""
        self._field.value = ""
        self._field.add_class("shown")
        self._field.focus()

    def close_filter(self) -> bool:
        """One level out of looking for something; False when nothing was looked for."""
        typing, found = self._field.has_focus, bool(self._filter)
        if not typing and not found:
            return False
        self._field.remove_class("shown")
        self.cases.focus()
        if found:
            self._filter = ""
            self.reload()
        return True

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._filter = event.value.strip()
        self._field.set_class(bool(self._filter), "shown")
        self.cases.focus()
        self.reload()

    def _title(self) -> None:
        total = "" if self._total is None else f"{self._total:,}"
        text = _("{room}: {total} waiting, most urgent first").format(room=room_name(self._room), total=total)
        if self._filter:
            text = _("Found {total} for: {text}").format(total=total, text=self._filter)
            if not self._total:
                text = _("Not in this room: {text}. In the lobby / looks everywhere").format(text=self._filter)
        self.query_one("#queue-title", Static).update(Content(safe(text)))
