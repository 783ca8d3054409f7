"""Reminders, the end of grace, payments and day end for many at once: what a clerk's operations would do, each once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from ops_console.base.money import Fen
from ops_console.batch.collections import COLLECTION
from ops_console.batch.day_end import DAY_END
from ops_console.batch.grace import GRACE
from ops_console.batch.held import HELD
from ops_console.batch.notices import NOTICE
from ops_console.batch.payouts import PAYOUT
from ops_console.batch.registry import BATCHES
from ops_console.batch.report import RunReport, Totals
from ops_console.batch.runs import HEAD_OFFICE, RunKind
from ops_console.data.store import Store
from ops_console.data.tables import Billing, Branch, BranchDay, Coverage, LedgerLine, Policy, Run, RunChunk
from ops_console.desk.entry import Actor
from ops_console.rules import numbers
from tests.support.company import BRANCH, FIRST_DAY, Company, build
from tests.support.policies import position, renew
from tests.support.stores import Stores

DUE = date(2027, 3, 3)
AFTER_GRACE = date(2027, 5, 4)
"""60 days after the due date is Sunday 2 May 2027; grace ends on the Monday."""


def run(company: Company, kind: RunKind, actor: Actor | None = None, *, dry_run: bool = False) -> RunReport:
    return kind.run(company.store, actor or company.clerk("premium"), company.today, None, dry_run)


def test_a_reminder_goes_out_two_months_before_the_due_date_and_only_once(company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(date(2027, 1, 2))
    assert run(company, NOTICE).total == Totals()
    company.move_to(date(2027, 1, 3))
    premium = position(company, policy).terms.premium
    assert run(company, NOTICE).total == Totals(1, premium)
    assert run(company, NOTICE).total == Totals()
    [letter] = [letter for letter in company.letters(policy) if letter.kind == "premium_reminder"]
    assert (letter.values["due"], letter.values["grace_end"]) == ("2027-03-03", "2027-05-03")
    assert (letter.values["amount"], letter.values["policy"]) == (premium.yuan(), policy)
    assert letter.branch_id == BRANCH


def test_every_instalment_has_its_own_reminder(company: Company) -> None:
    policy = company.policy("WL20", months=1)
    for month in (4, 5, 6):
        run(company, NOTICE)
        renew(company, date(2026, month, 3))
    due = [letter.values["due"] for letter in company.letters(policy) if letter.kind == "premium_reminder"]
    assert due == ["2026-04-03", "2026-05-03", "2026-06-03"]


def test_after_a_reminder_the_next_new_row_of_the_branch_has_its_own_id(company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(date(2027, 1, 3))
    run(company, NOTICE)
    [letter] = [letter for letter in company.letters(policy) if letter.kind == "premium_reminder"]
    assert company.case(company.received()).id > letter.id


def test_a_dry_run_writes_no_letter(company: Company) -> None:
    policy = company.policy("WL20")
    company.move_to(date(2027, 1, 3))
    before = len(company.letters(policy))
    assert run(company, NOTICE, dry_run=True).total == run(company, NOTICE, dry_run=True).total
    assert len(company.letters(policy)) == before
    assert run(company, NOTICE).total.rows == 1


def test_after_grace_unpaid_policies_lapse_and_paid_ones_do_not(company: Company) -> None:
    unpaid, paid = company.policy("WL20", premium_loan=False), company.policy("WL20", premium_loan=False)
    renew(company, DUE)
    company.do("premium.collect", paid, amount=int(position(company, paid).premium_owed), method="bank")
    owed = position(company, unpaid).premium_owed
    company.move_to(AFTER_GRACE - timedelta(days=1))
    assert run(company, GRACE).total == Totals()
    company.move_to(AFTER_GRACE)
    assert run(company, GRACE, dry_run=True).total == Totals(1, owed)
    assert run(company, GRACE).branches == {BRANCH: Totals(1, owed)}
    assert [position(company, policy).status.status for policy in (unpaid, paid)] == ["lapsed", "in_force"]
    assert run(company, GRACE).total == Totals()


def test_a_policy_nobody_can_compute_is_set_aside_and_the_others_are_done(company: Company) -> None:
    sound, broken = company.policy("WL20", premium_loan=False), company.policy("WL20", premium_loan=False)
    renew(company, DUE)
    company.move_to(AFTER_GRACE)
    with _broken(company.store, broken):
        owed = position(company, sound).premium_owed
        for dry_run in (True, False):
            report = run(company, GRACE, dry_run=dry_run)
            assert report.branches == {BRANCH: Totals(1, owed)}
            [fault] = report.faults
            assert fault.startswith(f"{broken}: set aside")
            assert "no_such_product" in fault
        assert position(company, sound).status.status == "lapsed"
        assert len(run(company, GRACE).faults) == 1, "told again until somebody has looked at it"
    assert run(company, GRACE).branches == {BRANCH: Totals(1, owed)}


def test_a_reminder_that_cannot_be_written_is_set_aside_and_written_once_it_can(company: Company) -> None:
    sound, broken = company.policy("WL20"), company.policy("WL20")
    company.move_to(date(2027, 1, 3))
    with _broken(company.store, broken):
        report = run(company, NOTICE)
        assert (report.total.rows, len(report.faults)) == (1, 1)
    assert run(company, NOTICE).total.rows == 1
    for policy in (sound, broken):
        assert [letter.kind for letter in company.letters(policy)].count("premium_reminder") == 1


@contextmanager
def _broken(store: Store, policy: str) -> Iterator[None]:
    """A policy of a product that no catalog ever had, as only somebody past the desk can make it; mended after."""
    for product in ("no_such_product", "WL20"):
        with store.write() as tx:
            tx.update(Policy, {"number": policy}, {"product": product})
            tx.update(Coverage, {"policy_id": numbers.parse(policy).id}, {"product": product})
        if product != "WL20":
            yield


def test_money_held_pays_the_instalment_before_anything_else(company: Company) -> None:
    policy = company.policy("WL20", premium_loan=False)
    company.do("premium.collect", policy, amount=int(position(company, policy).terms.premium), method="bank")
    renew(company, DUE)
    company.move_to(AFTER_GRACE)
    run(company, GRACE)
    assert position(company, policy).is_in_force
    assert position(company, policy).premium_owed == 0


def released_payment(company: Company, amount: str, account_no: str = "6222000000000001") -> str:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount=amount, method="bank")
    [payment] = company.do("premium.refund_suspense", policy, amount=amount, account_no=account_no).opened
    company.do("premium.release_payment", payment)
    return payment


def test_released_payments_are_paid_once_and_others_are_not(company: Company) -> None:
    released = released_payment(company, "800")
    waiting = company.policy("WL20")
    company.do("premium.collect", waiting, amount="500", method="bank")
    [kept] = company.do("premium.refund_suspense", waiting, amount="500", account_no="6222000000000001").opened
    assert run(company, PAYOUT).branches == {BRANCH: Totals(1, Fen(80000))}
    assert run(company, PAYOUT).total == Totals()
    assert [company.case(number).state for number in (released, kept)] == ["paid", "to_release"]


def head_office(company: Company) -> Actor:
    return company.clerk("premium", branch=HEAD_OFFICE)


def open_days(company: Company) -> set[date]:
    with company.store.read() as reader:
        return {branch.open_day for branch in reader.find(Branch)}


def test_when_every_branch_is_closed_the_business_date_moves_on(company: Company) -> None:
    company.policy("WL20")
    report = run(company, DAY_END, head_office(company))
    assert report.left == ()
    assert company.today == FIRST_DAY + timedelta(days=1)
    assert open_days(company) == {company.today}
    with company.store.read() as reader:
        closed = reader.need(BranchDay, BRANCH, FIRST_DAY)
    assert report.branches[BRANCH] == Totals(closed.lines, closed.debit)


def test_a_branch_alone_closes_its_day_and_the_business_date_waits(company: Company) -> None:
    run(company, DAY_END)
    assert company.today == FIRST_DAY
    assert open_days(company) == {FIRST_DAY, FIRST_DAY + timedelta(days=1)}


def test_a_branch_with_a_difference_stays_open_is_named_and_catches_up_later(stores: Stores) -> None:
    company = Company(Store(stores.copy("company", build)))
    company.policy("WL20")
    wrong = LedgerLine(
        source_id=1, line_no=1, entry_no=1, rule="payout", account="1002", amount=Fen(1), branch_id=BRANCH,
        booked_on=FIRST_DAY,
    )  # fmt: skip
    with company.store.write() as tx:
        tx.insert([wrong])
    [left] = run(company, DAY_END, head_office(company)).left
    assert str(BRANCH) in left
    assert company.today == FIRST_DAY
    balancing = {**wrong.model_dump(), "line_no": 2, "amount": Fen(-1)}
    with company.store.write() as tx:
        tx.insert([LedgerLine(**balancing)])
    assert run(company, DAY_END, head_office(company)).left == ()
    assert company.today == FIRST_DAY + timedelta(days=1)
    company.store.close()


def test_a_branch_days_behind_catches_up_in_one_run(company: Company) -> None:
    later = FIRST_DAY + timedelta(days=3)
    company.move_to(later)
    with company.store.write() as tx:
        tx.update(Branch, {"id": BRANCH}, {"open_day": FIRST_DAY})
    run(company, DAY_END, head_office(company))
    with company.store.read() as reader:
        assert reader.count(BranchDay, branch_id=BRANCH) == 4
    assert company.today == later + timedelta(days=1)


@pytest.mark.parametrize(
    "name", ["notice-run", "grace-run", "payout-run", "expiry-run", "callback-run", "reminder-run", "day-end"]
)
def test_every_run_leaves_a_finished_run_and_its_event(company: Company, name: str) -> None:
    company.policy("WL20")
    run(company, BATCHES[name], company.clerk(BATCHES[name].duties[0]))
    with company.store.read() as reader:
        [row] = reader.find(Run, kind=name)
        assert row.finished_at is not None
        assert reader.count(RunChunk, run_id=row.id, done=False) == 0


def test_a_report_is_plain_values_for_json(company: Company) -> None:
    company.policy("WL20")
    company.move_to(date(2027, 1, 3))
    plain = json.loads(json.dumps(run(company, NOTICE).as_dict()))
    assert (plain["as_of"], plain["rows"], plain["left"]) == ("2027-01-03", 1, [])
    assert list(plain["branches"]) == [str(BRANCH)]


@pytest.mark.parametrize(("now", "rows"), [(2, 1), (0.1, 0)], ids=["dearer", "cheaper"])
def test_money_held_pays_what_was_raised_whatever_an_instalment_comes_to_now(
    company: Company, now: float, rows: int
) -> None:
    """The terms changed after the instalment was raised: held is what it comes to, or a little less."""
    policy = company.policy("WL20")
    premium = int(position(company, policy).terms.premium)
    company.do("premium.collect", policy, amount=premium if rows else premium - 5_000, method="transfer")
    renew(company, date(2027, 3, 3))
    key = {"policy_id": numbers.parse(policy).id}
    with company.store.write() as tx:
        tx.update(Billing, key, {"premium": Fen(int(premium * now))})
    foretold = run(company, HELD, dry_run=True)
    assert (foretold.chunks, foretold.total) == (rows, Totals(rows, Fen(premium * rows)))
    assert run(company, HELD).total == foretold.total
    with company.store.write() as tx:
        tx.update(Billing, key, {"premium": Fen(premium)})


def test_money_held_pays_what_is_raised_before_anybody_is_debited_again(company: Company) -> None:
    policy, short = company.policy("WL20"), company.policy("WL20")
    premium = position(company, policy).terms.premium
    company.do("premium.collect", policy, amount=int(premium) + 5, method="transfer")
    company.do("premium.collect", short, amount=int(premium) - 5000, method="transfer")
    renew(company, date(2027, 3, 3))
    clerk = company.clerk("premium")
    assert HELD.run(company.store, clerk, company.today).total == Totals(1, premium)
    assert (position(company, policy).premium_owed, position(company, policy).suspense) == (0, 5)
    assert position(company, short).premium_owed == premium
    assert COLLECTION.run(company.store, clerk, company.today).total == Totals(1, premium)
    assert HELD.run(company.store, clerk, company.today).total == Totals()
