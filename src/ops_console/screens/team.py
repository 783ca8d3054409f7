"""A supervisor's team, those of the same duties first: per clerk what is open, overdue and done today; work is handed
out from here."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.data.queries.queue import QueueRow
from ops_console.data.queries.team import Load
from ops_console.screens.base import ConsoleScreen
from ops_console.screens.header import Header, KeyBar, MessageLine
from ops_console.screens.texts import Column, row, spread
from ops_console.screens.words import day, kind_name, room_name, state_name, word

CLERKS: list[Column] = [
    (12, "left"),
    (14, "left"),
    (0, "left"),
    (7, "right"),
    (9, "right"),
    (11, "right"),
    (24, "left"),
]
NARROW: list[Column] = [(12, "left"), (0, "left"), (6, "right"), (8, "right"), (8, "right")]
CASES: list[Column] = [(18, "left"), (18, "left"), (0, "left"), (14, "left"), (10, "left")]


class TeamScreen(ConsoleScreen[None]):
    """Clerks above, the cases of the chosen one below."""

    AUTO_FOCUS = "#clerks-of-team"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "hand_out('desk.spread')", show=False),
        Binding("2", "hand_out('desk.take_back')", show=False),
        Binding("3", "hand_out('desk.name_deputy')", show=False),
        Binding("4", "hand_out('desk.assign')", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._team: Sequence[Load] = ()
        self._cases: Sequence[tuple[str, QueueRow]] = ()

    @property
    def place(self) -> str:
        return _("Team")

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("", id="team-columns")
        yield OptionList(id="clerks-of-team")
        yield Static("", id="team-cases-title")
        yield OptionList(id="cases-of-clerk")
        yield MessageLine()
        yield Static("", id="team-actions")
        yield KeyBar("help", "back", "refresh", "search", "code", "language")

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def on_resize(self) -> None:
        self.relabel()

    def _read(self) -> None:
        self.ask(self.session.team, self._got_team, "team")

    def action_refresh(self) -> None:
        self.console.renew_session(self._read)

    def _got_team(self, team: Sequence[Load]) -> None:
        duties = self.session.clerk.duties
        self._team = sorted(team, key=lambda load: duties.isdisjoint(load.duties))
        self.relabel()
        self._read_cases()

    @property
    def _clerks(self) -> OptionList:
        return self.query_one("#clerks-of-team", OptionList)

    @property
    def _chosen(self) -> Load | None:
        at = self._clerks.highlighted
        return self._team[at] if at is not None and at < len(self._team) else None

    def relabel(self) -> None:
        super().relabel()
        width = max(40, self.app.size.width - 2)
        wide = self.has_class("-wide")
        titles = (_("Clerk"), _("Grade"), _("Duties"), _("Open"), _("Overdue"), _("Done today"), _("Deputy"))
        columns = spread(CLERKS if wide else NARROW, width)
        self.query_one("#team-columns", Static).update(row(titles if wide else _narrow(titles), columns, "bold"))
        _fill(self._clerks, [_line(load, columns, wide=wide) for load in self._team])
        _fill(self.query_one("#cases-of-clerk", OptionList), [_case_line(*one, width) for one in self._cases])
        chosen = self._chosen
        title = _("Cases of {clerk}: {count}").format(clerk=chosen.name, count=len(self._cases)) if chosen else ""
        self.query_one("#team-cases-title", Static).update(Content.assemble((title, "bold")))
        keys = ((1, _("Spread a room's cases")), (2, _("Take back")), (3, _("Name a deputy")), (4, _("Give a case")))
        self.query_one("#team-actions", Static).update(
            Content.assemble(*(part for digit, label in keys for part in ((f" {digit} ", "bold"), f"{label} ")))
        )

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_list is self._clerks:
            self._read_cases()

    def _read_cases(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.ask(partial(self.session.held_by, chosen.id), self._got_cases, "cases")

    def _got_cases(self, cases: Sequence[tuple[str, QueueRow]]) -> None:
        if cases != self._cases:
            self._cases = cases
        self.relabel()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a clerk leads to their cases, on a case into its room."""
        if event.option_list is self._clerks:
            self.query_one("#cases-of-clerk").focus()
        elif self._cases:
            room, case = self._cases[event.option_index]
            self.console.open_room(room, case.id)

    def action_hand_out(self, name: str) -> None:
        """The form of an operation, about who or what is chosen."""
        chosen, subject = self._chosen, None
        proposed = {}
        if name == "desk.take_back" and chosen is not None:
            proposed = {"clerk": chosen.login}
        elif name == "desk.spread":
            proposed = {"room": next(iter(self.session.clerk.rooms), "")}
        elif name == "desk.assign":
            at = self.query_one("#cases-of-clerk", OptionList).highlighted
            if not self._cases or at is None:
                self.say(_("Choose a clerk who has cases, and with Tab the case; then 4 gives it to another."))
                return
            subject = self._cases[at][1].number
        self.console.open_form(name, subject, None, self.form_closed, proposed)

    def start_named(self, name: str) -> None:
        from ops_console.screens import backend

        if backend.operation(name).on == "nothing":
            self.console.open_form(name, None, None, self.form_closed)
        else:
            super().start_named(name)

    def form_closed(self, outcome: object) -> None:
        from ops_console.desk.desk import Outcome

        if isinstance(outcome, Outcome):
            self.say(self.console.told(outcome), "bold $success")
            self._read()


def _narrow(values: Sequence[str]) -> tuple[str, ...]:
    """Without grade and deputy, where there is no room for them."""
    clerk, _grade, duties, *figures, _deputy = values
    return (clerk, duties, *figures)


def _line(load: Load, columns: Sequence[Column], *, wide: bool) -> Content:
    away = load.deputy
    deputy = f"{away.name} {away.first:%m-%d} - {away.last:%m-%d}" if away else ""
    late = f"! {load.overdue}" if load.overdue else "0"
    duties = ", ".join(map(word, load.duties))
    values = (load.name, word(load.grade), duties, str(load.open), late, str(load.done), deputy)
    return row(values if wide else _narrow(values), columns)


def _case_line(room: str, case: QueueRow, width: int) -> Content:
    values = (case.number, kind_name(case.kind), state_name(case.kind, case.state), room_name(room), day(case.due))
    return row(values, spread(CASES, width))


def _fill(options: OptionList, lines: Sequence[Content]) -> None:
    """Show these lines; the cursor stays where it was."""
    at = options.highlighted or 0
    with options.prevent(OptionList.OptionHighlighted):
        options.clear_options()
        options.add_options([Option(line) for line in lines])
        options.highlighted = min(at, len(lines) - 1) if lines else None
