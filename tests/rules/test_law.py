"""What law fixes: a company may be kinder to the customer, never less."""

import pytest

from ops_console.rules.law import LIMITS, LegalUnit, check, minor_death_cover


@pytest.mark.parametrize(
    ("code", "value", "unit", "kinder", "slacker", "article"),
    [
        ("defective_application", 5, "wd", 4, 6, "art 10"),
        ("clean_application", 15, "wd", 5, 16, "art 11"),
        ("finding", 15, "wd", 10, 16, "art 18"),
        ("preservation_accepted", 2, "wd", 1, 3, "art 19"),
        ("preservation_done", 5, "wd", 3, 6, "art 20"),
        ("lapse_notice", 10, "wd", 5, 11, "art 21"),
        ("claim_simple", 5, "wd", 2, 6, "art 23"),
        ("claim_decision", 30, "d", 20, 31, "art 23"),
        ("refusal_notice", 3, "d", 1, 4, "art 24"),
        ("payment", 10, "d", 3, 11, "art 23"),
        ("advance_payment", 60, "d", 30, 61, "art 25"),
        ("surrender_value", 30, "d", 5, 31, "art 47"),
        ("hesitation", 15, "d", 20, 14, "Health Insurance Rules 2019"),
        ("grace", 60, "d", 90, 59, "art 36"),
        ("reinstatement", 24, "months", 36, 23, "art 37"),
        ("incontestability", 24, "months", 12, 25, "art 16"),
        ("suicide", 24, "months", 12, 25, "art 44"),
        ("waiting_period", 180, "d", 90, 181, "Health Insurance Rules 2019"),
        ("loan_share", 80, "percent", 70, 81, "cap on policy loans"),
        ("cash_value_k", 80, "percent", 90, 79, "Actuarial rules"),
    ],
)
def test_a_limit_may_be_bettered_but_not_passed(
    code: str, value: int, unit: str, kinder: int, slacker: int, article: str
) -> None:
    assert (LIMITS[code].value, LIMITS[code].unit) == (value, LegalUnit(unit))
    assert check(code, value) is None
    assert check(code, kinder) is None
    problem = check(code, slacker)
    assert problem is not None
    assert article in problem.message


def test_the_message_names_the_limit_and_the_article() -> None:
    problem = check("refusal_notice", 5)
    assert problem is not None
    assert problem.message == "refusal notice with reasons: at most 3 days by Insurance Law art 24"


def test_death_cover_of_children_is_capped_in_fen() -> None:
    assert [minor_death_cover(age) and minor_death_cover(age).value for age in (0, 9, 10, 17, 18)] == [
        20_000_000,
        20_000_000,
        50_000_000,
        50_000_000,
        None,
    ]
