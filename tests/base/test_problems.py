"""Every way an operation is not done has an exit code a script can rely on."""

import pytest

from ops_console.base.i18n import use_language
from ops_console.base.problems import (
    Conflict,
    InputErrors,
    NotAllowed,
    OpsError,
    Problem,
    Refused,
    Unexpected,
    UsageError,
)


@pytest.mark.parametrize(
    ("error", "exit_code", "code"),
    [
        (Unexpected("?"), 1, "unexpected"),
        (UsageError("no such operation"), 2, "usage"),
        (Refused("no", code="hesitation_period", source="Circular X, art. 1"), 3, "hesitation_period"),
        (Conflict("someone was quicker", who="Li Na"), 3, "conflict"),
        (NotAllowed("not yours"), 4, "not_allowed"),
        (InputErrors([Problem("amount", "must be positive")]), 5, "input"),
    ],
)
def test_exit_codes_are_those_of_the_contract(error: OpsError, exit_code: int, code: str) -> None:
    assert (error.exit_code, error.code) == (exit_code, code)
    assert str(error) == error.message


def test_a_refusal_names_its_source() -> None:
    assert Refused("no", source="Insurance Law, art. 16").source == "Insurance Law, art. 16"


def test_input_errors_are_listed_all_together() -> None:
    found = [Problem("name", "missing", line=3), Problem("premium", "not a number", line=3, value="1o0")]
    with use_language("en"):
        error = InputErrors(found)
    assert error.problems == tuple(found)
    assert error.message == "The input has 2 errors"
