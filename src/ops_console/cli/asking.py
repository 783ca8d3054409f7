"""What is asked for on a terminal, and read from standard input where there is none."""

import sys
from datetime import date
from typing import TYPE_CHECKING

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem, UsageError

if TYPE_CHECKING:
    from fractions import Fraction

LARGEST = 2**63 - 1
"""Number a store can keep: nothing has a larger one."""


def new_password() -> str:
    """A new password, typed twice on a terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    first, second = getpass(_("New password: ")), getpass(_("Once more: "))
    if first != second:
        raise UsageError(_("The two passwords differ; nothing was changed."))
    return first


def day_of_option(text: str) -> date:
    """A date typed as an option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(_("a date is typed like 2026-11-21")) from None


def storable(number: int) -> int:
    """A number as an option or argument names something by it."""
    if abs(number) > LARGEST:
        raise UsageError(_("{number} is too large to be the number of anything.").format(number=number))
    return number


def yearly_rate(field: str, text: str) -> "Fraction":
    """`0.025` or `2.5%`, at least 0 and below 1."""
    from fractions import Fraction

    try:
        found = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found < 1:
        message = _("A yearly rate such as 0.025 or 2.5% is wanted")
        raise InputErrors([Problem(field, message, value=text)])
    return found


def ask(prompt: str) -> str:
    """A line typed; it is never read from standard input, where the password comes."""
    if not sys.stdin.isatty():
        raise UsageError(_("Whose password is it? Name the clerk with --as."))
    return input(prompt)


def password() -> str:
    """A password, not shown."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    return getpass(_("Password: "))
