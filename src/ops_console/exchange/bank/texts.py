"""Names and remarks as a bank can take them: nothing in them breaks a record, and what had to be altered is told."""

from __future__ import annotations

import re
import unicodedata

from ops_console.exchange.bank.model import Altered

REPLACED = "?"
"""Stands for a character the bank's encoding hasn't, or nobody sees. Source: company default."""
MOST_TOLD = 1000
"""Alterations listed of a file; the others are counted."""
_PLAIN = re.compile(r"[ 0-9A-Za-z.,'()&/\-\u4e00-\u9fa5]*")
"""What every encoding here has, and no format has a meaning for."""
_FULL_WIDTH = 0xFEE0


class Texts:
    """Makes texts fit one file: its encoding, its separator (empty: none). ``narrow``: a length is counted in bytes of
    the encoding, else in characters."""

    def __init__(self, encoding: str, separator: str = "", *, narrow: bool) -> None:
        self._encoding, self._separator, self._narrow = encoding, separator, narrow
        self.altered: list[Altered] = []
        self.count = 0

    def fit(self, reference: str, field: str, text: str, most: int) -> str:
        """The text in at most so many bytes or characters; an alteration is noted for the line of this reference."""
        sent = text if _PLAIN.fullmatch(text) else self._clean(text)
        if len(sent) * 2 > most:
            sent = self._cut(sent, most)
        if sent != text:
            self.count += 1
            if len(self.altered) < MOST_TOLD:
                self.altered.append(Altered(reference, field, text, sent))
        return sent

    def _clean(self, text: str) -> str:
        return "".join(self._character(one) for one in text).strip()

    def _character(self, one: str) -> str:
        if one == self._separator:
            return chr(ord(one) + _FULL_WIDTH)
        if self._can(one):
            return one
        if unicodedata.category(one) in ("Cc", "Zs", "Zl", "Zp"):
            return " "
        if unicodedata.name(one, "").startswith("VARIATION SELECTOR"):
            return ""
        # A shape of a common character (full-width, compatibility ideograph) becomes that character.
        common = unicodedata.normalize("NFKC", one)
        if common == one:
            return REPLACED
        return "".join(part if part != self._separator and self._can(part) else REPLACED for part in common)

    def _can(self, one: str) -> bool:
        """Is it seen, and in the encoding?"""
        if not one.isprintable():
            return False
        try:
            one.encode(self._encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _cut(self, text: str, most: int) -> str:
        if not self._narrow:
            return text[:most].rstrip()
        return text.encode(self._encoding)[:most].decode(self._encoding, "ignore").rstrip()
