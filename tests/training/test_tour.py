"""The tour: exit code 0, eighty columns, both languages, and what it claims to show."""

import io

import pytest

from ops_console.base.i18n import LANGUAGES, Language
from ops_console.base.safe_text import cell_width, safe
from ops_console.training.tour import run


@pytest.fixture(scope="module")
def told() -> dict[Language, str]:
    """What the tour prints, by language."""
    texts: dict[Language, str] = {}
    for language in LANGUAGES:
        out = io.StringIO()
        assert run(out, language) == 0
        texts[language] = out.getvalue()
    return texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_eighty_columns_or_could_command_a_terminal(
    told: dict[Language, str], language: Language
) -> None:
    for line in told[language].splitlines():
        assert cell_width(line) <= 80
        assert line == safe(line).rstrip()


def test_every_room_is_visited(told: dict[Language, str]) -> None:
    for code in ("CN01", "UW02", "CB01", "PS03", "PR04", "CL04", "AR01", "renewal-run", "grace-run"):
        assert code in told["en"]


def test_it_shows_what_rules_refuse_with_their_source(told: dict[Language, str]) -> None:
    text = told["en"]
    assert "7 were refused by a rule" in text
    assert "Insurance Law art 44" in text
    assert "catalog: duties (making and approving)" in text
    assert "The hesitation period ended on" in text


def test_a_decision_above_the_clerk_s_authority_goes_up_and_comes_back(told: dict[Language, str]) -> None:
    text = told["en"]
    assert text.index("to Supervisor: nothing else is done") < text.index("desk.return_referral")


def test_it_ends_with_a_store_that_is_sound(told: dict[Language, str]) -> None:
    assert told["en"].rstrip().endswith("all hold.")
