"""A premium clerk's and a cashier's day, by keyboard only."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ops_console.batch.collections import COLLECTION
from ops_console.batch.renewal import RENEWAL
from ops_console.batch.terms import TERM
from ops_console.data.queries.reports import persistency
from ops_console.data.runs.exclusive import exclusively
from ops_console.data.tables import Run, RunChunk
from ops_console.screens.words import ROOMS
from tests.screens.conftest import Opening
from tests.screens.play import Play
from tests.support.company import Company
from tests.support.policies import position, renew

PREMIUM = str(tuple(ROOMS).index("premium") + 1)
DUE = date(2027, 3, 3)


async def _code(play: Play, code: str, shows: str) -> None:
    await play.press("colon")
    await play.write(code)
    await play.press("enter")
    await play.until(shows)


async def _post(play: Play, trial: str, then: str) -> str:
    await play.press("f9")
    await play.until("This is what will happen", trial)
    await play.press("f9")
    return await play.until(then)


async def test_the_day_begins_with_runs_that_have_work_and_what_yesterdays_left(
    console: Opening, office: Company
) -> None:
    policy, cover = office.policy("WL20"), office.policy("HC01")
    office.do("premium.collect", policy, amount="300", method="bank")
    office.move_to(DUE)
    async with console("premium") as play:
        await play.press(PREMIUM)
        await play.until("Runs", "0 waiting")
        await play.press("f8")
        text = await play.until("Runs with work waiting", "renewal-run", "term-run", "Money held: 300.00 on 1 policy")
        assert policy in text
        assert "grace-run" not in text
        TERM.run(office.store, office.clerk("premium"), DUE)
        RENEWAL.run(office.store, office.clerk("premium"), DUE)
        await play.press("f5")
        text = await play.until("premium clerk 1, finished")
        assert "renewal-run," not in text
        assert "grace-run" not in text
    assert position(office, cover).premium_owed > 0


async def test_what_a_run_could_not_do_is_told_under_it(console: Opening, office: Company) -> None:
    office.policy("HC01")
    office.move_to(DUE)
    clerk = office.clerk("premium").clerk_id
    with office.store.write() as tx:
        run = Run(
            id=1,
            kind="grace-run",
            as_of=DUE,
            branch_id=101,
            clerk_id=clerk,
            started_at=datetime(2027, 3, 3, 4, tzinfo=UTC),
        )
        tx.insert([run])
        chunk = {"id": 10**6 + 1, "run_id": 1, "branch_id": 101, "first_id": 1, "last_id": 2}
        tx.insert([RunChunk(**chunk, left=["P1[red]: set aside"])])
    async with console("premium", size=(80, 24)) as play:
        await play.press(PREMIUM)
        await play.until("0 waiting")
        await play.press("alt+u")
        await play.until("grace-run", "cut off", "! P1[red]: set aside")
        with exclusively(office.store, "grace-run"):
            await play.press("f5")
            assert "cut off" not in await play.until("under way", "! P1[red]: set aside")


async def test_money_held_is_found_refunded_released_bounced_and_paid_again(console: Opening, office: Company) -> None:
    policy = office.policy("WL20")
    office.do("premium.collect", policy, amount="300", method="bank")
    async with console("premium") as play:
        await play.press(PREMIUM)
        await play.until("0 waiting")
        await play.press("f8")
        await play.until(policy, "300.00")
        await play.press("enter")
        await play.until(f"Policy {policy}")
        await _code(play, "pr07", "Refund money held")
        await play.write("300")
        await play.press("enter")
        await play.write("6222000000000001")
        await _post(play, "300.00", "Opened: ")
        await play.press("f3")
        await play.until("Money held: 0.00 on 0 policies")
        await play.press("f3")
        await play.until("1 waiting", "to be released", "李明")
    payment = office.opened_for(policy, "payment").number
    async with console("cashier") as play:
        await play.press(PREMIUM)
        text = await play.until(payment, "1  Release a payment", "300.00")
        assert "李明" in text
        await play.press("1", "f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until("released, to be paid")
    async with console("premium") as play:
        await play.press(PREMIUM)
        await play.until(payment, "Pay out")
        await _code(play, "pr05", "Paid by")
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until("0 waiting")
    assert office.case(payment).state == "paid"
    office.do("premium.record_bounce", payment, office.clerk("premium"), reason="name_mismatch", account_no="")
    async with console("premium") as play:
        await play.press(PREMIUM)
        await play.until(payment, "Name another account")
        await _code(play, "pr18", "Payee's own account")
        await play.write("6222000000000002")
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until("6222000000000002")
    async with console("cashier", "supervisor") as play:
        await play.press(PREMIUM)
        await play.until(payment, "1  Release a payment")
        await play.press("1", "f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until("released, to be paid")
    assert office.case(payment).state == "released"


async def test_a_premium_is_taken_at_the_till_with_its_receipt(console: Opening, office: Company) -> None:
    policy = office.policy("WL20")
    office.move_to(DUE)
    RENEWAL.run(office.store, office.clerk("premium"), DUE)
    owed = position(office, policy).premium_owed
    async with console("premium") as play:
        await play.press("slash")
        await play.until("Search")
        await play.write(policy)
        await play.press("enter")
        await play.until("1 found")
        await play.press("enter")
        await play.until(f"Policy {policy}")
        await _code(play, "pr01", "Collect premium")
        await play.write(owed.yuan().replace(",", ""))
        await play.press("enter")
        await play.write("3")
        await play.press("f9")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until("Receipt")
    assert position(office, policy).premium_owed == 0


async def test_the_pages_tell_of_banks_files_and_figures(console: Opening, office: Company) -> None:
    policy = office.policy("WL20", account_no="ICBC 6222000000000001")
    office.move_to(DUE)
    for kind in (RENEWAL, COLLECTION):
        kind.run(office.store, office.clerk("premium"), DUE)
    premium = position(office, policy).premium_owed.yuan()
    async with console("premium", size=(80, 24)) as play:
        await play.press(PREMIUM)
        await play.until("0 waiting")
        await play.press("f8")
        await play.until("Runs of the day", "collection-run")
        await play.press("right")
        await play.until("Raised today", f"1 instalment, {premium}", f"Waiting for an answer: {premium}")
        await play.press("right")
        await play.until("1 wait to be written", "collection", premium)
        await play.press("enter")
        await play.until("File 1 of a bank", "What became of it", "sent")
        await play.press("f3")
        await play.until("1 wait to be written")
        await play.press("right")
        await play.until("Paid in grace", "2027-03")
        await play.press("right")
        await play.until("Runs of the day")


async def test_figures_of_many_months_are_counted_once_an_opening_and_when_asked_for_again(
    console: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []

    count = persistency.persistency

    def counting(*asked: Any) -> Any:
        counted.append(asked[3])
        return count(*asked)

    monkeypatch.setattr(persistency, "persistency", counting)
    async with console("premium") as play:
        await play.press(PREMIUM)
        await play.until("0 waiting")
        await play.press("f8")
        await play.until("Runs of the day")
        for _opening in range(2):
            await play.press("left")
            await play.until("Persistency after 37 months")
            await play.press("right")
            await play.until("Runs of the day")
        assert counted == [13, 25, 37]
        await play.press("left")
        await play.until("Persistency after 37 months")
        await play.press("f5")
        await play.when(lambda _text: len(counted) == 6, "read again")


async def test_what_a_policy_does_not_ask_for_stands_in_parentheses_with_the_reason(
    console: Opening, office: Company
) -> None:
    policy = office.policy("WL20")
    async with console("premium") as play:
        await play.until("Lobby")
        await play.press("slash")
        await play.write(policy)
        await play.press("enter")
        await play.until(policy, "WL20")
        await play.press("enter")
        await play.until(f"Policy {policy}")
        await play.press("f10")
        text = await play.until("PR01  Collect premium")
        assert "PR15  Renew for a year" not in text
        await play.press("end")
        await play.until("(Give orders for units)")


async def test_who_takes_premium_in_sees_whose_policy_it_is_what_is_owed_and_what_the_bank_has(
    console: Opening, office: Company
) -> None:
    policy = office.policy("WL20")
    renew(office, DUE)
    COLLECTION.run(office.store, office.clerk("premium"), DUE)
    owed = position(office, policy).premium_owed.yuan()
    async with console("premium", size=(80, 24)) as play:
        await play.press(PREMIUM)
        await play.until("0 waiting")
        await _code(play, "pr01", "Amount *")
        await play.write(policy)
        await play.press("enter")
        await play.until(f"Collect premium  李明, in force, {owed} owed, due 2027-03-03 is with bank", "\n ICBC")
