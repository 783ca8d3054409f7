"""F7: a quote and its illustration, by keys."""

from pathlib import Path

import pytest

from ops_console.base.i18n import set_language
from tests.screens.conftest import Opening

WHOLE_LIFE = ("WL20", "m", "30", "100000", "20", "", "12", "", "1")


async def test_a_product_is_priced_and_illustrated_and_the_page_printed(
    console: Opening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("ops_console.screens.illustration.prints_folder", lambda: tmp_path)
    async with console() as play:
        await play.until("Lobby")
        await play.press("f7")
        await play.until("What would it cost?")
        for text in WHOLE_LIFE:
            await play.write(text)
            await play.press("enter")
        await play.press("f9")
        text = await play.until("WL20 Evergreen whole life", "Insured: male, 30 years", "P prints it")
        assert "Premium: " in text
        await play.press("p")
        await play.until("Printed to")
        page = next(tmp_path.glob("WL20-male-30-*.txt")).read_text(encoding="utf-8")
        assert "As the contract promises" in page
        await play.press("escape", "escape")
        await play.until("Lobby")


async def test_what_the_product_does_not_offer_stands_beside_its_field(console: Opening) -> None:
    async with console() as play:
        await play.press("f7")
        await play.until("What would it cost?")
        for text in ("TM20", "f", "64", "500", "7", "20"):
            await play.write(text)
            await play.press("enter")
        await play.press("f9")
        await play.until("Entry ages are", "Sums are", "Premium terms in years")


async def test_it_reads_in_chinese_on_a_narrow_terminal(console: Opening) -> None:
    set_language("zh")
    async with console(size=(80, 24)) as play:
        await play.until("大厅")
        await play.press("f7")
        for text in WHOLE_LIFE:
            await play.write(text)
            await play.press("enter")
        await play.press("f9")
        await play.until("常青终身寿险")
