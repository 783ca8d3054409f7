"""Group term life: an organisation applies, its members are keyed, priced, looked at and insured one by one."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Claim, Party, WorkItem
from ops_console.rules import identity, numbers
from tests.support.company import AGENT, LI_MING, Company
from tests.support.groups import (
    ALL,
    EMPLOYER,
    EMPLOYER_ACCOUNT,
    EMPLOYER_NAME,
    MEMBERS,
    ORGANISATION,
    PREMIUMS,
    WU,
    ZHANG,
    ZHAO,
    group_keyed,
    group_policy,
    group_received,
)
from tests.support.policies import position

RIGHT = {"applicant_document": EMPLOYER, "members_consent": True, "account_no": EMPLOYER_ACCOUNT}


def keyed(company: Company, *members: str, **values: Any) -> Any:
    """What comes of keying these members besides two who are right."""
    return company.do("counter.key_group", group_received(company), members=[*MEMBERS[:2], *members], **RIGHT | values)


def told(company: Company, operation: str, number: str, **values: Any) -> list[str]:
    """What is wrong with what was typed."""
    with pytest.raises(InputErrors) as error:
        company.do(operation, number, **values)
    return [problem.message for problem in error.value.problems]


def test_each_member_has_an_own_sum_priced_by_age_and_class(company: Company) -> None:
    policy = group_policy(company)
    stands = position(company, policy)
    assert [(one.kind, one.entry_age, one.occupation_class, one.premium) for one in stands.coverages] == [
        ("member", 35, 1, PREMIUMS[0]),
        ("member", 40, 2, PREMIUMS[1]),
        ("member", 50, 3, PREMIUMS[2]),
    ]
    assert (stands.terms.premium, stands.current_billing.premium) == (ALL, ALL)
    roles = [(one.role, one.no, one.relation) for one in stands.roles]
    assert roles == [("applicant", 1, "self"), *(("insured", no, "employee") for no in (1, 2, 3))]
    with company.store.read() as reader:
        employer = reader.need(Party, stands.applicant_id)
        assert reader.count(WorkItem, kind="callback") == 0
    assert (employer.sex, employer.birth, employer.document_kind) == ("", date(2015, 6, 1), "credit_code")
    [schedule] = [letter for letter in company.letters(policy) if letter.kind == "group_schedule"]
    assert schedule.values["members"][0] == "张伟: 200,000.00, 296.27"


@pytest.mark.parametrize(
    ("product", "applicant"),
    [("GT01", LI_MING), ("WL20", ORGANISATION)],
)
def test_a_group_is_insured_by_its_organisation_and_nothing_else_is(
    company: Company, product: str, applicant: dict[str, Any]
) -> None:
    with pytest.raises(InputErrors) as error:
        company.received(product, **applicant)
    assert [problem.field for problem in error.value.problems] == ["applicant_document_kind"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"applicant_document": EMPLOYER[:-1] + "X"}, "applicant_document"),
        ({"applicant_birth": ""}, "applicant_birth"),
        ({"applicant_sex": "male"}, "applicant_sex"),
    ],
)
def test_what_is_wrong_with_an_organisation_is_told_at_reception(
    company: Company, values: dict[str, str], field: str
) -> None:
    with pytest.raises(InputErrors) as error:
        group_received(company, **values)
    assert [problem.field for problem in error.value.problems] == [field]


FAULTS = {
    f"赵强/{ZHAO[:-1]}1/ / /factory/300000": "the check character does not fit",
    f"赵强/{ZHAO}/ / /stunt/300000": "Insured are the occupation classes 1, 2, 3, 4, 5",
    f"赵强/{ZHAO}/ / /clown/300000": "one of: builder",
    f"赵强/{ZHAO}/ / /factory/305000": "Sums go in steps of 10,000.00 CNY",
    f"赵强/{ZHAO}/ / /factory/3,0": "type it without the comma",
    f"赵强/{ZHAO}/ /1976-01-16/factory/300000": "born on 1976-01-15",
    f"赵强/{ZHAO}/女/ /factory/300000": "other sex",
    "赵强/E12345678/ / /factory/300000": "is needed, as the document is no resident identity card",
    f"老人/{identity.make(310101, date(1950, 1, 1), 'male', 9)}/ / /office/300000": "Entry ages are 18-64",
    f"张伟/{ZHANG}/ / /office/100000": "stands on the list twice, first as number 1",
    f"{EMPLOYER_NAME}/{EMPLOYER}/ / /office/100000": "this document is of another kind",
    f"赵强/{ZHAO}/office/100000": "typed as name/document/sex/birth/occupation/sum",
}
"""What stands for the third member, and what is said of it."""


def test_every_fault_of_a_member_is_told_by_the_members_place(company: Company) -> None:
    for line, said in FAULTS.items():
        with pytest.raises(InputErrors) as error:
            keyed(company, line)
        told = [problem for problem in error.value.problems if said.lower() in problem.message.lower()]
        assert [(one.field, one.line) for one in told[:1]] == [("members", 3)], (line, error.value.problems)


def test_what_a_group_lacks_is_refused_by_name_of_the_law(company: Company) -> None:
    number = group_received(company)
    two, three = {**RIGHT, "members": [*MEMBERS[:2]]}, {**RIGHT, "members": [*MEMBERS]}
    assert told(company, "counter.key_group", number, **two) == ["a group has at least 3 members"]
    other = three | {"applicant_document": "91350100M000100Y43", "account_no": ""}
    assert told(company, "counter.key_group", number, **other) == [
        "differs from the number taken at the counter",
        "is needed, to be debited",
    ]
    with pytest.raises(Refused) as refused:
        company.do("counter.key_group", number, **three | {"members_consent": False})
    assert refused.value.source == "Insurance Law art 34; Notice on group insurance 2015 art 3"
    with pytest.raises(Refused, match=r"keyed by counter\.key_group"):
        company.do("counter.key_application", number)
    person = company.received("TM20")
    company.do("counter.check_papers", person)
    with pytest.raises(Refused, match="of no group"):
        company.do("counter.key_group", person, **three)


def test_above_the_free_cover_limit_underwriting_sees_the_reasons_by_member_and_changes_them(company: Company) -> None:
    high = f"赵强/{ZHAO}/ / /factory/600000"
    number = group_keyed(company, MEMBERS[0], MEMBERS[1], high, f"钱进/{MAN}/ / /office/100000")
    assert company.case(number).state == "underwriting"
    found = company.application(number).findings
    assert [(one["rule"], one["values"]["name"]) for one in found] == [
        ("free_cover", "赵强"),
        ("member_at_risk", "赵强"),
    ]
    with pytest.raises(Refused, match="about one insured"):
        company.do("underwriting.load", number, em_points=50, reason="x")
    assert company.do("desk.reveal", number, purpose="medical report", person="赵强").messages == [f"赵强: {ZHAO}"]
    change, why = "underwriting.change_members", {"reason": "年龄"}
    assert told(company, change, number, lowered=f"{ZHAO}/600000", **why) == ["less than the 600,000.00 applied for"]
    stranger = {"left_out": LI_MING["applicant_document"]}
    assert told(company, change, number, **stranger, **why) == ["nobody of the group has this document"]
    assert told(company, change, number, left_out=f"{ZHAO},{WU}", **why) == ["a group has at least 3 members"]
    assert told(company, change, number, **why) == ["say who is offered less, or left out"]
    done = company.do("underwriting.change_members", number, lowered="3/300000", left_out=MAN, reason="年龄")
    assert done.state == "offered"
    company.do("counter.accept_terms", number, signed_on=company.today)
    policy = company.delivered_and_paid(number)
    assert [one.premium for one in position(company, policy).coverages] == PREMIUMS


def test_authority_is_measured_on_the_life_the_company_has_most_on(company: Company) -> None:
    company.policy("TM20", sum_assured="300000")
    number = group_keyed(company, *MEMBERS[:2], f"李明/{LI_MING['applicant_document']}/ / /office/400000")
    clerk = company.clerk("underwriting")
    assert company.do("underwriting.accept", number, clerk).referred_to == "senior"


def test_a_report_on_somebody_of_the_group_opens_a_claim_on_that_person(company: Company) -> None:
    policy = group_policy(company)
    company.move_to(date(2026, 9, 1))
    number = company.do(
        "counter.report_claim", insured=WU, event="death", event_date="2026-08-20", place="上海", reporter="家属"
    ).number
    assert number is not None
    company.do("claims.register", number)
    with company.store.read() as reader:
        claim = reader.need(Claim, numbers.parse(number).id)
        assert reader.need(Party, claim.insured_id).name == "吴芳"
    assert claim.estimate == 100_000_00
    with pytest.raises(Refused, match="died on 2026-08-20"):
        company.do("preservation.surrender", request_of(company, policy), account_no=EMPLOYER_ACCOUNT)


def request_of(company: Company, policy: str) -> str:
    number = company.do("counter.receive_request", policy, item=32).number
    assert number is not None
    return number


MAN = identity.make(310101, date(1988, 2, 2), "male", 46)


def test_a_member_who_applies_for_a_policy_of_their_own_is_then_on_record_with_telephone_and_address(
    company: Company,
) -> None:
    group_policy(company)
    given = {**LI_MING, "applicant_name": "张伟", "applicant_document": ZHANG}
    done = company.do("counter.receive_application", form_no="OWN-1", product="WL20", agent=AGENT, **given)
    assert not [one for one in done.messages if "another telephone" in one]
    with company.store.read() as reader:
        [member] = reader.find(Party, document_no=ZHANG)
    assert (member.phone, member.address) == (given["applicant_phone"], given["applicant_address"])


def test_the_death_of_a_member_the_day_before_cover_begins_is_registered_like_any_other(company: Company) -> None:
    group_policy(company)
    today = company.today.isoformat()
    done = company.do(
        "counter.report_claim", insured=WU, event="death", event_date=today, place="上海", reporter="家属"
    )
    number = str(done.number)
    company.do("claims.register", number)
    assert company.case(number).state == "registered"
