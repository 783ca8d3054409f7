"""Money that fits nothing is booked, and goes to a policy or back to its sender; a bank's charge may be our cost."""

from datetime import date, timedelta

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.data.tables import BankItem, WorkItem
from ops_console.desk.desk import Outcome
from ops_console.desk.offering import proposed
from ops_console.desk.operations import OPERATIONS
from ops_console.rules import numbers
from tests.support.company import BRANCH, LI_MING, Company
from tests.support.policies import position, renew

UNIDENTIFIED, BANK, SUSPENSE, CHARGES = "2241.02", "1002", "2241.01", "6601.01"
DUE = date(2027, 3, 3)


def item(company: Company, amount: int, direction: str = "in") -> str:
    outcome = company.do(
        "premium.hold_bank_money", amount=amount, direction=direction, day=company.today, name="李明", text="保费"
    )
    assert outcome.number is not None
    return outcome.number


def assign(company: Company, number: str, policy: str) -> Outcome:
    """By another clerk than who took it in."""
    return company.do("premium.assign_bank_item", number, company.clerk("premium", "head_office", 2), policy=policy)


def test_who_took_money_in_on_their_own_word_does_not_say_whose_it_is(company: Company) -> None:
    policy = company.policy("WL20")
    number = item(company, 500)
    with pytest.raises(NotAllowed, match="another clerk assigns it"):
        company.do("premium.assign_bank_item", number, policy=policy)


def test_money_that_fits_nothing_is_in_the_bank_and_owed_to_somebody_within_five_working_days(
    company: Company,
) -> None:
    before = company.balance(BANK)
    number = item(company, 123_456)
    assert company.balance(BANK) - before == 123_456
    assert company.balance(UNIDENTIFIED) == -123_456
    case = company.case(number)
    assert (case.room, case.state, case.due) == ("premium", "to_clear", date(2026, 3, 9))
    assert company.verify() == []


def test_assigned_to_a_policy_it_pays_what_is_owed_and_the_rest_is_held(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, DUE)
    owed = position(company, policy).premium_owed
    done = assign(company, item(company, owed + 700), policy)
    assert (done.state, len(done.receipts)) == ("cleared", 1)
    assert position(company, policy).premium_owed == 0
    assert position(company, policy).suspense == Fen(700)
    assert company.balance(UNIDENTIFIED) == 0
    assert company.verify() == []


