"""A claims clerk's day, by keyboard only: register, papers, dispatch, payees, assess, investigate, approve."""

from datetime import date

from tests.screens.conftest import Opening
from tests.screens.keystrokes import counted
from tests.screens.play import Play
from tests.support.claims import (
    SON,
    SON_NAME,
    WIFE,
    WIFE_ACCOUNT,
    WIFE_NAME,
    WIFE_TAKES_ALL,
    assess,
    items,
    payments,
    registered,
    reported,
    with_papers,
)
from tests.support.company import Company

CLAIMS = "5"
MAY = date(2026, 5, 4)
JUNE = date(2026, 6, 1)


async def _start(play: Play, code: str, shows: str) -> None:
    """An operation by its code, on the case shown."""
    await play.press("colon")
    await play.write(code)
    await play.press("enter")
    await play.until(shows)


async def _post(play: Play, shows: str) -> None:
    """Calculated, looked at where there is something to see, posted."""
    await play.press("f9")
    calculated = "This is what will happen"
    if calculated in await play.when(lambda text: calculated in text or shows in text, shows):
        await play.press("f9")
        await play.until(shows)


async def test_an_approval_takes_four_keys_at_most_and_shows_who_gets_what(console: Opening, office: Company) -> None:
    office.policy("WL20", beneficiaries=f"{WIFE_NAME}/{WIFE}/spouse/1/60,{SON_NAME}/{SON}/child/1/40")
    office.move_to(JUNE)
    number = with_papers(office, "death")
    assess(office, number, payees=f"{WIFE}/{WIFE_ACCOUNT},{SON}/6222000000000031")
    async with console("claims", "supervisor") as play:
        await play.press(CLAIMS)
        await play.until(number, "1  Approve the claim")
        begun = play.keystrokes
        await play.press("1")
        await play.until("Remark")
        await play.press("f9")
        text = await play.until("This is what will happen", "60,000.00", "40,000.00")
        assert WIFE_NAME in text
        assert "****0021" in text
        assert WIFE_ACCOUNT not in text
        await play.press("f9")
        await play.until("approved, being paid")
        counted("Claim approval", play.keystrokes - begun)
    assert office.case(number).state == "approved"
    assert len(payments(office, number)) == 2


async def test_a_stay_in_hospital_from_report_to_assessment(console: Opening, office: Company) -> None:
    office.policy("HC01")
    office.move_to(MAY)
    number = reported(office, "hospital")
    async with console("claims") as play:
        await play.press(CLAIMS)
        await play.until(number, "1  Register the claim")
        await play.press("1")
        await play.until("Days in hospital expected")
        await play.write("5")
        await play.press("f9")
        await play.until("This is what will happen", "Estimate         -", "1,000.00.")
        await play.press("f9")
        await play.until("registered, papers to be checked")
        await _start(play, "cl02", "Papers handed in now")
        await play.press("a")
        await _post(play, "papers complete, to be assessed")
        await _start(play, "cl07", "Handler")
        await _post(play, "Handler:")
        await _start(play, "cl03", "Cause")
        await play.write("1")
        await play.press("enter")
        await play.write("5")
        await play.press("f9")
        await play.until("This is what will happen", "1,000.00 in all")
        await play.press("f9")
        await play.until("assessed, to be approved")
    assert items(office, number)[0].net == 100_000
    assert office.case(number).assignee_id is not None


async def test_payees_are_chosen_from_who_the_policies_name(console: Opening, office: Company) -> None:
    office.policy("WL20", **WIFE_TAKES_ALL)
    office.move_to(JUNE)
    number = with_papers(office, "death")
    async with console("claims") as play:
        await play.press(CLAIMS)
        await play.until(number)
        await _start(play, "cl11", "Own account")
        await play.press("f4")
        text = await play.until(WIFE_NAME, "spouse, order 1, 100 %")
        assert WIFE not in text
        await play.press("enter")
        await play.until("Own account")
        await play.write(WIFE_ACCOUNT)
        await _post(play, "****0021")
        await _start(play, "cl03", "Cause")
        await play.write("1")
        await play.press("f9")
        await play.until("This is what will happen", "100,000.00 in all")


async def test_an_investigation_goes_out_and_comes_back_confidential(console: Opening, office: Company) -> None:
    office.policy("WL20", **WIFE_TAKES_ALL)
    office.move_to(JUNE)
    number = with_papers(office, "death")
    async with console("claims") as play:
        await play.press(CLAIMS)
        await play.until(number, "Investigate because", "Death soon after the contract was")
        await _start(play, "cl08", "Investigator")
        await play.write("ask the ward")
        await _post(play, "papers complete, to be assessed")
        await _start(play, "cl03", "Cause")
        await play.write("1")
        await play.press("f9")
        await play.until("its report comes first")
        await play.press("f3")
        await _start(play, "cl09", "Findings")
        await play.write("nothing odd")
        await play.press("enter", "enter")
        await play.write("1")
        await _post(play, "papers complete, to be assessed")
        await play.press("enter", *["right"] * 4)
        await play.until("[Papers]", "investigation", "nothing odd")
    async with console("counter") as play:
        await play.press(CLAIMS)
        await play.until(number)
        await play.press("enter", *["right"] * 4)
        assert "nothing odd" not in await play.until("[Papers]", "investigation")


async def test_a_small_claim_is_settled_while_the_claimant_waits(console: Opening, office: Company) -> None:
    office.policy("HC01")
    office.move_to(MAY)
    number = with_papers(office, "hospital")
    async with console("claims") as play:
        await play.press(CLAIMS)
        await play.until(number)
        await _start(play, "cl15", "Cause")
        await play.write("2")
        await play.press("enter")
        await play.write("3")
        await _post(play, "approved, being paid")
    assert payments(office, number) == [(60_000, "6222000000000001")]


async def test_a_doubt_is_told_and_nothing_typed_is_lost(console: Opening, office: Company) -> None:
    office.policy("HC01")
    office.move_to(MAY)
    number = registered(office, "hospital")
    async with console("claims") as play:
        await play.press(CLAIMS)
        await play.until(number, "1  Check the papers")
        await _start(play, "cl02", "Papers handed in now")
        await play.press("a")
        await _post(play, "papers complete, to be assessed")
        await _start(play, "cl15", "Cause")
        await play.write("1")
        await play.press("enter")
        await play.write("9")
        await play.press("f9")
        await play.until("1,800.00 is above 1,000.00")
        await play.press("f3")
        await _start(play, "cl03", "Cause")
        await play.write("1")
        await play.press("enter")
        await play.write("9")
        await play.press("f9")
        await play.until("1,800.00 in all")
