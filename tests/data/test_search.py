"""Search: by form number, and by the last digits of a policy's number; always by an index."""

import pytest
from sqlalchemy import text

from ops_console.data.glance import glance
from ops_console.data.queries import search
from ops_console.data.queries.search import Found
from ops_console.rules import numbers
from tests.support.company import BRANCH, Company

ELSEWHERE = 102


def searched(company: Company, wanted: str, branch: int = BRANCH) -> Found:
    with glance(company.store.url) as lines:
        return search.search(lines, wanted, (branch,))


def test_an_application_is_found_by_the_number_on_its_form(company: Company) -> None:
    number = company.received()
    form = company.application(number).form_no
    for wanted in (form, form.lower(), form[:-1]):
        assert [case.number for case in searched(company, wanted).cases] == [number]
    assert searched(company, form, ELSEWHERE).cases == ()
    with glance(company.store.url) as lines:
        assert search.case_ids(lines, form, "counter") == [numbers.parse(number).id]


@pytest.mark.parametrize("digits", [4, 6, 12])
def test_a_policy_is_found_by_the_last_digits_of_its_number(company: Company, digits: int) -> None:
    policy, other = company.policy("WL20"), company.policy("TM20")
    assert [found.number for found in searched(company, policy[-digits:]).policies] == [policy]
    assert [found.number for found in searched(company, other[-digits:]).policies] == [other]
    assert searched(company, policy[-digits:], ELSEWHERE).policies == ()


def test_three_digits_are_too_few_to_look_for(company: Company) -> None:
    policy = company.policy("WL20")
    assert searched(company, policy[-3:]).policies == ()
    assert searched(company, "9" + policy[-4:]).policies == ()


@pytest.mark.parametrize("stores", ["sqlite"], indirect=True)
def test_a_million_policies_are_not_read_one_by_one(company: Company) -> None:
    plans = []

    def explained(sql: str, values: dict[str, object]) -> list[tuple[object, ...]]:
        with company.store.read() as reader:
            plans.extend(str(row[-1]) for row in reader.connection.execute(text(f"EXPLAIN QUERY PLAN {sql}"), values))
        return []

    search.policies_ending(explained, "1234")
    search.form_cases(explained, "WL20-1")
    assert any("USING INDEX ix_policy_number_end" in plan for plan in plans)
    assert not any(plan.startswith("SCAN") for plan in plans)
