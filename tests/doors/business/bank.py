"""What is agreed with a bank about a policy."""

from tests.doors.door import Door
from tests.doors.scenario import scenario


@scenario("premium.suspend_mandate", "premium.renew_mandate")
async def a_mandate_the_bank_does_not_know_is_suspended_and_renewed(door: Door) -> None:
    policy, premium = door.company.policy("WL20"), door.company.clerk("premium")
    await door.do(premium, "premium.suspend_mandate", policy, reason="no_mandate")
    await door.do(premium, "premium.renew_mandate", policy, reason="found at the branch of the bank")
