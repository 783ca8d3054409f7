"""Wrong passwords: counted, and one too many shuts the door for a while, which is recorded."""

from datetime import UTC, datetime, timedelta

import pytest

from ops_console.base.problems import NotAllowed
from ops_console.data.tables import Clerk, Event
from ops_console.desk.logins import log_in
from ops_console.desk.passwords import hash_password
from tests.support.company import BRANCH, Company

SECRET, LOGIN = "correct horse", "li.ming"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""Noon in Shanghai."""


def with_password(company: Company) -> int:
    clerk_id = company.clerk("counter").clerk_id
    with company.store.write() as tx:
        tx.update(Clerk, {"id": clerk_id}, {"login": LOGIN, "password_hash": hash_password(SECRET)})
    return clerk_id


def tried(company: Company, password: str, minutes: int = 0) -> str:
    """in, login or shut_out: what came of a try so many minutes after noon."""
    try:
        log_in(company.store, LOGIN, password, "screen", NOON + timedelta(minutes=minutes))
    except NotAllowed as error:
        return error.code
    return "in"


def test_five_wrong_passwords_shut_the_door_for_a_quarter_of_an_hour(company: Company) -> None:
    clerk_id = with_password(company)
    assert [tried(company, "wrong") for _try in range(5)] == ["login"] * 4 + ["shut_out"]
    assert tried(company, SECRET, minutes=14) == "shut_out"
    with company.store.read() as reader:
        [event] = reader.find(Event, operation="desk.shut_out")
    assert (event.clerk_id, event.branch_id, event.data["tries"], event.door) == (clerk_id, BRANCH, 5, "screen")
    assert tried(company, SECRET, minutes=15) == "in"


def test_the_right_password_begins_the_count_anew(company: Company) -> None:
    with_password(company)
    for _day in range(2):
        assert [tried(company, "wrong") for _try in range(4)] == ["login"] * 4
        assert tried(company, SECRET) == "in"


def test_after_the_quarter_of_an_hour_there_are_as_many_tries_again(company: Company) -> None:
    with_password(company)
    for _try in range(5):
        tried(company, "wrong")
    assert [tried(company, "wrong", minutes=20) for _try in range(5)] == ["login"] * 4 + ["shut_out"]


def test_a_login_nobody_has_is_not_told_from_a_wrong_password(company: Company) -> None:
    with pytest.raises(NotAllowed) as error:
        log_in(company.store, "nobody", "wrong", "screen")
    assert error.value.code == "login"
