"""One file of a bank: what it is, what became of its orders or lines, and below the lines somebody has to look at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ops_console.base.i18n import _
from ops_console.base.safe_text import fit, safe
from ops_console.screens.text_and_list import TextAndListScreen
from ops_console.screens.texts import Column, Lines, heading, pair, row
from ops_console.screens.words import amount, day, word

if TYPE_CHECKING:
    from ops_console.data.queries.bank_files import Answered
    from ops_console.data.queries.bank_lines import HeldLine, StateTotal
    from ops_console.data.store import Reader
    from ops_console.data.tables import BankFile

HELD_AT_MOST = 200
"""Lines listed; the command `bank show` lists all."""


@dataclass(frozen=True)
class FileLook:
    """A file with what became of it: answers to our orders, or the lines that came."""

    file: "BankFile"
    answered: "tuple[Answered, ...]"
    totals: "tuple[StateTotal, ...]"
    held: "tuple[HeldLine, ...]"


def _look(reader: "Reader", file_id: int) -> FileLook:
    from ops_console.data.queries.bank_files import answers_to
    from ops_console.data.queries.bank_lines import held_lines, totals_of
    from ops_console.data.tables import BankFile

    file = reader.need(BankFile, file_id)
    if file.direction == "out":
        return FileLook(file, tuple(answers_to(reader, file)), (), ())
    return FileLook(file, (), totals_of(reader, file_id), tuple(held_lines(reader, file_id, HELD_AT_MOST)))


class BankFileScreen(TextAndListScreen):
    """Enter on a held line opens the case that clears its money, where there is one."""

    def __init__(self, file_id: int) -> None:
        super().__init__()
        self._file_id = file_id
        self._look: FileLook | None = None

    @property
    def place(self) -> str:
        return _("File {number} of a bank").format(number=self._file_id)

    def action_refresh(self) -> None:
        session, file_id = self.session, self._file_id

        def read() -> FileLook:
            from ops_console.data.store import store_at

            with store_at(session.location).read() as reader:
                return _look(reader, file_id)

        self.ask(read, self._got, "file")

    def _got(self, look: FileLook) -> None:
        self._look = look
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_held(one), disabled=one.case is None) for one in look.held])
        self.relabel()

    def relabel(self) -> None:
        super().relabel()
        if self._look is not None:
            self.tell(_lines(self._look, self.width))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        number = self._look.held[event.option_index].case if self._look else None
        if number is not None:
            from ops_console.rules.numbers import parse

            self.console.open_room("premium", parse(number).id)


def _lines(look: FileLook, width: int) -> Lines:
    file = look.file
    lines = [
        *heading(f"{word(file.kind, 'kind')}  {file.bank}  {word(file.direction)}"),
        *pair(_("File name"), file.name, width),
        *pair(_("Message"), file.message, width),
        *pair(_("Day"), day(file.day), width),
        *pair(_("To be done on"), day(file.value_day) if file.direction == "out" else "", width),
        *pair(_("State"), word(file.state), width),
        *pair(_("Lines"), f"{file.lines:,}", width),
        *pair(_("Amount"), amount(file.amount), width, "bold"),
    ]
    if look.answered or look.totals:
        lines += heading(_("What became of it"))
    figures: list[Column] = [(24, "left"), (18, "left"), (10, "right"), (18, "right")]
    for one in look.answered:
        reason = word(one.reason) if one.reason else ""
        lines.append(row((word(one.state), reason, f"{one.orders:,}", amount(one.amount)), figures))
    for total in look.totals:
        lines.append(
            row(
                (word(total.state, "line"), word(total.outcome, "said"), f"{total.lines:,}", amount(total.amount)),
                figures,
            )
        )
    if look.held:
        lines += heading(_("Lines to be looked at"))
    return lines[1:]


def _held(one: "HeldLine") -> Content:
    said = f"{fit(str(one.no), 6, 'right')} {fit(one.reference, 36)} {fit(word(one.state, 'line'), 16)}"
    money = "" if one.amount is None else amount(one.amount)
    return Content(safe(f"{said} {fit(money, 14, 'right')} {one.case or ''} {one.name} {one.text}"))
