"""The desk behind the screens: loaded after the first paint, and what waits for it until then."""

import logging
import time
from collections.abc import Callable

from ops_console.screens.asking import Asking
from ops_console.screens.later import after
from ops_console.screens.type_ahead import KeysInTurn
from ops_console.screens.warming import warm

QUIET_SECONDS = 0.3
"""After the last key, before more of the desk is loaded."""
LOAD_AGAIN = 5.0
"""Seconds after which a desk that is still not loaded is asked for again."""


class DeskBehind(KeysInTurn, Asking):
    """An application whose first paint does not wait for the desk."""

    def __init__(self) -> None:
        super().__init__()
        self._desk_loaded = False
        self._waiting: list[Callable[[], object]] = []

    def _is_quiet(self) -> bool:
        return time.monotonic() - self._last_key > QUIET_SECONDS

    def load_desk(self) -> None:
        """In a thread, until it is there: without it no case is ever read and no key that waits for it ever let go."""
        if self._desk_loaded:
            return
        self.ask(lambda: warm(self._is_quiet), self._loaded, "backend")
        after(LOAD_AGAIN, self, self._load_again)

    def _load_again(self) -> None:
        if not self._desk_loaded:
            logging.getLogger("ops_console").warning("the desk is not loaded after %s seconds", LOAD_AGAIN)
            self.load_desk()

    def _loaded(self, _nothing: None) -> None:
        self._desk_loaded = True
        self.let_keys_go()
        waiting, self._waiting = self._waiting, []
        # Some of them hold the keys again, for what they read.
        for call in waiting:
            call()

    def when_ready(self, call: Callable[[], object]) -> None:
        """Call once the desk is loaded; at once when it is."""
        if self._desk_loaded:
            call()
        else:
            self._waiting.append(call)

    def open_when_ready(self, call: Callable[[], object]) -> None:
        """The same for a screen: what is typed meanwhile is meant for it."""
        if not self._desk_loaded:
            self.hold_keys()
        self.when_ready(call)
