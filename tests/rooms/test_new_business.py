"""From the stamp at the counter to a policy in force."""

from datetime import date

from ops_console.data.tables import Billing, DueEvent, PolicyStatus, PremiumDue
from ops_console.rules import numbers
from tests.support.company import FIRST_DAY, Company


def test_a_signed_and_paid_policy_is_in_force_from_the_next_day(company: Company) -> None:
    policy = numbers.parse(company.policy("WL20"))
    with company.store.read() as reader:
        status = reader.current(PolicyStatus, policy.id)[0]
        assert (status.status, status.commenced_on) == ("in_force", date(2026, 3, 3))
        assert reader.as_at(PolicyStatus, policy.id, FIRST_DAY)[0].status == "issued"
        billing = reader.need(Billing, policy.id)
        assert (billing.next_due, billing.paid_to) == (date(2027, 3, 3), date(2027, 3, 3))
        assert (billing.ends_on, billing.anchor_day, billing.active) == (date(2046, 3, 3), 3, True)
        due = reader.need(PremiumDue, policy.id, date(2026, 3, 3))
        assert due.amount == billing.premium
        assert [event.kind for event in reader.find(DueEvent, policy_id=policy.id)] == ["collected"]
