"""Who has to wait is told for whom while it lasts: the store tells, the door listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str], None]
"""Takes a sentence for the reader, from any thread."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let the listener hear of the waits inside the block, of this thread or task only."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def current_listener() -> Listener | None:
    """Who listens here; None for nobody."""
    return _listener.get()