def test_on_a_lapsed_policy_it_is_held_for_its_reinstatement(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    renew(company, DUE)
    owed = position(company, policy).premium_owed
    company.move_to(date(2027, 5, 20))
    company.do("premium.lapse", policy)
    assign(company, item(company, owed), policy)
    assert position(company, policy).suspense == owed


def test_no_payment_goes_to_a_name_that_holds_what_nobody_sees(company: Company) -> None:
    number = item(company, 5_000)
    with pytest.raises(InputErrors) as refused:
        company.do(
            "premium.return_bank_item",
            number,
            payee_name="张\x1b[2J\u202e三",
            payee_document="110101199003074477",
            account_no="6222000000000001",
        )
    assert "payee_name" in [problem.field for problem in refused.value.problems]


def test_it_goes_back_to_its_sender_by_a_payment_that_another_clerk_releases(company: Company) -> None:
    number = item(company, 5_000)
    done = company.do(
        "premium.return_bank_item",
        number,
        payee_name=LI_MING["applicant_name"],
        payee_document=LI_MING["applicant_document"],
        account_no="6222000000000001",
    )
    [payment] = done.opened
    assert company.case(payment).state == "to_release"
    assert (company.balance(UNIDENTIFIED), company.balance("2205.04")) == (0, -5_000)
    assert company.verify() == []


def test_what_the_bank_took_is_charged_to_money_held_and_never_to_nothing(company: Company) -> None:
    policy = company.policy("WL20")
    taken = item(company, 300, "out")
    assert company.balance(UNIDENTIFIED) == 300
    with pytest.raises(Refused, match=r"3\.00 more has to be held"):
        assign(company, taken, policy)
    company.do("premium.collect", policy, amount=1_000, method="transfer")
    assign(company, taken, policy)
    assert position(company, policy).suspense == Fen(700)
    assert company.balance(UNIDENTIFIED) == 0
    assert company.verify() == []


def test_a_charge_of_the_bank_is_the_companys_cost_when_another_who_is_a_supervisor_says_so(company: Company) -> None:
    charge = item(company, 5_000, "out")
    taker, other = company.clerk("premium", "head_office"), company.clerk("premium")
    with pytest.raises(NotAllowed):
        company.do("premium.bear_bank_item", charge, taker, reason="account fee of June")
    referred = company.do("premium.bear_bank_item", charge, other, reason="account fee of June")
    assert (referred.referred_to, company.balance(CHARGES)) == ("supervisor", 0)
    done = company.do(
        "premium.bear_bank_item", charge, company.clerk("premium", "supervisor"), reason="account fee of June"
    )
    assert done.state == "cleared"
    assert (company.balance(CHARGES), company.balance(UNIDENTIFIED), company.balance(BANK)) == (5_000, 0, -5_000)
    assert company.verify() == []


def test_money_that_came_in_is_never_written_off(company: Company) -> None:
    with pytest.raises(Refused, match="came in"):
        company.do(
            "premium.bear_bank_item", item(company, 5_000), company.clerk("premium", "supervisor"), reason="nobody's"
        )


def test_a_line_of_a_file_that_is_not_there_is_an_error(company: Company) -> None:
    with pytest.raises(InputErrors):
        company.do("premium.hold_bank_money", amount=1, day=company.today, file=7, line=1)


def transferred(company: Company, amount: int) -> tuple[str, int]:
    """A policy on which a clerk booked a transfer by hand, and the receipt."""
    policy = company.policy("WL20")
    [receipt] = company.do(
        "premium.collect", policy, company.clerk("premium"), amount=amount, method="transfer", identity_checked=True
    ).receipts
    return policy, receipt


def why(company: Company, number: str) -> str:
    with company.store.read() as reader:
        return reader.need(BankItem, numbers.parse(number).id).why


def test_a_transfer_booked_by_hand_that_the_bank_tells_of_later_stands_once(company: Company) -> None:
    """Two clerks: who booked it by hand is not who says that the bank's line is its money."""
    policy, receipt = transferred(company, 70_000)
    before, held = company.balance(BANK), position(company, policy).suspense
    told = company.do("premium.hold_bank_money", amount=70_000, day=company.today, name="李明", text="转账")
    assert told.messages == [f"Booked by hand before, it seems, as receipt {BRANCH}-{receipt}."]
    assert why(company, str(told.number)) == "booked"
    known = {"branch": BRANCH, "receipt": receipt}
    with pytest.raises(NotAllowed, match="another clerk"):
        company.do("premium.clear_booked_item", told.number, company.clerk("premium"), **known)
    done = company.do("premium.clear_booked_item", told.number, company.clerk("premium", no=2), **known)
    assert done.state == "cleared"
    assert (company.balance(BANK), company.balance(UNIDENTIFIED)) == (before, 0)
    assert position(company, policy).suspense == held
    assert company.verify() == []
    again = item(company, 70_000)
    assert why(company, again) == "unknown"
    with pytest.raises(InputErrors):
        company.do("premium.clear_booked_item", again, company.clerk("premium", no=2), **known)


@pytest.mark.parametrize("what", ["amount", "name", "day", "twice", "returned"])
def test_money_is_taken_for_that_booked_by_hand_only_where_nothing_else_can_be_meant(
    company: Company, what: str
) -> None:
    policy, _receipt = transferred(company, 70_000)
    if what == "twice":
        company.do("premium.collect", policy, amount=70_000, method="transfer", identity_checked=True)
    if what == "returned":
        collected = company.do("premium.collect", policy, amount=60_000, method="bank")
        company.do("premium.return_collection", policy, receipt=collected.receipts[0], reason="other")
    told = company.do(
        "premium.hold_bank_money",
        amount={"amount": 69_999, "returned": 60_000}.get(what, 70_000),
        day=company.today + timedelta(days=11) if what == "day" else company.today,
        name="王芳" if what == "name" else "李明",
    )
    assert why(company, str(told.number)) == "unknown"


def test_another_amount_is_not_the_same_money(company: Company) -> None:
    _policy, receipt = transferred(company, 70_000)
    with pytest.raises(InputErrors):
        company.do(
            "premium.clear_booked_item", item(company, 500), company.clerk("premium", no=2), branch=BRANCH,
            receipt=receipt,
        )  # fmt: skip


def test_a_first_premium_booked_by_hand_before_the_policy_was_issued_is_known_again(company: Company) -> None:
    application = company.keyed("WL20")
    [receipt] = company.do(
        "counter.collect_first_premium", application, amount=50_000, method="transfer", identity_checked=True
    ).receipts
    number, known = item(company, 50_000), {"branch": BRANCH, "receipt": receipt}
    assert why(company, number) == "booked"
    company.do("premium.clear_booked_item", number, company.clerk("premium", no=2), **known)
    assert company.balance(UNIDENTIFIED) == 0
    assert company.verify() == []
    again = item(company, 50_000)
    assert why(company, again) == "unknown"
    with pytest.raises(InputErrors):
        company.do("premium.clear_booked_item", again, company.clerk("premium", no=2), **known)


def whose(company: Company, amount: int, text: str = "保费", name: str = "李明") -> str | None:
    """The policy that the form of PR72 begins with."""
    taken_in = company.do("premium.hold_bank_money", amount=amount, day=company.today, name=name, text=text)
    operation = OPERATIONS["premium.assign_bank_item"]
    with company.store.read() as reader:
        case = reader.need(WorkItem, numbers.parse(taken_in.number or "").id)
        return proposed(reader, operation, company.clerk("premium"), case).get("policy")


def test_the_policy_named_in_the_text_is_proposed_else_the_one_of_the_sender_that_owes_the_amount(
    company: Company,
) -> None:
    life, term = company.policy("WL20"), company.policy("TM20")
    renew(company, DUE)
    owed = position(company, term).premium_owed
    assert owed != position(company, life).premium_owed
    assert whose(company, owed) == term
    assert whose(company, owed, f"续期保费 {life[:5]} {life[5:]}") == life
    assert whose(company, owed + 1) is None
    assert whose(company, owed, name="王芳") is None
