"""A bank's file that was begun and is not going to be read to its end is given up."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import Conflict, InputErrors, NotAllowed, Refused
from ops_console.batch import bank_reading
from ops_console.batch.bank_reading import Arrival, keep
from ops_console.data.tables import BankFile, BankLine
from ops_console.exchange.bank.model import Incoming, Result
from ops_console.rules.numbers import HEAD_OFFICE
from tests.support.company import Company


class _Killed(Exception):
    """The power goes."""


def arrival(digest: str = "a") -> Arrival:
    head = Incoming("notification", "N1", "", "ICBC", "", None, 3, Fen(300), digest * 64)
    line = Result(1, "GIFT", Fen(100), "credited", "", "", date(2026, 3, 2), "王芳", "")
    return Arrival(head, [line] * 3, "ICBC", "iso", "n1.xml")


@pytest.fixture
def half_read(company: Company, monkeypatch: pytest.MonkeyPatch) -> int:
    """The number of a file of three lines, two of which were read."""
    monkeypatch.setattr(bank_reading, "LINES_AT_ONCE", 2)

    def kill(_lines: int) -> None:
        raise _Killed

    with pytest.raises(_Killed):
        keep(company.store, arrival(), watch=kill)
    with company.store.read() as reader:
        [file] = reader.find(BankFile)
    return file.id


@pytest.mark.both_engines
def test_a_file_half_read_is_given_up_with_its_lines_and_another_of_its_name_is_taken(
    company: Company, half_read: int
) -> None:
    head_office = company.clerk("premium", branch=HEAD_OFFICE)
    with pytest.raises(Refused, match="other content"):
        keep(company.store, arrival("b"))
    with pytest.raises(NotAllowed):
        company.do("premium.give_up_bank_file", None, company.clerk("premium"), file=half_read)
    done = company.do("premium.give_up_bank_file", None, head_office, file=half_read)
    assert done.messages == ["Given up: n1.xml, 2 lines read."]
    with company.store.read() as reader:
        assert reader.count(BankFile) == reader.count(BankLine) == 0
    assert keep(company.store, arrival("b")) == half_read + 1
    with pytest.raises(InputErrors):
        company.do("premium.give_up_bank_file", None, head_office, file=half_read + 1)
    assert company.verify() == []


def test_who_is_reading_a_file_that_is_given_up_is_told(company: Company, half_read: int) -> None:
    def give_up(_lines: int) -> None:
        company.do("premium.give_up_bank_file", None, company.clerk("premium", branch=HEAD_OFFICE), file=half_read)

    with pytest.raises(Conflict, match="given up"):
        keep(company.store, Arrival(**{**vars(arrival()), "lines": arrival().lines * 3}), watch=give_up)  # type: ignore[operator]
