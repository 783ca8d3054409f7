"""A day in preservation, by keyboard only."""

import re
from pathlib import Path

import pytest

from ops_console.data.tables import ClerkDuty, Letter
from ops_console.rules import numbers
from ops_console.screens import printing
from tests.screens.conftest import Opening
from tests.screens.keystrokes import counted
from tests.screens.play import Play
from tests.support.claims import WIFE, WIFE_NAME
from tests.support.company import Company
from tests.support.policies import position, request

ACCOUNT = "6222000000000001"


@pytest.fixture
def prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder printed letters are put in."""
    monkeypatch.setattr(printing, "prints_folder", lambda: tmp_path / "prints")
    return tmp_path / "prints"


def at_both_rooms(office: Company) -> None:
    """The preservation clerk sits at the counter too, as items done at once allow."""
    clerk = office.clerk("preservation")
    with office.store.write() as tx:
        tx.insert([ClerkDuty(clerk_id=clerk.clerk_id, duty="counter")])


def digit_of(bar: str, action: str) -> str:
    """The digit that stands before an action of the bar."""
    found = re.search(rf"(\d)  {action}", bar)
    assert found is not None
    return found[1]


async def start(play: Play, digit: str, form: str) -> None:
    """An action of the bar, by its digit."""
    await play.press(digit)
    await play.until(form)


async def test_a_small_surrender_is_taken_in_done_and_printed(console: Opening, office: Company, prints: Path) -> None:
    policy = office.policy("WL20", sum_assured="50000")
    at_both_rooms(office)
    async with console("preservation") as play:
        await play.press("1")
        bar = await play.until("Receive a preservation request")
        begun = play.keystrokes
        await start(play, digit_of(bar, "Receive a preservation request"), "Items *")
        await play.write(policy)
        await play.press("enter")
        await play.write("32")
        await play.press("f9")
        await play.until("Opened: E")
        await play.press("f3")
        await play.until("Lobby")
        await play.press("2")
        await play.until("1  Surrender")
        await play.press("1")
        await play.until("Applicant's own account *")
        await play.write(ACCOUNT)
        await play.press("f9")
        await play.until("This is what will happen", "Ledger")
        await play.press("f9")
        await play.until("In effect from 2026-03-02")
        await play.press("p")
        await play.until("Printed to", "****")
        counted("Surrender with print", play.keystrokes - begun)
    assert position(office, policy).status.end_reason == "surrendered"
    [printed] = prints.iterdir()
    assert policy in printed.read_text("utf-8")


async def test_the_second_print_is_marked_as_a_copy(console: Opening, office: Company, prints: Path) -> None:
    policy = office.policy("WL20")
    number = request(office, policy, 27)
    office.do("preservation.ask_papers", number, papers="payout_account")
    async with console("preservation") as play:
        await play.press("2")
        await play.until(number, "Papers have arrived")
        await play.press("p")
        first = await play.until("Printed to", "收款银行账户")
        assert "副本" not in first
        await play.press("f3")
        await play.until(number)
        await play.press("p")
        await play.until("Printed to", "副本")
    with office.store.read() as reader:
        [letter] = reader.find(Letter, case_id=numbers.parse(number).id)
    assert letter.printed == 2
    assert "副本" in (prints / f"{letter.id}.txt").read_text("utf-8")


async def test_where_there_is_no_letter_there_is_nothing_to_print(console: Opening, office: Company) -> None:
    number = request(office, office.policy("WL20"), 27)
    async with console("preservation") as play:
        await play.press("2")
        await play.until(number, "Grant a policy loan")
        await play.press("p")
        await play.until("There is no letter here to print.")


async def test_beneficiaries_are_changed_with_before_and_after(console: Opening, office: Company, prints: Path) -> None:
    policy = office.policy("WL20")
    number = request(office, policy, 7)
    async with console("preservation") as play:
        await play.press("2")
        await play.until(number, "1  Change the beneficiaries")
        await start(play, "1", "Beneficiaries on death")
        await play.write(f"{WIFE_NAME}/{WIFE}/spouse")
        await play.press("f9")
        await play.until("This is what will happen", "Endorsement")
        await play.press("f9")
        await play.until("In effect from 2026-03-02")
        await play.press("p")
        await play.until("Printed to", f"{WIFE_NAME} (配偶) 100.0 %")
    assert len(position(office, policy).beneficiaries) == 1
    assert prints.exists()


async def test_papers_are_asked_for_and_a_refusal_names_its_rule(console: Opening, office: Company) -> None:
    policy = office.policy("WL20")
    office.do("preservation.report_loss", request(office, policy, 37), action="report")
    number = request(office, policy, 32)
    async with console("preservation") as play:
        await play.press("2")
        await play.until(number, "1  Surrender")
        await start(play, "1", "Applicant's own account *")
        await play.write(ACCOUNT)
        await play.press("f9")
        await play.until("reported lost since 2026-03-02", "(item 37)")
        await play.press("f3")
        await play.until("Ask for missing papers")
        await play.press("colon", *"ps24", "enter")
        await play.until("Papers wanted", "Payee's bank account")
        await play.write("4")
        await play.press("f9")
        await play.until("This is what will happen", "Papers wanted for a request")
        await play.press("f9")
        await play.until("Waits for the customer's papers until 2026-03-17")


async def test_the_policy_screen_says_what_a_surrender_would_pay(console: Opening, office: Company) -> None:
    policy = office.policy("WL20", sum_assured="500000")
    office.move_by(400)
    async with console("preservation", size=(120, 80)) as play:
        await play.until("Lobby")
        await play.press("slash")
        await play.until("Search")
        await play.write(policy)
        await play.press("enter")
        await play.until(policy, "李明")
        await play.press("enter")
        await play.until("Values on 2027-04-06", "Cash value", "A surrender would pay", "May be lent")
        await play.press("end")
        await play.until("Why: cash value", "Why: most that may be lent")


async def test_the_policy_screen_shows_an_account_with_what_moved_it_last(console: Opening, office: Company) -> None:
    policy = office.policy("UL10")
    office.move_by(40)
    office.do("premium.roll_account", policy)
    async with console("preservation", size=(120, 90)) as play:
        await play.until("Lobby")
        await play.press("slash")
        await play.until("Search")
        await play.write(policy)
        await play.press("enter")
        await play.until(policy, "李明")
        await play.press("enter")
        text = await play.until("Next monthly day", "initial charge", "A surrender would pay")
        assert "-9.26 risk charge" in text
        assert "11.64 interest (2.75%)" in text
        await play.press("end")
        await play.until("Why: account", "Interest since", "Why: surrender charge")
