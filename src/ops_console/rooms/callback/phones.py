"""Which number is called: the applicant's own and others that were given, in order, but not those that proved wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from ops_console.base.known import known
from ops_console.data.tables import Call, Callback, Party
from ops_console.desk.view import View

PHONE = r"^[0-9+() -]*$"
MISSED = frozenset({"not_reached", "busy", "wrong_number"})
"""Outcomes of a call in which nobody of the case was spoken to."""


@dataclass(frozen=True)
class Phones:
    """The numbers of a callback and what came of calling them."""

    numbers: tuple[str, ...]
    calls: tuple[Call, ...]

    @property
    def wrong(self) -> frozenset[str]:
        return frozenset(call.phone for call in self.calls if call.outcome == "wrong_number")

    @property
    def right(self) -> tuple[str, ...]:
        """The numbers that may be called."""
        return tuple(number for number in self.numbers if number not in self.wrong)

    @property
    def next(self) -> str:
        """The number called least so far, the first of those; empty when none is left."""
        called = [call.phone for call in self.calls]
        return min(self.right, key=called.count, default="")


def phones_of(view: View) -> Phones:
    """The numbers of the case's applicant."""
    applicant = view.reader.need(Party, known(view.the_case.party_id, "applicant"))
    given = (applicant.phone, *others(view.own(Callback)))
    calls = view.reader.find(Call, case_id=view.the_case.id)
    return Phones(tuple(dict.fromkeys(number for number in given if number)), tuple(calls))


def others(callback: Callback) -> tuple[str, ...]:
    """The numbers that were given besides the applicant's own."""
    return tuple((callback.other_phone or "").split(", ")) if callback.other_phone else ()


def joined(numbers: Sequence[str]) -> str | None:
    """Numbers as they are kept."""
    return ", ".join(numbers) or None


def misses(callback: Callback, calls: Sequence[Call]) -> int:
    """How many calls reached nobody; those from before calls were logged one by one counted all."""
    return callback.attempts - sum(call.outcome not in MISSED for call in calls)
