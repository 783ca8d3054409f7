"""A line of a bank's text file: from the texts of its columns to a result, or to what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.catalog.model_bank import OTHER, BankProfile
from ops_console.exchange.bank.checking import holdable
from ops_console.exchange.bank.model import MOST_REFERENCE, REFERENCE, Faulty, Outcome, Result
from ops_console.exchange.bank.records import Records

T = TypeVar("T")


class Lines:
    """Reads the lines of one profile."""

    def __init__(self, profile: BankProfile, records: Records) -> None:
        self._profile, self._records = profile, records

    def line(self, no: int, values: Mapping[str, str]) -> tuple[Result | Faulty, Fen | None]:
        """The line and its amount, None where that can't be read. Several faults are told under the first."""
        wrong: dict[str, str] = {}

        def tried(field: str, read: Callable[[str], T]) -> T | None:
            try:
                return read(values[field])
            except ValueError as error:
                wrong[field] = str(error)
                return None

        reference = tried("reference", _reference)
        amount = tried("amount", lambda text: holdable(self._records.amount(text)))
        if amount == 0:
            wrong["amount"] = _("an amount is more than 0")
        outcome = tried("status", self._outcome)
        day = tried("day", self._records.day) if values.get("day") else None
        if wrong or reference is None or outcome is None:
            return _faulty(no, wrong, values), amount
        code = values.get("code", "")
        reason = (self._profile.reason(code) or OTHER) if outcome in ("rejected", "returned") else ""
        name, text = values.get("name", ""), values.get("text", "")
        return Result(no, reference, amount, outcome, code, reason, day, name, text), amount

    def _outcome(self, status: str) -> Outcome:
        known = self._profile.statuses
        if status not in known:
            raise ValueError(_("One of {options} is wanted").format(options=", ".join(known)))
        return cast("Outcome", known[status])


def _reference(text: str) -> str:
    if not text:
        raise ValueError(_("is missing"))
    if not REFERENCE.fullmatch(text):
        raise ValueError(_("1 to {most} letters, digits, / and -").format(most=MOST_REFERENCE))
    return text


def _faulty(no: int, wrong: Mapping[str, str], values: Mapping[str, str]) -> Faulty:
    (field, message), *others = wrong.items()
    told = "; ".join([message, *(f"{name}: {fault}" for name, fault in others)])
    return Faulty(no, field, told, " ".join(value for value in values.values() if value))
