"""Values that an earlier step has set, where a record may also exist before that step."""

from typing import TypeVar

Value = TypeVar("Value")


def known(value: Value | None, what: str) -> Value:
    """The value. LookupError, naming what is missing, for None: a mistake in the program, never of the clerk."""
    if value is None:
        raise LookupError(f"{what} is not known yet")
    return value
