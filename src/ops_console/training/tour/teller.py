"""How the tour is printed: 80 columns, two of text, names and numbers through `safe`."""

from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ops_console.base.safe_text import cell_width, fit, safe

WIDTH = 80
LABEL = 12
INDENT = 4


class Teller:
    """Prints steps: a headline, then labelled lines."""

    def __init__(self, out: TextIO) -> None:
        self._console = Console(file=out, width=WIDTH, highlight=False, markup=False, emoji=False)

    def title(self, text: str) -> None:
        """The heading of a chapter."""
        shown = safe(text)
        self._console.print()
        self._console.print(Text(shown, style="bold"))
        self._console.print(Text("=" * cell_width(shown)))

    def say(self, text: str) -> None:
        """A sentence or two, wrapped."""
        for part in Text(safe(text)).wrap(self._console, WIDTH) or [Text()]:
            part.rstrip()
            self._console.print(part)

    def headline(self, number: int, text: str, code: str) -> None:
        """The first line of a step: number, what, transaction code on the right."""
        room = WIDTH - INDENT - cell_width(code) - 1
        self._console.print()
        self._console.print(Text(f"{number:>2}  {fit(text, room)} {safe(code)}", style="bold"))

    def line(self, label: str, text: str, style: str = "") -> None:
        """A labelled line; what follows on further lines stands under its text."""
        wrapped = Text(safe(text), style=style).wrap(self._console, WIDTH - INDENT - LABEL - 1)
        for place, part in enumerate(wrapped or [Text()]):
            part.rstrip()
            shown = fit(label if place == 0 else "", LABEL)
            line = Text(" " * INDENT) + Text(shown, style="dim") + Text(" ") + part
            line.rstrip()
            self._console.print(line)

    def lines(self, label: str, texts: Sequence[str]) -> None:
        """Several lines under one label."""
        for place, text in enumerate(texts):
            self.line(label if place == 0 else "", text)

    def ledger(self, label: str, rows: Sequence[tuple[str, str, int, str]]) -> None:
        """Postings: account, name, amount in fen (debit positive) and how it is written."""
        for place, (account, name, amount, written) in enumerate(rows):
            debit, credit = (written, "") if amount > 0 else ("", written)
            text = f"{fit(account, 8)}{fit(name, 27)} {fit(debit, 13, 'right')} {fit(credit, 13, 'right')}"
            self.line(label if place == 0 else "", text)
