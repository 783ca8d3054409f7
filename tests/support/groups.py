"""A group at work in tests: an employer and its members, keyed, in force, changed."""

from datetime import date
from typing import Any

from ops_console.base.money import Fen
from ops_console.rules import credit_code, identity
from tests.support.company import Company

EMPLOYER_NAME = "上海和谐制造有限公司"
_CODE = "91310000MA1K00001"
EMPLOYER = _CODE + credit_code.check_character(_CODE)
EMPLOYER_ACCOUNT = "6222000000000051"
ORGANISATION: dict[str, Any] = {
    "applicant_name": EMPLOYER_NAME,
    "applicant_document": EMPLOYER,
    "applicant_document_kind": "credit_code",
    "applicant_birth": "2015-06-01",
    "applicant_phone": "02155550001",
    "applicant_address": "上海市浦东新区创新路8号",
    "papers": "application_form,identity_applicant,identity_insured,account_authority,member_list",
}
ZHANG = identity.make(310101, date(1990, 5, 1), "male", 41)
WU = identity.make(310101, date(1985, 8, 8), "female", 42)
ZHAO = identity.make(310101, date(1976, 1, 15), "male", 43)
SUN = identity.make(310101, date(1995, 11, 30), "female", 44)
MEMBERS = (f"张伟/{ZHANG}/ / /office/200000", f"吴芳/{WU}/ / /doctor/100000", f"赵强/{ZHAO}/ / /factory/300000")
"""On 2 March 2026 35, 40 and 50 years old, of class 1, 2 and 3."""
# CL1 35: 0.001111, CL2 40: 0.000692, CL1 50: 0.004249; classes 1.0, 1.1, 1.3; loads 25 %.
# 200,000 × 0.001111 / 0.75; 100,000 × 0.000692 × 1.1 / 0.75; 300,000 × 0.004249 × 1.3 / 0.75
PREMIUMS = [Fen.of_yuan(text) for text in ("296.27", "101.49", "2209.48")]
ALL = Fen.of_yuan("2607.24")
A_FOURTH = f"孙丽/{SUN}/ / /office/100000"


def group_received(company: Company, **values: Any) -> str:
    """Number of a group's application whose papers are complete."""
    number = company.received("GT01", **{**ORGANISATION, **values})
    company.do("counter.check_papers", number)
    return number


def group_keyed(company: Company, *members: str, **values: Any) -> str:
    """Number of a group's application, its members keyed."""
    number = group_received(company)
    given = {"applicant_document": EMPLOYER, "members_consent": True, "account_no": EMPLOYER_ACCOUNT}
    company.do("counter.key_group", number, **{**given, "members": list(members or MEMBERS), **values})
    return number


def group_policy(company: Company, *members: str) -> str:
    """Number of a group's policy in force from tomorrow."""
    number = group_keyed(company, *members)
    if company.case(number).state == "underwriting":
        company.do("underwriting.accept", number)
    return company.delivered_and_paid(number)
