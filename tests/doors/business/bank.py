"""What is agreed with a bank about a policy, what it answers where that comes on paper, and money that fits nothing."""

from datetime import UTC, date, datetime

from ops_console.batch.collections import COLLECTION
from ops_console.data.tables import BankFile
from ops_console.rules.numbers import HEAD_OFFICE
from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.company import LI_MING
from tests.support.policies import files_went_out, pay_all, position, renew, request

ACCOUNT = "6222000000000001"
DUE = date(2027, 3, 3)


@scenario("premium.book_result", "premium.hold_bank_money", "premium.assign_bank_item", "premium.return_bank_item")
async def the_bank_answers_on_paper(door: Door) -> None:
    company = door.company
    premium, second = company.clerk("premium"), company.clerk("premium", no=2)
    policy = company.policy("WL20")
    renew(company, DUE)
    COLLECTION.run(company.store, premium, DUE)
    files_went_out(company)
    owed = position(company, policy).premium_owed
    await door.do(premium, "premium.book_result", policy, due_date=DUE, outcome="rejected", reason="insufficient_funds")
    assert position(company, policy).premium_owed == owed
    held = await door.do(premium, "premium.hold_bank_money", amount=owed.yuan(), day=DUE, name="李明", text="续期保费")
    assert held.state == "to_clear"
    assert (await door.do(second, "premium.assign_bank_item", held.number, policy=policy)).state == "cleared"
    assert position(company, policy).premium_owed == 0
    stray = await door.do(premium, "premium.hold_bank_money", amount="12.00", day=DUE, name="李明")
    back = await door.do(
        second,
        "premium.return_bank_item",
        stray.number,
        payee_name=LI_MING["applicant_name"],
        payee_document=LI_MING["applicant_document"],
        account_no=ACCOUNT,
    )
    assert back.state == "cleared"


@scenario("premium.clear_booked_item")
async def the_bank_tells_of_a_transfer_that_was_booked_by_hand(door: Door) -> None:
    company = door.company
    premium, second = company.clerk("premium"), company.clerk("premium", no=2)
    policy = company.policy("WL20")
    done = company.do("premium.collect", policy, premium, amount=70_000, method="transfer", identity_checked=True)
    told = company.do("premium.hold_bank_money", None, second, amount=70_000, day=company.today, name="李明")
    known = {"branch": 101, "receipt": done.receipts[0]}
    assert (await door.do(second, "premium.clear_booked_item", told.number, **known)).state == "cleared"


@scenario("premium.clear_file_sum")
async def the_bank_books_a_file_of_ours_in_one_sum(door: Door) -> None:
    company = door.company
    premium, second = company.clerk("premium"), company.clerk("premium", no=2)
    policy = company.policy("WL20")
    renew(company, DUE)
    COLLECTION.run(company.store, premium, DUE)
    files_went_out(company)
    owed = position(company, policy).premium_owed
    told = company.do("premium.hold_bank_money", None, premium, amount=owed, day=DUE)
    company.do("premium.book_result", policy, premium, due_date=DUE, outcome="settled")
    done = await door.do(second, "premium.clear_file_sum", told.number, name="CICBC-0101-000001")
    assert done.state == "cleared"


@scenario("premium.give_up_bank_file")
async def a_file_of_the_bank_is_lost_half_read(door: Door) -> None:
    company = door.company
    head_office, stamp = company.clerk("premium", branch=HEAD_OFFICE), datetime(2027, 3, 3, tzinfo=UTC)
    file = BankFile(
        id=1, direction="in", kind="statement", bank="ICBC", profile="iso", message="S1", name="s1.xml",
        created_at=stamp, day=DUE, value_day=DUE, digest="0" * 64, state="reading",
    )  # fmt: skip
    with company.store.write() as tx:
        tx.insert([file])
    await door.do(head_office, "premium.give_up_bank_file", file=1)
    with company.store.read() as reader:
        assert reader.count(BankFile) == 0


@scenario("premium.hold_bank_money", "premium.bear_bank_item")
async def a_charge_of_the_bank_is_the_companys_cost(door: Door) -> None:
    premium, supervisor = door.company.clerk("premium"), door.company.clerk("premium", "supervisor")
    charge = await door.do(
        premium, "premium.hold_bank_money", amount="30.00", direction="out", day=DUE, text="账户管理费"
    )
    borne = await door.do(supervisor, "premium.bear_bank_item", charge.number, reason="account fee of June")
    assert borne.state == "cleared"


@scenario("premium.suspend_mandate", "premium.renew_mandate")
async def a_mandate_the_bank_does_not_know_is_suspended_and_renewed(door: Door) -> None:
    policy, premium = door.company.policy("WL20"), door.company.clerk("premium")
    await door.do(premium, "premium.suspend_mandate", policy, reason="no_mandate")
    await door.do(premium, "premium.renew_mandate", policy, reason="found at the branch of the bank")


@scenario("preservation.repeat_payment")
async def a_payment_that_came_back_goes_to_another_account(door: Door) -> None:
    company = door.company
    policy = company.policy("WL20", sum_assured="500000")
    pay_all(company, policy, date(2031, 3, 3))
    [payment] = company.do(
        "preservation.grant_loan", request(company, policy, 27), amount="5000", account_no=ACCOUNT
    ).opened
    company.do("premium.release_payment", payment)
    company.do("premium.pay_out", payment, method="bank")
    company.do("premium.record_bounce", payment, reason="account_closed")
    keyed = await door.do(
        company.clerk("preservation"),
        "preservation.repeat_payment",
        request(company, policy, 42),
        payment=payment,
        account_no="6222000000000019",
    )
    assert keyed.state == "review"
