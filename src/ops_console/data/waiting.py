"""Who writes, and who waits for whom: what a clerk is told while another clerk or a run holds what is needed.

A writer says who it is when its transaction begins (`data/holders.py`). Whoever waits for it longer than a moment asks
who that is, tells its listener, and names it when it has to give up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.moments import local
from ops_console.base.problems import Conflict
from ops_console.base.waits import current_listener

MOMENT = 1.0
"""Seconds somebody waits before asking for whom."""


@dataclass(frozen=True)
class Acting:
    """A clerk, and the operation (message id of its label) or the run (its name) being done for them."""

    clerk_id: int
    what: str


@dataclass(frozen=True)
class Holder:
    """Whose transaction holds what somebody waits for: a clerk's name, the operation or run, since when (aware)."""

    who: str
    what: str
    since: datetime

    def put_into(self, text: str) -> str:
        """A text with {who}, {what} and {time}."""
        return text.format(who=self.who, what=_(self.what), time=f"{local(self.since):%H:%M:%S}")


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def writing_for(clerk_id: int, what: str) -> Iterator[None]:
    """What is written inside the block is written for this clerk; a run stays the run whatever it does."""
    token = _acting.set(_acting.get() or Acting(clerk_id, what))
    try:
        yield
    finally:
        _acting.reset(token)


class Waiting:
    """What one write transaction knows of itself, and of whom it waits for."""

    def __init__(self) -> None:
        self.acting = _acting.get()
        self.holder: Holder | None = None
        self.note: Path | None = None
        self._listener = current_listener()
        self._told = False

    def meets(self, holder: Holder | None) -> None:
        """Another one holds what is needed; None when nobody knows who. Told once for each."""
        if self._told and holder in (None, self.holder):
            return
        self.holder, self._told = holder or self.holder, True
        if self._listener is not None:
            self._listener(_for_whom(holder))

    def given_up(self) -> Conflict:
        """It took too long."""
        if self.holder is None:
            return Conflict(
                _("The store is busy: another run or clerk holds what this needs. Nothing was changed; try again.")
            )
        text = _("The store is busy: {who} holds what this needs since {time}: {what}. Nothing was changed; try again.")
        return Conflict(self.holder.put_into(text), who=self.holder.who)


def _for_whom(holder: Holder | None) -> str:
    if holder is None:
        return _("Waiting for another run or clerk, who holds what this needs.")
    return holder.put_into(_("Waiting for {who}: {what}, since {time}."))
