"""What the flows have in common: how they are written down, and how most of them end."""

from ops_console.base.i18n import N_
from ops_console.desk.kinds import State, Transition

CLOSED = State("closed", "archive", N_("closed, to be filed"), clock="archive_file")
ARCHIVED = State("archived", "archive", N_("archived"), final=True)
FILING = (
    Transition("closed", "archive.file", ("archived",)),
    Transition("archived", "archive.request_loan"),
    Transition("archived", "archive.look"),
    Transition("archived", "archive.move_file"),
    Transition("archived", "archive.record_found"),
)


def flow(*rows: tuple[str, str, tuple[str, ...]]) -> tuple[Transition, ...]:
    """Transitions from rows of state, operation, states it may lead to."""
    return tuple(Transition(*row) for row in rows)
