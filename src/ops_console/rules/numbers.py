"""Identifiers of cases and policies, and the numbers printed on paper.

An id is ``issuing branch × 10^11 + sequence``: a branch of one to four digits and a sequence of at most eleven, so 15
digits and below 2^53. The branch in it is the one that issued the record, for ever; who services it is a column
elsewhere.

A printed number is a prefix letter, the id in 15 digits and one check digit by ISO/IEC 7064 MOD 11,10, taken over the
letter's place in the alphabet (A = 10 … Z = 35) and the 15 digits. Every wrong single digit is caught, and nearly all
swaps of neighbours. Source: company default.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem

SEQUENCES_PER_BRANCH = 10**11
HIGHEST_BRANCH = 9999
HEAD_OFFICE = 1
"""The branch above all others: its scope is the company."""
ID_DIGITS = 15
PRINTED_LENGTH = 1 + ID_DIGITS + 1
SEPARATORS = str.maketrans("", "", " -")


class Prefix(StrEnum):
    """The letter a printed number begins with: what it numbers."""

    APPLICATION = "A"
    POLICY = "P"
    ENDORSEMENT = "E"
    CALLBACK = "B"
    FINDING = "F"
    CLAIM = "C"
    PAYMENT = "Y"
    FILE_LOAN = "L"
    CATALOG_CHANGE = "K"
    STOCKTAKE = "T"
    ENQUIRY = "Q"
    COMPLAINT = "S"
    BANK_ITEM = "M"


_LETTERS = {prefix.value: prefix for prefix in Prefix}


@dataclass(frozen=True, slots=True)
class Number:
    """A parsed printed number: what it numbers, and the id."""

    prefix: Prefix
    id: int

    @property
    def branch(self) -> int:
        return branch_of(self.id)

    def __str__(self) -> str:
        return printed(self.prefix, self.id)


def make_id(branch: int, sequence: int) -> int:
    """The id of the ``sequence``-th record (from 1) issued by ``branch`` (1–9999). ValueError outside those."""
    if not 1 <= branch <= HIGHEST_BRANCH:
        raise ValueError(f"branch {branch} is not between 1 and {HIGHEST_BRANCH}")
    if not 1 <= sequence < SEQUENCES_PER_BRANCH:
        raise ValueError(f"sequence {sequence} is not between 1 and {SEQUENCES_PER_BRANCH - 1}")
    return branch * SEQUENCES_PER_BRANCH + sequence


def branch_of(record: int) -> int:
    """The branch that issued the record."""
    return record // SEQUENCES_PER_BRANCH


def sequence_of(record: int) -> int:
    """The record's place in its branch's sequence."""
    return record % SEQUENCES_PER_BRANCH


_PRODUCTS = [{str(digit): ((product + digit) % 10 or 10) * 2 % 11 for digit in range(10)} for product in range(11)]
"""The step of MOD 11,10: from a product and the next digit to the next product. Every number shown takes sixteen."""


def check_digit(digits: str) -> str:
    """ISO/IEC 7064 MOD 11,10 over a string of decimal digits.

    >>> check_digit("0794")
    '5'
    """
    product = 10
    for digit in digits:
        product = _PRODUCTS[product][digit]
    return str((11 - product) % 10)


def printed(prefix: Prefix, record: int) -> str:
    """The number as it stands on paper: 17 characters, so that lists align."""
    digits = str(record).zfill(ID_DIGITS)
    return f"{prefix}{digits}{check_digit(_letter_digits(prefix) + digits)}"


def parse(text: str, expected: Prefix | None = None) -> Number:
    """Read a number as typed: lower case, blanks and hyphens are forgiven, nothing else is.

    Raises InputErrors with one problem that says what is wrong: length, letter, kind (when ``expected`` is given), a
    sign that is no digit, or the check digit.
    """
    compact = text.translate(SEPARATORS).upper()
    problem = _fault(compact, expected)
    if problem:
        raise InputErrors([Problem(field="number", message=problem, value=text)])
    return Number(_LETTERS[compact[0]], int(compact[1:-1]))


def read_exact(text: str) -> Number | None:
    """The number that is printed exactly so; None for anything else. Nothing is forgiven and nothing explained, which
    takes half the time: banks' files have a million."""
    prefix = _LETTERS.get(text[:1])
    if prefix is None or len(text) != PRINTED_LENGTH or not (text.isascii() and text[1:].isdigit()):
        return None
    record = int(text[1:-1])
    return Number(prefix, record) if printed(prefix, record) == text and _is_id(record) else None


def _is_id(record: int) -> bool:
    return 1 <= branch_of(record) <= HIGHEST_BRANCH and sequence_of(record) > 0


def _fault(compact: str, expected: Prefix | None) -> str | None:
    if not compact or compact[0] not in _LETTERS:
        return _("A number begins with one of the letters {letters}").format(letters=" ".join(Prefix))
    if expected and compact[0] != expected:
        return _("Begins with {given}, but a number that begins with {expected} is wanted").format(
            given=compact[0], expected=expected
        )
    if len(compact) != PRINTED_LENGTH:
        return _("Has {given} characters instead of {right}").format(given=len(compact), right=PRINTED_LENGTH)
    digits = compact[1:]
    if not (digits.isascii() and digits.isdigit()):
        return _("Only digits may follow the letter")
    if check_digit(_letter_digits(compact[0]) + digits[:-1]) != digits[-1]:
        return _("The check digit does not fit: a digit is mistyped or two are swapped")
    if not _is_id(int(digits[:-1])):
        return _("No branch or no sequence in it")
    return None


def _letter_digits(letter: str) -> str:
    return str(int(letter, 36))
