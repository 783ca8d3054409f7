"""Bank accounts as people type them: the number, its bank before it, its holder behind it.

`6222 0212 3456 7890`, `工商银行 6222021234567890` and `ICBC 6222-0212-3456-7890 Li Ming` are all understood; kept is
one text like `ICBC 6222021234567890 Li Ming`. Without a holder the account is that of whoever is paid.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SHORTEST, LONGEST = 8, 34
"""Digits of an account number; 34 is the longest of ISO 13616, 8 a company default."""
LONGEST_NAME = 40
"""Characters of a bank or a holder. Source: company default."""
SHOWN = 4
"""Last digits that everybody may see."""

_TYPED = re.compile(r"(?P<bank>[^\d,，;；/]*)(?P<number>\d(?:[ -]?\d)*)(?P<holder>[^\d,，;；/]*)", re.ASCII)
_NUMBER = re.compile(rf"\d{{{SHORTEST},{LONGEST}}}", re.ASCII)


class Account(NamedTuple):
    """An account; bank and holder are empty where they were not typed. ``str`` is the text that is kept."""

    number: str
    bank: str = ""
    holder: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.bank, self.number, self.holder) if part)


def read(text: str) -> Account:
    """What was typed, or is kept. ValueError when there is no account number in it, or more than bank and holder."""
    if text.isdigit() and text.isascii() and SHORTEST <= len(text) <= LONGEST:
        return Account(text)  # as nearly all are kept: files to the banks have a million
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        raise ValueError(f"no account: {text}")
    bank, holder = (" ".join(typed[name].split()) for name in ("bank", "holder"))
    number = re.sub(r"[ -]", "", typed["number"])
    if not SHORTEST <= len(number) <= LONGEST or max(len(bank), len(holder)) > LONGEST_NAME:
        raise ValueError(f"no account: {text}")
    return Account(number, bank, holder)


def mask(text: str) -> str:
    """An account as it is shown: ``ICBC ****7890 Li Ming``; a text that holds no account number as it is."""
    return _NUMBER.sub(lambda found: "****" + found[0][-SHOWN:], text)
