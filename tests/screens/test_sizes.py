"""Forms and calculations at any size: what is typed, what is wrong and what will happen can always be reached."""

import pytest

from tests.screens.conftest import Opening
from tests.support.company import Company

SIZES = ((80, 24), (60, 20), (200, 60))


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_form_shows_the_field_one_is_in_and_what_is_wrong(console: Opening, size: tuple[int, int]) -> None:
    async with console(size=size) as play:
        await play.press("1")
        await play.until("Counter: 0")
        await play.press("colon")
        await play.write("cn01")
        await play.press("enter")
        await play.until("Form number *")
        for _field in range(11):
            await play.press("enter")
        await play.until("Papers handed in", "1 [ ] Application form")
        await play.press("f9")
        text = await play.until("The input has 7 errors", "Form number *", "! is needed")
        assert all(len(line) == size[0] for line in text.split("\n"))


@pytest.mark.parametrize("size", SIZES)
async def test_a_calculation_is_read_beside_or_below_the_fields(
    console: Opening, office: Company, size: tuple[int, int]
) -> None:
    number = office.issued()
    premium = office.application(number).premium
    office.do("counter.record_delivery", number, delivered_on=office.today)
    async with console("counter", size=size) as play:
        await play.press("1")
        await play.until(number)
        await play.press("colon")
        await play.write("cn07")
        await play.press("enter")
        await play.until("Way of payment *")
        await play.press("2", "f9")
        await play.until("This is what will happen", "Receipt", premium.yuan(), "Way of payment")
        for _page in range(6):
            await play.press("pagedown")
        await play.until("2203.01")
        await play.press("escape")
        await play.when(lambda text: "2203.01" not in text and "Way of payment" in text, "the fields alone")
        await play.press("f9", "f9")
        await play.until("Receipt 1")
