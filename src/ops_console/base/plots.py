"""Small plots of text: bars that say their numbers, so that neither colour nor a sign has to be understood.

Braille dots are one cell wide in every terminal, Chinese ones too, where block characters take two; a locale without
them gets ASCII.
"""

import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass

PLAIN_TERMINALS = frozenset({"linux", "dumb", "vt100", "vt220"})
"""What `TERM` is where there are no braille dots."""
LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")


@dataclass(frozen=True)
class Signs:
    """What bars are drawn with: a full cell, the half of one, and what is still empty."""

    full: str
    half: str
    empty: str


DOTS = Signs("\u28ff", "\u2847", "\u2824")
ASCII = Signs("#", "-", ".")


def signs(environment: Mapping[str, str] = os.environ) -> Signs:
    """Dots where the locale is UTF-8 and the terminal can show them, else ASCII."""
    named = next((environment[name] for name in LOCALE if environment.get(name)), "")
    coding = (named or locale.getpreferredencoding(do_setlocale=False)).lower()
    can = "utf-8" in coding or "utf8" in coding
    return DOTS if can and environment.get("TERM") not in PLAIN_TERMINALS else ASCII


def bar(part: int, whole: int, cells: int, drawn: Signs) -> str:
    """`part` of `whole` as a bar of `cells`; never empty for something, never full for less than all."""
    halves = 0 if whole <= 0 else min(2 * cells, 2 * cells * max(0, part) // whole)
    if part > 0 and cells > 0:
        halves = max(1, halves)
    text = drawn.full * (halves // 2) + drawn.half * (halves % 2)
    return text.ljust(cells, drawn.empty)


def short(number: int) -> str:
    """A count in at most six signs."""
    if number < 100_000:
        return f"{number:,}"
    return f"{number // 1000:,}k" if number < 1_000_000 else f"{number / 1_000_000:.1f}M"
