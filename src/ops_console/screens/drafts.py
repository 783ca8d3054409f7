"""What the clerk at this console has half typed: here at once, in the store a moment later."""

import threading
from collections.abc import Mapping
from typing import Any

from ops_console.screens.session import Session

Key = tuple[str, str]
"""Operation and subject."""


class Drafts:
    """Of one clerk at a time. Writing is done in threads, one after the other, and always writes what is kept last."""

    def __init__(self) -> None:
        self._kept: dict[Key, Mapping[str, Any]] = {}
        self._of: int | None = None
        self._lock = threading.Lock()

    def begin(self, clerk_id: int) -> None:
        """A clerk sits down; what another one has half typed is not for them."""
        if clerk_id != self._of:
            self._kept, self._of = {}, clerk_id

    def kept(self, key: Key) -> Mapping[str, Any] | None:
        """What was typed here, nothing in it when it is gone; None when this console does not know."""
        return self._kept.get(key)

    def keep(self, key: Key, values: Mapping[str, Any]) -> None:
        """Keep it; no values when it was posted or emptied."""
        self._kept[key] = values

    def write(self, session: Session, key: Key) -> None:
        """Bring the store to what is kept here; waits for the store, so call it in a thread."""
        from ops_console.screens import form_backend

        with self._lock:
            if session.clerk.id == self._of and (values := self._kept.get(key)) is not None:
                form_backend.keep_draft(session, *key, values)
