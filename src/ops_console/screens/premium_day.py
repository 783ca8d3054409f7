"""F8: the day in the premium room: runs with work waiting, runs done and what they left, money held."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ops_console.base.i18n import _, ngettext
from ops_console.base.safe_text import fit, safe
from ops_console.data.queries.premium_month import PremiumMonth
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.floor_panels import premium_line
from ops_console.screens.header import Header, KeyBar, MessageLine, lines_of
from ops_console.screens.texts import Column, Lines, heading, plain, row, spread
from ops_console.screens.words import amount, day, word

if TYPE_CHECKING:
    from ops_console.batch.standing import Standing
    from ops_console.data.queries.premium_books import HeldLook, RunLook

RUN: list[Column] = [(12, "left"), (0, "left"), (10, "right"), (16, "right")]


class PremiumDayScreen(ConsoleScreen[None]):
    """Enter on money held opens its policy, where it is used or refunded (F10)."""

    AUTO_FOCUS = "#found"

    def __init__(self) -> None:
        super().__init__()
        self._standing: Standing | None = None
        self._month: PremiumMonth | None = None

    @property
    def place(self) -> str:
        return _("Runs and money held")

    def compose(self) -> ComposeResult:
        yield Header()
        with VerticalScroll(id="runs"):
            yield Static("", id="runs-text")
        yield OptionList(id="found")
        yield MessageLine()
        yield KeyBar("back", "refresh", "search", "code", "help", "language")

    def on_screen_resume(self) -> None:
        """Back from a policy: what was held may have been used."""
        self.action_refresh()

    def on_resize(self) -> None:
        self.relabel()

    def action_refresh(self) -> None:
        session = self.session

        def read() -> "Standing":
            from ops_console.batch.standing import standing
            from ops_console.data.store import store_at
            from ops_console.desk.entry import Actor

            with store_at(session.location).read() as reader:
                return standing(reader, Actor(session.clerk.id, "screen"), session.clerk.scope)

        self.console.when_ready(lambda: self.ask(read, self._got, "standing"))
        self.ask(session.premium_month, self._got_month, "month")

    def _got_month(self, month: PremiumMonth) -> None:
        self._month = month
        self.relabel()

    def _got(self, found: "Standing") -> None:
        self._standing = found
        options = self.query_one(OptionList)
        options.clear_options()
        for held in found.held:
            options.add_option(Option(_held_line(held)))
        if found.held:
            options.highlighted = 0
        self.relabel()

    def relabel(self) -> None:
        super().relabel()
        if self._standing is None:
            return
        width = max(30, self.app.size.width - 4)
        month = premium_line(self._month, width) if self._month else []
        self.query_one("#runs-text", Static).update(lines_of([*month, *_lines(self._standing, width)]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if self._standing is not None:
            held = self._standing.held[event.option_index]
            self.console.open_policy(held.policy_id, held.number)


def _lines(standing: "Standing", width: int) -> Lines:
    lines = [*heading(_("Runs with work waiting")), *plain(", ".join(standing.due) or _("none"), width)]
    if standing.due:
        lines += plain(_("Started from a shell: ops-console batch NAME; F1 says by whom."), width, "dim")
    lines += heading(_("Runs of the day"))
    for one in standing.runs:
        lines += _run(one, width)
    lines += [] if standing.runs else plain(_("none"), width)
    total = amount(sum(int(one.amount) for one in standing.held))
    count = len(standing.held)
    text = ngettext("Money held: {amount} on {count} policy", "Money held: {amount} on {count} policies", count)
    lines += heading(text.format(amount=total, count=count))
    return lines[1:]


def _run(one: "RunLook", width: int) -> Lines:
    state = _("finished") if one.finished else _("cut off")
    line = row((one.kind, f"{one.clerk}, {state}", f"{one.rows:,}", amount(one.amount)), spread(RUN, width))
    left = [part for text in one.left for part in plain(f"  ! {text}", width, "$warning")]
    return [line, *left]


def _held_line(held: "HeldLook") -> Content:
    came = "; ".join(f"{day(on)} {amount(fen)} {word(way)}" for on, fen, way in held.came)
    parts = (held.number, fit(held.party, 10), fit(word(held.status), 10), fit(amount(held.amount), 14, "right"))
    return Content(safe("  ".join((*parts, day(held.since), came))))
