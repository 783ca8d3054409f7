"""Several claims on one life open at a time: what one of them was paid, no other is paid again."""

from datetime import date

import pytest

from ops_console.base.problems import Refused
from tests.support.claims import approve, assess, items, payments, with_papers
from tests.support.claims import pay_all as pay_claim
from tests.support.company import Company

pytestmark = pytest.mark.both_engines


@pytest.mark.parametrize(
    ("product", "sold", "event", "facts", "again"),
    [
        ("WL20", {"riders": "CR30/100000"}, "critical_illness", {"disease": "stroke"}, 0),
        ("CI30", {}, "critical_illness", {"disease": "stroke"}, 0),
        # Grade 2 pays nine tenths of 100,000: one is left.
        ("EN15", {}, "disability", {"cause": "accident", "grade": "2"}, 1_000_000),
    ],
)
def test_what_one_claim_was_paid_another_is_not_paid_again(
    company: Company, product: str, sold: dict[str, str], event: str, facts: dict[str, object], again: int
) -> None:
    company.policy(product, **sold)
    company.move_to(date(2026, 9, 1))
    first, second = (with_papers(company, event, date(2026, 8, day)) for day in (20, 21))
    for number in (first, second):
        assess(company, number, payees="", **facts)
    pay_claim(company, approve(company, first))
    [paid] = [one.benefit for one in items(company, first) if one.benefit]
    assert paid > 0
    with pytest.raises(Refused) as refused:
        approve(company, second)
    assert refused.value.code == "assessment_stale"
    company.do("claims.send_back", second, company.clerk("claims", no=2), reason="see the other claim")
    assess(company, second, payees="", **facts)
    approve(company, second)
    assert sum(amount for amount, _account in payments(company, second)) == again


def test_days_in_hospital_that_another_claim_used_up_are_not_paid_again(company: Company) -> None:
    """180 days a year, 90 a stay, 200 a day: the second claim has all it asks for, the third only 10 of its 30 days."""
    company.policy("HC01")
    company.move_to(date(2026, 9, 1))
    stays = {with_papers(company, "hospital", date(2026, 8, day)): days for day, days in ((1, 90), (2, 80), (3, 30))}
    for number, days in stays.items():
        assess(company, number, payees="", days=days)
    first, second, third = stays
    for number in (first, second):
        pay_claim(company, approve(company, number))
    with pytest.raises(Refused):
        approve(company, third)
    company.do("claims.send_back", third, company.clerk("claims", no=2), reason="see the other claims")
    assess(company, third, payees="", days=30)
    approve(company, third)
    assert [payments(company, number)[0][0] for number in stays] == [1_800_000, 1_600_000, 200_000]
