"""Papers are ticked off the checklist of the case."""

from ops_console.data.tables import Application
from tests.screens.conftest import Opening
from tests.screens.play import Play
from tests.support.company import Company


async def at_the_papers(play: Play) -> None:
    await play.press("1")
    await play.until("1  Check the papers")
    await play.press("1")
    await play.until("Papers handed in now", "[ ]")


def papers_of(office: Company, number: str) -> set[str]:
    with office.store.read() as reader:
        return set(reader.need(Application, office.case(number).id).papers)


async def test_what_is_there_stays_digits_and_space_tick_the_rest(console: Opening, office: Company) -> None:
    number = office.received(papers="application_form,account_authority")
    async with console() as play:
        await at_the_papers(play)
        text = await play.until("1 [x] Application form, signed, here already", "2 [ ] Applicant's identity document")
        assert "4 [x] Authority to debit the account, here already" in text
        await play.write("1")
        await play.press("2", "down", "space", "space", "space")
        await play.until("1 [x]", "2 [x]", "3 [x]", "5 [ ]")
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until(number, "Counter: 1 waiting")
    assert papers_of(office, number) == {
        "application_form", "account_authority", "identity_applicant", "identity_insured"
    }  # fmt: skip


async def test_a_ticks_all_and_none_again(console: Opening, office: Company) -> None:
    number = office.received(papers="application_form")
    async with console() as play:
        await at_the_papers(play)
        await play.press("a")
        await play.when(lambda text: "[ ]" not in text, "all ticked")
        await play.press("a")
        await play.until("1 [x]", "2 [ ]", "5 [ ]")
        await play.press("a", "enter")
        await play.until("This is what will happen")
        await play.press("enter")
        await play.until(f"{number}: to be keyed")
    assert len(papers_of(office, number)) == 5


async def test_f4_adds_a_paper_that_the_checklist_does_not_ask_for(console: Opening, office: Company) -> None:
    number = office.received(papers="application_form")
    async with console() as play:
        await at_the_papers(play)
        await play.press("f4")
        await play.until("Accident report")
        await play.write("income")
        await play.when(lambda text: "Claim form" not in text, "what fits")
        await play.press("enter")
        await play.until("6 [x] Proof of income")
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until(number, "Counter: 1 waiting")
    assert papers_of(office, number) == {"application_form", "income_proof"}


async def test_the_list_follows_the_product_typed_above_it(console: Opening) -> None:
    async with console() as play:
        await play.press("1")
        await play.until("Receive an application")
        await play.press("1")
        await play.until("1 [ ] Application form", "Form number *")
        await play.press("enter")
        await play.write("WL20")
        await play.press(*["enter"] * 10)
        await play.write("5")
        await play.until("5 [x] Health declaration")


async def test_a_form_begins_where_something_is_missing(console: Opening, office: Company) -> None:
    policy = office.policy()
    async with console() as play:
        await play.until("Lobby")
        play.app.call_later(play.app.open_form, "counter.receive_request", policy, None, lambda _outcome: None)
        await play.until(policy, "Items *")
        await play.write("32")
        await play.press("enter")
        await play.write("t-1")
        await play.press("enter")
        await play.until("32", "2026-03-01", "Sun, day off, 1 day ago")


async def test_two_readings_of_a_day_are_told_as_soon_as_it_is_left(console: Opening, office: Company) -> None:
    policy = office.policy()
    async with console() as play:
        await play.until("Lobby")
        play.app.call_later(play.app.open_form, "counter.receive_request", policy, None, lambda _outcome: None)
        await play.until(policy, "Items *")
        await play.press("enter")
        await play.write("1/2")
        await play.press("enter")
        await play.until("! 1/2 may be 2026-01-02 or 2026-02-01: type the month first, as 01-02")
        await play.press("up")
        await play.press(*["backspace"] * 3)
        await play.write("0102")
        await play.press("enter")
        await play.when(lambda text: "may be" not in text and "2026-01-02" in text, "the day")
