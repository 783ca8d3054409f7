"""What the screen of a participating policy says of its dividends."""

import re
from datetime import date

from ops_console.rules import numbers
from tests.screens.conftest import Opening
from tests.support.company import Company
from tests.support.policies import asked, pay_all


async def test_the_policy_shows_dividends_additions_and_what_has_accumulated(console: Opening, office: Company) -> None:
    office.move_to(date(2020, 3, 2))
    policy = office.policy("WP20", dividend="accumulate")
    pay_all(office, policy, date(2021, 3, 3))
    office.do("premium.grant_dividend", policy)
    asked(office, policy, 16, "change_dividend", dividend="additions")
    pay_all(office, policy, date(2022, 3, 3))
    office.do("premium.grant_dividend", policy)
    async with console("premium", size=(120, 90)) as play:
        play.app.open_policy(numbers.parse(policy).id, policy)
        text = await play.until("Of it paid-up additions")
        for said in (
            r"Dividends  +paid-up additions",
            r"Kind  +paid-up addition",
            r"Of it paid-up additions  +40\.90",
            r"Accumulated dividends  +48\.42",
            r"2022-03-03  +77\.97 paid-up additions",
            r"2021-03-03  +47\.01 left to accumulate",
        ):
            assert re.search(said, text), said


async def test_a_dividend_whose_rate_is_not_declared_is_said_to_wait(console: Opening, office: Company) -> None:
    policy = office.policy("WP20", dividend="cash")
    pay_all(office, policy, date(2027, 3, 3))
    async with console("premium") as play:
        play.app.open_policy(numbers.parse(policy).id, policy)
        await play.until("policy year 1 waits: no rate is declared for 2027 yet")
