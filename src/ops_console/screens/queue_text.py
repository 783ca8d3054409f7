"""The lines of a queue: days left, number, customer, state, who has it; each in its column."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from ops_console.base.i18n import _
from ops_console.base.safe_text import fit
from ops_console.data.queries.queue import QueueRow
from ops_console.screens.session import Session
from ops_console.screens.still import Line
from ops_console.screens.words import state_name, word

NUMBER_CELLS = 17
DAYS_CELLS = 6
WHO_CELLS = 10
NAME_CELLS = 8
"""Of a customer at least: four Chinese characters."""


class QueueColumns(Line):
    """The names of the columns above the list."""

    def __init__(self) -> None:
        super().__init__("", id="queue-columns")
        self._who = 0

    def on_resize(self) -> None:
        self.redraw()

    def give(self, who: int) -> None:
        """Cells of the last column, as the list below has them."""
        self._who = who
        self.redraw()

    def redraw(self) -> None:
        names = (_("days"), "", _("number"), _("customer"), _("state"), _("taken by"))
        self.update(Content(in_columns(names, self.size.width, self._who)))


def who_cells(rows: Sequence[QueueRow], session: Session) -> int:
    """What the names of those who have the cases need; nothing where nobody has one, for the states then."""
    return min(WHO_CELLS, max((cell_len(_who(row, session)) for row in rows), default=0))


def in_columns(values: Sequence[str], width: int, who: int) -> str:
    """Days left, V for a VIP, number, customer, state, who in `who` cells at most: in exactly `width` cells."""
    rest = max(0, width - DAYS_CELLS - NUMBER_CELLS - 5)
    who = min(who, rest // 4)
    name = max(NAME_CELLS, min(16, (rest - who) // 4))
    cells = (DAYS_CELLS - 1, 1, NUMBER_CELLS, name, max(0, rest - who - name), who)
    return fit(" ".join(fit(value, size) for value, size in zip(values, cells, strict=True)), width)


def line_of(row: QueueRow, session: Session, width: int, who: int) -> str:
    """A case as one line of the queue."""
    tier = "V" if row.tier == "vip" else ""
    state = state_name(row.kind, row.state)
    left = days_text(session.days_left(row.due))
    return in_columns((left, tier, row.number, row.party or "", state, _who(row, session)), width, who)


def _who(row: QueueRow, session: Session) -> str:
    if row.referred_to:
        return f"^ {word(row.referred_to)}"
    return _("me") if row.assignee_id == session.clerk.id else row.assignee or ""


def urgency(left: int | None) -> str:
    """late, today, plain, or rest for a clock at rest."""
    if left is None:
        return "rest"
    return "late" if left < 0 else "today" if left == 0 else "plain"


def days_text(left: int | None) -> str:
    """Remaining working days with a mark that needs no colour: `! -3`, `= 0`, `  12`, `~` for a clock at rest."""
    if left is None:
        return "   ~"
    return f"{'!' if left < 0 else '=' if left == 0 else ' '}{left:>4}"
