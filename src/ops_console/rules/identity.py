"""Resident identity numbers 公民身份号码, by GB 11643-1999.

Eighteen characters: six digits of a region, eight of the date of birth, three of a sequence that is odd for men and
even for women, and a check character by ISO 7064 MOD 11-2 (X stands for ten).
"""

from __future__ import annotations

import re
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.problems import Problem
from ops_console.rules.products.basis import Sex

SHAPE = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
# First two digits: the province-level divisions of GB/T 2260.
PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82),
    )
    for code in codes
)
FIRST_YEAR = 1900
MASK_KEEPS_FIRST, MASK_KEEPS_LAST = 3, 4


def normalise(number: str) -> str:
    """As it is stored: no blanks, a capital X."""
    return number.replace(" ", "").upper()


def problems_of(
    number: str, today: date, *, birth: date | None = None, sex: Sex | None = None, field: str = "identity_number"
) -> list[Problem]:
    """Everything wrong with a number: shape, region, date, check character; and with what was said of its holder."""
    compact = normalise(number)
    if not SHAPE.fullmatch(compact):
        message = _("An identity number has 17 digits and a digit or X")
        return [Problem(field, message, value=mask(compact))]
    said = [
        (compact[:2] in PROVINCES, _("No region begins with {digits}").format(digits=compact[:2])),
        (check_character(compact[:-1]) == compact[-1], _("The check character does not fit: a digit is mistyped")),
    ]
    born = birth_date(compact)
    if born is None or born.year < FIRST_YEAR or born > today:
        said.append((False, _("Digits 7 to 14 are no date of birth")))
    elif birth is not None:
        said.append((born == birth, _("It says that its holder was born on {date}").format(date=born)))
    if sex is not None:
        said.append((sex_of(compact) == sex, _("It is the number of a person of the other sex")))
    return [Problem(field, message, value=mask(compact)) for right, message in said if not right]


def birth_date(number: str) -> date | None:
    """The date of birth in a number of the right shape; None when the digits are no date."""
    digits = number[6:14]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def sex_of(number: str) -> Sex:
    """The sex a number of the right shape was given for."""
    return "male" if int(number[16]) % 2 else "female"


def check_character(digits: str) -> str:
    """The eighteenth character for the first seventeen.

    >>> check_character("11010519491231002")
    'X'
    """
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return CHECK_CHARACTERS[total % 11]


def make(region: int, birth: date, sex: Sex, sequence: int) -> str:
    """A valid number. ``region``: six digits; ``sequence``: 0–499 among those born there that day of that sex.

    ValueError outside those ranges.
    """
    if not 100_000 <= region <= 999_999:
        raise ValueError(f"region {region} has not six digits")
    if not 0 <= sequence <= 499:
        raise ValueError(f"sequence {sequence} is not between 0 and 499")
    order = 2 * sequence + (sex == "male")
    digits = f"{region}{birth:%Y%m%d}{order:03d}"
    return digits + check_character(digits)


def mask(number: str) -> str:
    """As it is shown: ``110***********002X``; a text too short to mask is hidden whole."""
    if len(number) <= MASK_KEEPS_FIRST + MASK_KEEPS_LAST:
        return "*" * len(number)
    hidden = len(number) - MASK_KEEPS_FIRST - MASK_KEEPS_LAST
    return number[:MASK_KEEPS_FIRST] + "*" * hidden + number[-MASK_KEEPS_LAST:]
