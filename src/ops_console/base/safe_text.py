"""The only way data reaches a screen, a table, a letter or a shell: text that can't command a terminal.

A name typed at a counter or read from a sheet may hold escape sequences, characters that turn the reading direction or
characters nobody sees. `safe` makes every one of them visible; what is left has a width, in terminal cells, that is the
sum of its characters' widths, as Rich and Textual measure them. All widths are cells: 2 for a Chinese character.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from rich.cells import cell_len

Align = Literal["left", "right", "center"]

# Two full stops, because the ellipsis sign is one cell wide in Western terminals and two in Chinese ones.
CUT_MARK = ".."

# What nearly all text consists of: ASCII, Latin letters, CJK punctuation, common ideographs, full-width forms.
_HARMLESS = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u3001-\u3029\u4e00-\u9fa5\uff01-\uff5e]*")
_CONTROL_PICTURES = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x09: " ", 0x7F: "\u2421"}
_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
_COMBINING_GRAPHEME_JOINER = "\u034f"
# Vietnamese needs two accents on one letter; a pile of them climbs over the lines above.
_MARKS_ON_ONE_LETTER = 2


def safe(text: str) -> str:
    """The text on one line with every control, direction-turning or unseen character replaced by a visible sign.

    ESC becomes the picture of ESC, a tab or an unusual space becomes plain spaces, anything else unseen becomes its
    code such as `<U+202E>`. Variation selectors, which only choose among the shapes of one character, are left out.
    Never raises; `safe(safe(text)) == safe(text)`. Markup such as `[red]` is left alone: it is for the widget to be
    given `Content` or `Text` rather than a bare string.
    """
    if _HARMLESS.fullmatch(text):
        return text
    parts: list[str] = []
    marks = _MARKS_ON_ONE_LETTER
    for character in text:
        if not _is_mark(character):
            visible = _visible(character)
            parts.append(visible)
            if visible:
                marks = 0 if visible == character and character != " " else _MARKS_ON_ONE_LETTER
        elif marks < _MARKS_ON_ONE_LETTER:
            parts.append(character)
            marks += 1
        else:
            parts.append(_code(character))
    return "".join(parts)


def has_unseen(text: str) -> bool:
    """Does it hold a control, a turn of the reading direction, a break of line or another character nobody sees? What
    only this Python doesn't know yet, and private characters, by which old systems write rare names, are none.
    """
    return not _HARMLESS.fullmatch(text) and any(unicodedata.category(one) in _UNSEEN for one in text)


def cell_width(text: str) -> int:
    """How many cells the text takes once it is safe."""
    return cell_len(safe(text))


def fit(text: str, width: int, align: Align = "left") -> str:
    """The safe text in exactly `width` cells: padded with spaces, or cut and marked with `..`.

    A character two cells wide that would stick out by one gives way to a space. ValueError when the width is negative.
    """
    if width < 0:
        raise ValueError(f"a width can't be negative: {width}")
    shown = safe(text)
    if cell_len(shown) > width:
        shown = _cut(shown, width - len(CUT_MARK)) + CUT_MARK if width > len(CUT_MARK) else CUT_MARK[:width]
    room = width - cell_len(shown)
    left = {"left": 0, "right": room, "center": room // 2}[align]
    return " " * left + shown + " " * (room - left)


def _cut(text: str, width: int) -> str:
    """As many whole characters from the start as fit."""
    ends = accumulate(cell_len(character) for character in text)
    return text[: sum(end <= width for end in ends)]


@lru_cache(4096)
def _is_mark(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Mn", "Me")
        and character != _COMBINING_GRAPHEME_JOINER
        and not _is_variation_selector(character)
    )


@lru_cache(4096)
def _visible(character: str) -> str:
    if ord(character) in _CONTROL_PICTURES:
        return _CONTROL_PICTURES[ord(character)]
    if _is_variation_selector(character):
        return ""
    if unicodedata.category(character) == "Zs":
        return " " * max(1, cell_len(character))
    return character if character.isprintable() and cell_len(character) > 0 else _code(character)


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _code(character: str) -> str:
    return f"<U+{ord(character):04X}>"
