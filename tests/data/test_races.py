"""Two clerks at the same moment: the second is told, and nothing breaks."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from ops_console.base.problems import Conflict
from ops_console.data.store import Store
from ops_console.data.tables import Agent, Letter
from ops_console.desk.desk import perform, perform_in
from tests.support.company import BRANCH, Company
from tests.support.funds import level, price_file


@pytest.mark.parametrize("stores", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_the_same_number_entered_twice_at_once_is_told_to_the_second(company: Company) -> None:
    """SQLite lets nobody read for writing while another writes, so only PostgreSQL can come to this."""
    other = Store(company.store.url)
    entered = threading.Event()
    told: list[Conflict] = []

    def second() -> None:
        try:
            with other.write() as tx:
                entered.wait(10)
                tx.insert([_agent(2)])
        except Conflict as error:
            told.append(error)

    thread = threading.Thread(target=second)
    with company.store.write() as tx:
        tx.insert([_agent(1)])
        thread.start()
        entered.set()
    thread.join(20)
    other.close()
    assert "same number" in told[0].message


def test_a_letter_printed_by_two_clerks_at_once_was_printed_twice(company: Company) -> None:
    (letter, *_more) = company.letters(company.policy("WL20"))
    other, clerk = Store(company.store.url), company.clerk("counter")
    values = {"letters": str(letter.id)}
    with ThreadPoolExecutor(1) as pool:
        with company.store.write() as tx:
            perform_in(tx, "desk.print_letters", clerk, None, values)
            second = pool.submit(perform, other, "desk.print_letters", clerk, None, values)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        second.result()
    other.close()
    with company.store.read() as reader:
        assert reader.need(Letter, letter.id).printed == 2


def test_prices_taken_in_twice_at_once_are_taken_in_once(company: Company, tmp_path: Path) -> None:
    company.move_to(date(2026, 3, 3))
    other, clerk = Store(company.store.url), company.clerk("premium")
    values = {"file": str(price_file(tmp_path, level(company, company.today)))}
    with ThreadPoolExecutor(1) as pool:
        with company.store.write() as tx:
            perform_in(tx, "premium.import_prices", clerk, None, values)
            second = pool.submit(perform, other, "premium.import_prices", clerk, None, values)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        said = second.result().messages
    other.close()
    assert said == ["0 new prices, 0 corrected, 4 known already."]


def _agent(no: int) -> Agent:
    return Agent(id=BRANCH * 10**11 + 10**6 + no, code="TWICE", name="王芳", branch_id=BRANCH, phone="13900000001")
