"""Rich's drawing of a screen, made to look alike everywhere: no font from elsewhere, and every word in its own column.

Rich sets a whole run of text with one `textLength`. Where the fonts at hand are of another width, and Chinese ones
always are, that leaves columns askew; here every word is placed by the cell it begins in.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

from rich.cells import cell_len

CELL = 12.2
"""Width of a cell in Rich's drawings."""
HEIGHT = 20
"""Height of its letters."""
_RUN = re.compile(
    r'<text class="([\w-]+)" x="([\d.]+)" y="([\d.]+)" textLength="[\d.]+" clip-path="[^"]*">([^<]*)</text>'
)
_WORD = re.compile(r"[^\s\u2e80-\uffef]+|[\u2e80-\uffef]+")


def stand_alone(svg: str) -> str:
    """The drawing without anything fetched from elsewhere, its words in their columns."""
    svg = re.sub(r"@font-face\s*{[^}]*}\s*", "", svg)
    svg = svg.replace("Fira Code, monospace", "monospace")
    svg = _RUN.sub(lambda run: "".join(_words(*run.groups())), svg)
    # The cuts of single lines: no word reaches beyond its line.
    svg = re.sub(r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>\s*', "", svg, flags=re.DOTALL)
    svg = svg.replace("<!-- Generated with Rich https://www.textualize.io -->", "")
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def _words(css: str, x: str, y: str, content: str) -> Iterator[str]:
    """The words of a run, each at its cell; wide signs, as wide as the font is high, are spread over two cells each."""
    text = unescape(content)
    for word in _WORD.finditer(text):
        cells = cell_len(word[0])
        begin = float(x) + CELL * cell_len(text[: word.start()])
        spread = f' letter-spacing="{2 * CELL - HEIGHT:.1f}"' if cells > len(word[0]) else ""
        place = f'x="{begin:.1f}" y="{y}" textLength="{CELL * cells:.1f}"{spread}'
        yield f'<text class="{css}" {place}>{escape(word[0], quote=False)}</text>'
