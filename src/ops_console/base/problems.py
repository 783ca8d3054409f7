"""What can go wrong, as data: problems of an input, and the few ways an operation ends without being done.

Each error carries the exit code of the command line contract: 2 usage, 3 refused by a rule, 4 not allowed, 5 the input
has errors, 1 anything unexpected. Messages are in the language of the reader at the time they are made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from ops_console.base.i18n import ngettext


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input: the field it is in, what is wrong, and where it stood.

    `line` counts from 1 in a file or sheet; `value` is what was given, untouched. An empty `field`: the whole input.
    """

    field: str
    message: str
    line: int | None = None
    value: str | None = None


class OpsError(Exception):
    """An operation that was not done, and why; nothing has changed.

    `code` names the reason for programs, `source` the rule's origin (law and article, or "company default") and
    `problems` lists every fault found.
    """

    exit_code: ClassVar[int] = 1
    default_code: ClassVar[str] = "unexpected"

    def __init__(
        self, message: str, *, code: str | None = None, source: str | None = None, problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.source = source
        self.problems = tuple(problems)


class Unexpected(OpsError):
    """Something no rule foresees."""


class UsageError(OpsError):
    """The command was not understood: unknown operation, missing argument, no such store."""

    exit_code = 2
    default_code = "usage"


class Refused(OpsError):
    """A rule says no; `code` names the rule, `source` where it comes from."""

    exit_code = 3
    default_code = "refused"


class Conflict(OpsError):
    """Someone was quicker; `who` is the other clerk's name, None when not known. `version`: of the case as that clerk
    left it; None when it is no case, or nobody changed it."""

    exit_code = 3
    default_code = "conflict"

    def __init__(
        self, message: str, *, who: str | None = None, code: str | None = None, version: int | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.who = who
        self.version = version


class NotAllowed(OpsError):
    """The clerk lacks the permission, the branch or the duty for it."""

    exit_code = 4
    default_code = "not_allowed"


class InputErrors(OpsError):
    """The input has errors, all of them listed."""

    exit_code = 5
    default_code = "input"

    def __init__(self, problems: Sequence[Problem], *, message: str | None = None, code: str | None = None) -> None:
        count = len(problems)
        text = ngettext("The input has {count} error", "The input has {count} errors", count).format(count=count)
        super().__init__(message or text, code=code, problems=problems)
