"""A file of ours that the bank books in one sum: its lines were booked one by one, by its answer; the sum stands once.

Source: company default.
"""

from dataclasses import dataclass
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model import Catalog
from ops_console.data.queries.file_sums import CLEAR, CLEARED, FileSum, is_cleared, is_told, named, sums_of, written
from ops_console.data.store import Reader
from ops_console.data.tables import BankFile, BankItem, BankLine
from ops_console.desk.forms import Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.premium.bank_items import hold_item, refuse_own_word
from ops_console.rooms.premium.same_money import days_about
from ops_console.rules.bank_answers import MONEY

COLLECTED, PAID = "bank_item_file_collected", "bank_item_file_paid"


@dataclass(frozen=True)
class Movement:
    """What a bank tells of an account of ours (empty: it does not say which); `amount`: in positive, out negative."""

    bank: str
    account: str
    reference: str
    name: str
    amount: Fen
    day: date


class FileSums:
    """What files came to, looked up once for all lines of a bank's file."""

    def __init__(self, reader: Reader, catalog: Catalog) -> None:
        self._reader, self._catalog = reader, catalog
        self._about: dict[tuple[str, str, date], list[FileSum]] = {}

    def likely(self, one: Movement) -> FileSum | None:
        """The sum that a movement is: of the file or part it names; where it names nothing and nobody, of the one file
        that was to be carried out about that day and came to as much. None where there is none, or more than one."""
        if not one.reference and one.name:
            return None
        bank = self._catalog.banking.banks.get(one.bank)
        if bank is None or one.account not in ("", (bank.collects if one.amount > 0 else bank.pays).account):
            return None
        found = named(self._reader, one.bank, one.reference) if one.reference else self._of_days(one)
        equal = [each for each in found if each.amount == one.amount]
        # The only part of a file comes to as much as the whole, which stands before it.
        whole = [each for each in equal if each.is_whole] or equal
        return whole[0] if len(whole) == 1 and len({each.file_id for each in equal}) == 1 else None

    def _of_days(self, one: Movement) -> list[FileSum]:
        kind = "collection" if one.amount > 0 else "payout"
        key = (one.bank, kind, one.day)
        if key not in self._about:
            files = written(self._reader, one.bank, kind, *days_about(self._catalog, one.day))
            self._about[key] = [each for file in files for each in sums_of(self._reader, file)]
        return self._about[key]


class SumOf(Form):
    """Which sum it is."""

    name: str = field(
        N_("File"), min_length=1, max_length=35, help=N_("its message in `bank list`, or the name of a part of it")
    )


def _found(view: View) -> dict[str, str]:
    """The sum it is likely to be."""
    item = view.own(BankItem)
    file = view.reader.get(BankFile, item.file_id)
    line = view.reader.get(BankLine, item.file_id, item.line_no)
    if file is None or line is None:
        return {}
    movement = Movement(file.bank, file.account or "", line.reference, line.name, item.amount, item.day)
    one = FileSums(view.reader, view.catalog).likely(movement)
    return {"name": one.name} if one is not None else {}


@operation(CLEAR, code="PR76", label=N_("Sum of a file of ours"), form=SumOf, duties=("premium",), proposes=_found)
def clear_file_sum(view: View, form: SumOf) -> Plan:
    """The bank booked a file of ours in one sum, whose orders its answer had booked one by one, or has since: the sum
    is taken out of the unidentified money again. It has to be what the orders came to, each file and part once; money
    that no file of the bank tells of by another clerk than who took it in (company default)."""
    item = view.own(BankItem)
    refuse_own_word(view, item)
    told_in = view.reader.get(BankFile, item.file_id)
    sums = named(view.reader, None if told_in is None else told_in.bank, form.name)
    one = next((each for each in sums if each.amount == item.amount), None)
    if one is not None:
        view.lock(BankFile, one.file_id)
    if problem := _wrong(view, sums, one, told_in):
        raise InputErrors([Problem("name", problem, value=form.name)])
    plan = Plan(to="cleared", outcome=CLEARED, data={CLEARED: form.name})
    plan.post(COLLECTED if item.amount > 0 else PAID, None, {"money": "bank"}, amount=abs(item.amount))
    hold_item(view, plan, item.case_id, Fen(-item.amount))
    return plan


def _wrong(view: View, sums: list[FileSum], one: FileSum | None, told_in: BankFile | None) -> str:
    """Why the money is not that sum; empty when it is."""
    if not sums:
        return _("no file that went to this bank, nor a part of one, has this name")
    if one is None:
        amounts = ", ".join(each.amount.yuan() for each in sums)
        return _("its orders came to {amounts}").format(amounts=amounts)
    kinds = sorted(MONEY) if told_in is None else [told_in.kind]
    if is_cleared(view.reader, one) or is_told(view.reader, one, kinds):
        return _("has its line of the bank already")
    return ""
