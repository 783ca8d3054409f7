"""Passwords of clerks: argon2id, at least as strong as OWASP's minimum (19 MiB, two passes, one lane)."""

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem

PASSES = 2
MEMORY_KIB = 19 * 1024
SHORTEST = 10
"""Characters. Source: company default."""


def hash_password(password: str) -> str:
    """The text that is stored. InputErrors when the password is too short."""
    from argon2 import PasswordHasher

    if len(password) < SHORTEST:
        message = _("at least {count} characters").format(count=SHORTEST)
        raise InputErrors([Problem("password", message)])
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1).hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Is it the clerk's password? A clerk without one can't log in; it takes as long to say so."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1)
    if stored is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
