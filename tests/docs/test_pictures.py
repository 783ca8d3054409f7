"""The pictures of the documentation: all there, in both languages, and standing alone."""

import re
from pathlib import Path

import pytest

from ops_console.base.i18n import LANGUAGES
from tools.pictures import FOLDER, PICTURES
from tools.svg import stand_alone

RUN = (
    '<text class="r1" x="24.4" y="20" textLength="134.2" clip-path="url(#line-0)">2&#160;&#160;王芳&#160;a&amp;b</text>'
)


def test_every_picture_is_there_in_both_languages() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{one.name}-{lang}.svg" for one in PICTURES for lang in LANGUAGES
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_a_picture_fetches_nothing_and_runs_nothing(path: Path) -> None:
    svg = path.read_text("utf-8")
    assert set(re.findall(r"\w+://[^\"')\s]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"@import|<script|<image|<use|\bon\w+=", svg)


def test_every_word_stands_at_its_cell_whatever_the_font() -> None:
    assert stand_alone(RUN) == (
        '<text class="r1" x="24.4" y="20" textLength="12.2">2</text>'
        '<text class="r1" x="61.0" y="20" textLength="48.8" letter-spacing="4.4">王芳</text>'
        '<text class="r1" x="122.0" y="20" textLength="36.6">a&amp;b</text>\n'
    )
