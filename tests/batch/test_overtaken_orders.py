"""Between a file drawn up and written things happen: what a bank is asked for is what is owed when the file goes out.

One payment and one instalment has one order under way; what an order asked for that is no longer wanted is left out.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ops_console.base.problems import Refused
from ops_console.batch.bank_export import Export, write_drawn
from ops_console.batch.collections import COLLECTION
from ops_console.batch.payouts import PAYOUT
from ops_console.data.tables import BankFile, BankLine, CollectionOrder, Event, PayoutOrder
from ops_console.rules.numbers import parse
from tests.batch.test_payout_files import orders as payments
from tests.batch.test_payout_files import released
from tests.support.company import Company
from tests.support.policies import position, renew

DUE = date(2027, 3, 3)


def ordered(company: Company, *policies: str) -> None:
    """The instalments due on 3 March are in a file to the bank, which is not written yet."""
    renew(company, DUE)
    assert COLLECTION.run(company.store, company.clerk("premium"), company.today).total.rows == len(policies)


def export(company: Company, folder: Path) -> Export:
    return write_drawn(company.store, company.clerk("premium", "head_office"), folder)


def of(company: Company, policy: str) -> list[tuple[int, str, str]]:
    """Attempt, state and reason of the orders of a policy."""
    with company.store.read() as reader:
        found = reader.find(CollectionOrder, policy_id=parse(policy).id)
    return [(one.attempt, one.state, one.reason) for one in found]


def files(company: Company) -> list[tuple[str, int, int]]:
    with company.store.read() as reader:
        return [(one.state, one.lines, int(one.amount)) for one in reader.find(BankFile, direction="out")]


def test_a_payment_whose_file_has_not_gone_out_can_t_have_come_back(company: Company, tmp_path: Path) -> None:
    payment = released(company, company.policy("WL20"), 100_000)
    premium = company.clerk("premium")
    PAYOUT.run(company.store, premium, company.today)
    with pytest.raises(Refused) as refused:
        company.do("premium.record_bounce", payment, premium, reason="account_blocked")
    assert refused.value.code == "not_with_bank"
    [file] = export(company, tmp_path).written
    assert (file.lines, file.amount) == (1, 100_000)
    company.do("premium.record_bounce", payment, premium, reason="account_blocked")
    assert [one.state for one in payments(company, payment)] == ["bounced"]


def test_one_payment_is_in_one_file_whatever_was_done_before_it_went(company: Company, tmp_path: Path) -> None:
    policy, premium = company.policy("WL20"), company.clerk("premium")
    twice, once = released(company, policy, 100_000), released(company, policy, 50_000)
    PAYOUT.run(company.store, premium, company.today)
    with company.store.write() as tx:
        # As an older release let a clerk do it.
        tx.update(PayoutOrder, {"case_id": parse(twice).id}, {"state": "bounced", "reason": "other"})
    [file] = export(company, tmp_path).written
    assert (file.lines, file.amount) == (1, 50_000)
    assert [one["order"] for one in file.withdrawn] == [f"{twice}-1"]
    text = Path(file.path).read_text("gbk")
    assert f"{once}-1" in text
    assert twice not in text
    assert files(company) == [("written", 1, 50_000)]
    with company.store.read() as reader:
        [event] = reader.find(Event, operation="batch.bank-withdrawal")
    assert (event.data["orders"], event.data["amount"]) == ([f"{twice}-1"], 100_000)


def test_nothing_is_answered_by_hand_to_what_the_bank_was_not_given(company: Company, tmp_path: Path) -> None:
    policy = company.policy("WL20")
    ordered(company, policy)
    answer = {"due_date": DUE, "outcome": "settled"}
    with pytest.raises(Refused) as refused:
        company.do("premium.book_result", policy, **answer)
    assert refused.value.code == "not_with_bank"
    export(company, tmp_path)
    assert company.do("premium.book_result", policy, **answer).receipts


def test_what_a_bank_s_file_tells_of_was_given_to_it(company: Company, tmp_path: Path) -> None:
    """The file went out, and its note in the store was lost with the machine."""
    policy = company.policy("WL20")
    ordered(company, policy)
    with company.store.write() as tx:
        came = BankFile(
            id=900, direction="in", kind="status", bank="ICBC", profile="iso", branch_id=None, message="R1", name="r",
            created_at=datetime(2027, 3, 3, tzinfo=UTC), day=DUE, value_day=DUE, state="booked", lines=1,
        )  # fmt: skip
        line = BankLine(file_id=900, no=1, reference=f"{policy}-20270303-1", outcome="pending", state="pending")
        tx.insert([came, line])
    assert company.do("premium.book_result", policy, due_date=DUE, outcome="settled").receipts
    assert export(company, tmp_path).written == ()
    assert files(company) == [("void", 0, 0)]
    assert of(company, policy) == [(1, "collected", "overtaken")]


def test_what_was_paid_or_lost_its_mandate_meanwhile_is_not_asked_for(company: Company, tmp_path: Path) -> None:
    paid, stopped, asked = (company.policy("WL20") for _ in range(3))
    ordered(company, paid, stopped, asked)
    owed = int(position(company, asked).premium_owed)
    company.do("premium.collect", paid, amount=owed, method="cash")
    company.do("premium.suspend_mandate", stopped, reason="customer")
    [file] = export(company, tmp_path).written
    assert (file.lines, file.amount) == (1, owed)
    assert {one["order"]: one["wrong"] for one in file.withdrawn} == {
        f"{paid}-20270303-1": "nothing is owed for it any more",
        f"{stopped}-20270303-1": "its mandate is not in force any more",
    }
    assert f"{asked}-20270303-1" in Path(file.path).read_text()
    assert [of(company, one) for one in (paid, stopped)] == [[(1, "withdrawn", "overtaken")]] * 2
    assert of(company, asked) == [(1, "sent", "")]
    # What is owed still is asked for once the mandate is in force again, under a reference of its own.
    company.do("premium.renew_mandate", stopped, reason="found")
    assert COLLECTION.run(company.store, company.clerk("premium"), company.today).total.rows == 1
    assert of(company, stopped) == [(1, "withdrawn", "overtaken"), (2, "sent", "")]


def test_a_file_none_of_whose_orders_is_wanted_keeps_its_number_and_is_void(company: Company, tmp_path: Path) -> None:
    policy = company.policy("WL20")
    ordered(company, policy)
    company.do("premium.suspend_mandate", policy, reason="customer")
    done = export(company, tmp_path)
    assert (done.written, done.problems, [*tmp_path.glob("*.xml*")]) == ((), (), [])
    [void] = done.void
    assert [one["order"] for one in void.withdrawn] == [f"{policy}-20270303-1"]
    assert files(company) == [("void", 0, 0)]
    assert export(company, tmp_path) == Export((), ())
