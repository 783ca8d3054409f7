"""Letters about an instalment: two months before, a month before, and twice inside the days of grace; each once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Text, select, type_coerce

from ops_console.batch.notices import NOTICE, PRESSING
from ops_console.batch.report import RunReport
from ops_console.batch.runs import RunKind
from ops_console.data.store import Store, table_of
from ops_console.data.tables import Letter, Party, PremiumNotice
from ops_console.data.types import canonical_json
from tests.support.company import Company, build
from tests.support.policies import position, renew
from tests.support.stores import Stores

DUE = date(2027, 3, 3)
"""The anniversary of what `company.policy` begins; its grace ends on Monday 3 May 2027 (day 60 is a Sunday)."""


def run(company: Company, kind: RunKind, day: date) -> RunReport:
    company.move_to(day)
    return kind.run(company.store, company.clerk("premium"), day)


def letters(company: Company, policy: str, *kinds: str) -> list[tuple[str, str]]:
    """Kind and day of the letters about premium."""
    wanted = kinds or ("premium_reminder", "premium_second_notice", "premium_overdue", "premium_last_call")
    return [(one.kind, one.day.isoformat()) for one in company.letters(policy) if one.kind in wanted]


def test_a_premium_is_told_of_two_months_and_again_a_month_before_it_falls_due(company: Company) -> None:
    policy = company.policy("WL20")
    for day in (date(2027, 1, 2), date(2027, 1, 3), date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 2), DUE):
        run(company, NOTICE, day)
    assert letters(company, policy) == [("premium_reminder", "2027-01-03"), ("premium_second_notice", "2027-02-01")]
    [second] = [one for one in company.letters(policy) if one.kind == "premium_second_notice"]
    premium = position(company, policy).terms.premium
    assert (second.values["due"], second.values["amount"]) == ("2027-03-03", premium.yuan())
    assert (second.values["grace_end"], second.values["name"]) == ("2027-05-03", "李明")


def test_a_letter_bears_the_day_it_is_written_whatever_day_the_run_is_for(company: Company) -> None:
    policy, late = company.policy("WL20"), date(2027, 1, 20)
    company.move_to(late)
    NOTICE.run(company.store, company.clerk("premium"), date(2027, 1, 3))
    assert letters(company, policy) == [("premium_reminder", "2027-01-20")]
    assert company.letters(policy)[-1].values["day"] == "2027-01-20"
    renew(company, DUE)
    company.move_to(date(2027, 5, 4))
    assert PRESSING.run(company.store, company.clerk("premium"), date(2027, 5, 3)).total.rows == 0, "grace is over"


def test_a_first_reminder_inside_the_last_month_stands_for_both(company: Company) -> None:
    policy = company.policy("WL20")
    for day in (date(2027, 2, 20), date(2027, 2, 21), DUE):
        run(company, NOTICE, day)
    assert letters(company, policy) == [("premium_reminder", "2027-02-20")]


def test_a_monthly_premium_is_told_of_once(company: Company) -> None:
    policy = company.policy("WL20", months=1)
    for day in range(3, 30):
        run(company, NOTICE, date(2026, 3, day))
    assert letters(company, policy) == [("premium_reminder", "2026-03-03")]


def test_a_premium_nobody_pays_is_asked_for_twice_within_grace(company: Company) -> None:
    unpaid, paid = company.policy("WL20"), company.policy("WL20")
    renew(company, DUE)
    company.do("premium.collect", paid, amount=int(position(company, paid).premium_owed), method="bank")
    for after in (14, 15, 16, 44, 45, 46, 61):
        run(company, PRESSING, DUE + timedelta(days=after))
    assert letters(company, unpaid) == [("premium_overdue", "2027-03-18"), ("premium_last_call", "2027-04-17")]
    assert letters(company, paid) == []


@pytest.mark.parametrize(("day", "told"), [(date(2027, 5, 3), 1), (date(2027, 5, 4), 0)])
def test_the_last_call_goes_out_up_to_the_last_day_of_grace_and_not_after(
    company: Company, day: date, told: int
) -> None:
    """60 days after 3 March is Sunday 2 May 2027: grace ends on the Monday (Civil Code art 203)."""
    policy = company.policy("WL20")
    renew(company, DUE)
    assert run(company, PRESSING, day).total.rows == told
    assert len(letters(company, policy)) == told


def test_a_planned_premium_is_told_of_once_and_never_pressed_for(company: Company) -> None:
    policy = company.policy("UL10")
    for day in (date(2027, 1, 3), date(2027, 2, 1)):
        run(company, NOTICE, day)
    renew(company, DUE)
    run(company, PRESSING, DUE + timedelta(days=20))
    kinds = [kind for kind, _day in letters(company, policy, "planned_reminder", "premium_overdue")]
    assert kinds == ["planned_reminder"]


def test_letters_are_in_their_readers_language_and_hold_any_name(company: Company) -> None:
    policy = company.policy("WL20")
    name = 'O\'Brien "der Ältere" \\ 李'
    _rename(company.store, position(company, policy).applicant_id, name)
    run(company, NOTICE, date(2027, 1, 3))
    [letter] = [one for one in company.letters(policy) if one.kind == "premium_reminder"]
    assert letter.values["name"] == name
    assert letter.values["channel"] == "debit of the account"
    with company.store.read() as reader:
        table = table_of(Letter)
        stored = reader.connection.scalar(select(type_coerce(table.c["values"], Text)).where(table.c.id == letter.id))
    assert stored == canonical_json(letter.values), "written as every other letter is"


def _rename(store: Store, party_id: int, name: str) -> None:
    with store.write() as tx:
        tx.update(Party, {"id": party_id}, {"name": name, "language": "en"})


def test_a_dry_run_says_what_would_be_sent_and_sends_nothing(company: Company) -> None:
    policy = company.policy("WL20")
    renew(company, DUE)
    day = DUE + timedelta(days=15)
    company.move_to(day)
    foretold = PRESSING.run(company.store, company.clerk("premium"), day, dry_run=True)
    assert letters(company, policy) == []
    assert run(company, PRESSING, day).total == foretold.total
    assert foretold.total.rows == 1


def test_verify_names_a_letter_that_presses_for_no_instalment(stores: Stores) -> None:
    company = Company(Store(stores.copy("company", build)))
    policy = position(company, company.policy("WL20")).policy
    with company.store.write() as tx:
        tx.insert([PremiumNotice(policy_id=policy.id, due_date=DUE, kind="overdue", day=DUE)])
    [finding] = company.verify()
    assert finding.place == f"premium_notice policy {policy.id} overdue"
    company.store.close()
