"""Two clerks at the same moment: the second is told, and nothing breaks."""

import threading

import pytest

from ops_console.base.problems import Conflict
from ops_console.data.store import Store
from ops_console.data.tables import Agent
from tests.support.company import BRANCH, Company


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


def _agent(no: int) -> Agent:
    return Agent(id=BRANCH * 10**11 + 10**6 + no, code="TWICE", name="王芳", branch_id=BRANCH, phone="13900000001")
