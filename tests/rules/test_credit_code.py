"""Unified social credit codes by GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ops_console.rules.credit_code import CHARACTERS, check_character, problems_of

MADE = some.text(some.sampled_from(CHARACTERS), min_size=9, max_size=9)


@pytest.mark.parametrize("code", ["11320000MB151840XJ", "91350100M000100Y43", " 11320000mb151840xj"])
def test_codes_as_they_are_given(code: str) -> None:
    assert problems_of(code) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("91350100M000100Y42", "check character"),
        ("91990100M000100Y42", "No region begins with 99"),
        ("9135010OM000100Y43", "18 digits and capitals"),
        ("91350100I000100Y43", "18 digits and capitals"),
        ("91350100M000100Y4", "18 digits and capitals"),
        ("", "18 digits and capitals"),
    ],
)
def test_what_is_wrong_with_a_code_is_told(code: str, said: str) -> None:
    assert any(said in problem.message for problem in problems_of(code))


@given(MADE, some.integers(0, 16), some.sampled_from(CHARACTERS))
def test_one_character_mistyped_is_always_noticed(body: str, place: int, other: str) -> None:
    right = f"91310000{body}"
    wrong = right[:place] + other + right[place + 1 :]
    assert (check_character(wrong) == check_character(right)) == (wrong == right)
