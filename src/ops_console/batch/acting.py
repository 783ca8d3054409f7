"""What the runs that work case by case share: the same operations as at a desk, in the chunk's transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.store import Tx
from ops_console.desk.desk import perform_in
from ops_console.desk.entry import Actor

UNFORESEEN = (LookupError, ValueError, ArithmeticError, TypeError)
"""What a rule or the desk ends in when a record is not as it can be: a mistake of the program or of who changed it."""


@contextmanager
def set_aside(tx: Tx, number: str, faults: list[str]) -> Iterator[None]:
    """The work on one policy, branch or payment. What nobody foresaw is undone and told, and the others go on."""
    try:
        with tx.attempt():
            yield
    except UNFORESEEN as error:
        faults.append(fault_of(number, error))


def fault_of(number: str, error: Exception) -> str:
    """What is told of something set aside."""
    return _("{number}: set aside, something unforeseen happened: {what}").format(
        number=number, what=f"{type(error).__name__}: {error}"
    )


def refusal_of(
    tx: Tx, operation: str, actor: Actor, subject: str | None, values: Mapping[str, Any] | None = None
) -> str | None:
    """Do an operation; why it was not done, or None. A refusal comes before anything is written: the chunk goes on."""
    try:
        outcome = perform_in(tx, operation, actor, subject, values)
    except (Refused, NotAllowed, InputErrors) as error:
        return f"{subject}: {error.message}" if subject else error.message
    if outcome.referred_to is not None:
        return _("{number}: referred to {grade}").format(number=subject, grade=outcome.referred_to)
    return None
