"""What the screens say of a group: its organisation, its first members and how many there are, reasons by member."""

import re
from datetime import date

from ops_console.rules import identity, numbers
from tests.screens.conftest import Opening
from tests.support.company import Company
from tests.support.groups import EMPLOYER_NAME, MEMBERS, ZHAO, group_keyed, group_policy


async def test_a_groups_policy_shows_its_first_fifty_members(console: Opening, office: Company) -> None:
    more = [
        f"成员{no}/{identity.make(310101, date(1980, 1, 1 + no % 28), 'male', no)}/ / /office/10000" for no in range(58)
    ]
    policy = group_policy(office, *MEMBERS, *more)
    async with console("counter", size=(120, 160)) as play:
        play.app.open_policy(numbers.parse(policy).id, policy)
        text = await play.until("61 members", "11 more are found by name or document")
        assert re.search(r"1 张伟 +age 35, class 1: 200,000\.00, premium 296\.27", text)
        assert "50 成员46" in text
        assert "51 成员47" not in text
        assert re.search(rf"[Aa]pplicant +{EMPLOYER_NAME}", text)


async def test_an_underwriter_reads_the_reasons_by_member(console: Opening, office: Company) -> None:
    number = group_keyed(office, *MEMBERS[:2], f"赵强/{ZHAO}/ / /factory/400000")
    async with console("underwriting", size=(140, 90)) as play:
        await play.press("4")
        await play.until(number)
        text = await play.until("Members in all")
        assert re.search(r"3 赵强 +class 3: 400,000\.00, premium 2,945\.97", text)
        await play.press("enter", "right")
        assert re.search(rf"Name +{EMPLOYER_NAME}", await play.until("Founded"))
        await play.press(*["right"] * 7)
        await play.until("赵强: a sum of 400,000.00 is above the free cover limit of", "Standard instalment")
