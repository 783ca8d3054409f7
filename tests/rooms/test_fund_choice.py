"""How premiums are divided among funds, as it is typed."""

from collections.abc import Sequence

import pytest

from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.load import shipped
from ops_console.rooms.fund_choice import allocation_of
from tests.support.company import Company

PRODUCTS = shipped().products


def typed(*lines: str, product: str = "UK10") -> tuple[dict[str, int] | None, Sequence[Problem]]:
    problems: list[Problem] = []
    return allocation_of(lines, PRODUCTS[product], problems), problems


@pytest.mark.parametrize(
    ("lines", "shares"),
    [
        (("STEADY/60", "GROWTH/40"), {"STEADY": 600, "GROWTH": 400}),
        (("STEADY / 33.5 %", "GROWTH/66.5"), {"STEADY": 335, "GROWTH": 665}),
        (("GROWTH/100",), {"GROWTH": 1000}),
    ],
)
def test_shares_are_kept_in_per_mille(lines: Sequence[str], shares: dict[str, int]) -> None:
    assert typed(*lines) == (shares, [])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "the shares make 0 per cent, not 100"),
        (("STEADY/60", "GROWTH/39.9"), "the shares make 99.9 per cent, not 100"),
        (("STEADY/60", "GROWTH/41"), "the shares make 101 per cent, not 100"),
        (("BONDS/100",), "one of: STEADY, GROWTH"),
        (("STEADY/50", "STEADY/50"), "the fund stands there twice"),
        (("STEADY",), "a share is typed like STEADY/60"),
        (("STEADY/half",), "a share is typed like STEADY/60"),
        (("STEADY/-100",), "a share is typed like STEADY/60"),
        (("STEADY/0",), "a share is typed like STEADY/60"),
        (("STEADY/33.33",), "a share is typed like STEADY/60"),
        (("STEADY/60/40",), "a share is typed like STEADY/60"),
    ],
)
def test_faults_are_told(lines: Sequence[str], message: str) -> None:
    _shares, problems = typed(*lines)
    assert [(one.field, one.message) for one in problems] == [("allocation", message)]


def test_a_product_without_funds_has_nothing_to_divide() -> None:
    assert typed(product="UL10") == (None, [])


def test_a_unit_linked_application_needs_them(company: Company) -> None:
    with pytest.raises(InputErrors) as error:
        company.keyed("UK10", allocation="STEADY/50", planned_premium=None)
    assert {one.field for one in error.value.problems} == {"allocation", "planned_premium"}
