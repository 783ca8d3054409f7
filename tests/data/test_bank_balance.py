"""The bank's balance as of the end of a day says the same whenever it is asked for."""

from datetime import UTC, date, datetime, timedelta

from ops_console.batch.payouts import PAYOUT
from ops_console.data.queries.bank_balance import BankBalance, bank_balance
from ops_console.data.tables import BankFile, BankLine, PayoutOrder
from ops_console.rules.numbers import parse
from tests.batch.test_payout_files import released
from tests.support.company import FIRST_DAY, Company
from tests.support.policies import files_went_out

NEXT_DAY = FIRST_DAY + timedelta(days=1)


def balance(company: Company, day: date) -> BankBalance:
    with company.store.read() as reader:
        return bank_balance(reader, company.catalog.ledger.money["bank"], FIRST_DAY, day, (1, 101))


def told(company: Company, payment: str, outcome: str, state: str, on: date, no: int = 1) -> None:
    """A statement of that day, read today, says what became of a payment."""
    case_id = parse(payment).id
    with company.store.write() as tx:
        number = 900 + tx.count(BankFile)
        file = BankFile(
            id=number, direction="in", kind="statement", bank="CCB", profile="iso", branch_id=None,
            message=str(number), name="s", lines=1, created_at=datetime(2026, 3, 3, tzinfo=UTC), day=company.today,
            value_day=on, state="booked",
        )  # fmt: skip
        line = BankLine(
            file_id=number, no=1, reference=f"{payment}-{no}", outcome=outcome, day=on, state="booked", case_id=case_id
        )
        tx.insert([file, line])
        if state == "confirmed":
            tx.update(PayoutOrder, {"case_id": case_id, "attempt": no}, {"state": state, "answered_on": company.today})


def test_what_was_paid_or_answered_later_changes_nothing_of_a_day_gone_by(company: Company) -> None:
    policy, premium = company.policy("WL20"), company.clerk("premium")
    waits, came, stays = (released(company, policy, amount) for amount in (1_000, 200, 30))
    PAYOUT.run(company.store, premium, company.today)
    files_went_out(company)
    before = balance(company, FIRST_DAY)
    assert before.unpaid == 1_230
    company.move_to(NEXT_DAY)
    released(company, policy, 500_000)
    PAYOUT.run(company.store, premium, company.today)
    files_went_out(company)
    told(company, waits, "settled", "confirmed", NEXT_DAY)
    company.do("premium.record_bounce", came, premium, reason="account_blocked")
    assert balance(company, FIRST_DAY) == before
    assert balance(company, NEXT_DAY).unpaid == 500_030, "one confirmed, one came back"
    # The bank had paid it on the first day, as a statement says that was read on the next.
    told(company, stays, "debited", "confirmed", FIRST_DAY)
    assert balance(company, FIRST_DAY).unpaid == 1_200
    assert balance(company, NEXT_DAY).unpaid == 500_000


def test_a_payment_the_bank_paid_and_took_back_is_unpaid_from_that_day_until_the_books_say_so(company: Company) -> None:
    policy, premium = company.policy("WL20"), company.clerk("premium")
    payment = released(company, policy, 1_000)
    PAYOUT.run(company.store, premium, company.today)
    files_went_out(company)
    told(company, payment, "settled", "confirmed", FIRST_DAY)
    assert balance(company, FIRST_DAY).unpaid == 0
    company.move_to(NEXT_DAY)
    told(company, payment, "came_back", "", NEXT_DAY)
    company.move_to(NEXT_DAY + timedelta(days=1))
    company.do("premium.record_bounce", payment, premium, reason="other")
    unpaid = [balance(company, FIRST_DAY + timedelta(days=after)).unpaid for after in range(3)]
    assert unpaid == [0, 1_000, 0]
