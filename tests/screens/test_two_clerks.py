"""Two clerks at two terminals on one case: who is slower is told who was first, and nothing typed is lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ops_console.data import waiting
from ops_console.data.tables import WorkItem
from tests.screens.play import Play, playing
from tests.support.company import Company

SIZE = (120, 40)


@asynccontextmanager
async def two_terminals(company: Company, duty: str) -> AsyncIterator[tuple[Play, Play]]:
    """The same store on two consoles, a clerk and a colleague of theirs."""
    first, second = company.clerk(duty), company.clerk(duty, no=2)
    async with (
        playing(company.store.url, first.clerk_id, SIZE) as one,
        playing(company.store.url, second.clerk_id, SIZE) as other,
    ):
        yield one, other


async def test_the_second_to_post_is_told_who_was_first_and_keeps_what_was_typed(company: Company) -> None:
    number = company.received()
    async with two_terminals(company, "counter") as terminals:
        for play, text in zip(terminals, ("seen by the first", "seen by the second"), strict=True):
            await play.press("1")
            await play.until(number, "Form number")
            await play.press("colon")
            await play.write("dk04")
            await play.press("enter")
            await play.until("Text *")
            await play.write(text)
        first, second = terminals
        await first.press("f9")
        await first.until(f"{number}: received, in the room Counter")
        await second.press("f9")
        await second.until("counter clerk 1 was quicker", "seen by the second")
        await second.press("f9")
        await second.until(f"{number}: received, in the room Counter")
    assert [event.operation for event in company.events(number)][-2:] == ["desk.add_note"] * 2


async def test_who_decides_second_finds_the_case_decided_and_keeps_the_form(company: Company) -> None:
    number = company.received()
    async with two_terminals(company, "counter") as (first, second):
        for play in (first, second):
            await play.press("1")
            await play.until(number, "1  Check the papers")
            await play.press("1")
            await play.until("Papers handed in now")
        await first.press("f9")
        await first.until(f"{number}: to be keyed, in the room Counter")
        await second.press("f9")
        await second.until("Papers handed in now", "CN02")
        text = await second.when(
            lambda text: "Calculating" not in text and "Posting" not in text, "what stood against it"
        )
        assert "counter clerk 1 was quicker" in text
        await second.press("escape")
        await second.until("Counter: 1 waiting")


async def test_who_waits_for_a_colleague_sees_whom_for_and_posts_afterwards(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOMENT", 0.1)
    number, colleague = company.received(), company.clerk("counter", no=2)
    async with playing(company.store.url, company.clerk("counter").clerk_id, SIZE) as play:
        await play.press("1")
        await play.until(number, "Form number")
        await play.press("colon")
        await play.write("dk04")
        await play.press("enter")
        await play.until("Text *")
        await play.write("after theirs")
        with waiting.writing_for(colleague.clerk_id, "Check the papers"), company.store.write() as tx:
            tx.lock(WorkItem, company.case(number).id)
            await play.press("f9")
            await play.until("Waiting for counter clerk 2: Check the papers, since", "after theirs")
        await play.until(f"{number}: received, in the room Counter")
    assert company.events(number)[-1].operation == "desk.add_note"


async def test_a_day_in_the_callback_room_on_either_engine(company: Company) -> None:
    """The console is the same on PostgreSQL: lobby, queue, case, form, posting, history."""
    company.policy()
    async with playing(company.store.url, company.clerk("callback").clerk_id, SIZE) as play:
        await play.until("Lobby", "1 waiting")
        await play.press("3")
        await play.until("Callback: 1 waiting", "Record a callback")
        await play.press("slash")
        await play.write("lm")
        await play.press("enter")
        await play.until("Found 1 for")
        await play.press("colon")
        await play.write("dk01")
        await play.press("enter")
        await play.until("Nothing to fill in")
        await play.press("f9")
        await play.until("Taken by", "callback clerk 1")
        await play.press("f11")
        await play.until("Take the case")
        await play.press("f3", "f2")
        await play.when(lambda text: "回访" in text, "Chinese")
        await play.press("f2")
