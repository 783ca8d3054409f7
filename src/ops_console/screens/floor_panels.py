"""Below the tiles of the lobby: what runs and day ends left behind, and how the last seven days went."""

from collections.abc import Sequence
from dataclasses import replace

from textual.content import Content
from textual.widgets import Static

from ops_console.base.i18n import _, language, ngettext
from ops_console.base.plots import bar, short, signs
from ops_console.base.safe_text import fit
from ops_console.data.queries.floor import Behind, DayFlow
from ops_console.data.queries.premium_month import PremiumMonth
from ops_console.screens.header import lines_of
from ops_console.screens.session import Floor
from ops_console.screens.texts import Column, Lines, plain, row
from ops_console.screens.words import amount

NUMBER = 6
"""Cells of a count in the plot of a week."""
DAY = 6


class BehindPanel(Static):
    """What is left behind, most pressing first."""

    def __init__(self) -> None:
        super().__init__("", id="behind")
        self._floor: Floor | None = None
        self._to_start: Sequence[str] | None = None

    def show(self, floor: Floor) -> None:
        self._floor = floor
        self.redraw()

    def show_to_start(self, runs: Sequence[str]) -> None:
        self._to_start = runs
        self.redraw()

    def redraw(self) -> None:
        if self._floor is None:
            return
        width = max(20, self.size.width)
        left = told(self._floor.behind, self._to_start or ())
        lines = [line for text in left for line in plain(f"! {text}", width, "bold")]
        # That there is nothing is known only when all has been read.
        if not lines and self._to_start is not None:
            lines = plain(_("Runs and day ends left nothing behind."), width)
        if self._floor.premium is not None:
            lines += premium_line(self._floor.premium, width)
        self.update(lines_of(lines))

    def on_resize(self) -> None:
        self.redraw()


def told(behind: Behind, to_start: Sequence[str]) -> list[str]:
    """What is left behind, a sentence each."""
    sentences = [_("{run} was cut off: start it again.").format(run=run) for run in behind.cut_off]
    for run, count in behind.left:
        text = ngettext("{run} left {count} undone today.", "{run} left {count} undone today.", count)
        sentences.append(text.format(run=run, count=count))
    if behind.unclosed:
        english, chinese, day = behind.unclosed[0]
        text = ngettext(
            "{count} branch has not closed its day: {first}, {day}.",
            "{count} branches have not closed their day: {first}, {day}, ...",
            len(behind.unclosed),
        )
        first = chinese if language() == "zh" else english
        sentences.append(text.format(count=len(behind.unclosed), first=first, day=day.isoformat()))
    if to_start:
        sentences.append(_("To be started: {runs}").format(runs=", ".join(to_start)))
    return sentences


def premium_line(month: PremiumMonth, width: int) -> Lines:
    """Renewal premium of the month: collected of what fell due, with a bar."""
    share = 100 * month.collected // month.due if month.due > 0 else 0
    text = _("Renewal premium this month: {collected} of {due} collected, {share}%").format(
        collected=amount(month.collected), due=amount(month.due), share=share
    )
    return [*plain(text, width), Content(bar(month.collected, month.due, min(40, width), signs()))]


class WeekPanel(Static):
    """Cases received and closed on each of the last seven days."""

    def __init__(self) -> None:
        super().__init__("", id="week")
        self._week: Sequence[DayFlow] = ()

    def show(self, week: Sequence[DayFlow]) -> None:
        self._week = week
        self.redraw()

    def redraw(self) -> None:
        if self._week:
            self.update(lines_of(week_lines(self._week, max(30, self.size.width - 2))))

    def on_resize(self) -> None:
        self.redraw()


def week_lines(week: Sequence[DayFlow], width: int) -> Lines:
    """A heading and a line a day: two bars on one scale, each with its number."""
    column = max(NUMBER + 5, (width - DAY - 1) // 2)
    drawn, most = replace(signs(), empty=" "), max((max(one.received, one.closed) for one in week), default=0)

    def counted(count: int) -> str:
        return f"{fit(short(count), NUMBER, 'right')} {bar(count, most, column - NUMBER - 2, drawn)}"

    lines = [row((_("Cases"), _("received"), _("closed")), _columns(column), "bold")]
    lines += [row((f"{one.day:%m-%d}", counted(one.received), counted(one.closed)), _columns(column)) for one in week]
    return lines


def _columns(cells: int) -> list[Column]:
    return [(DAY, "left"), (cells, "left"), (cells, "left")]
