"""The lists behind F4 that know whom and what they are asked about."""

from ops_console.base.i18n import use_language
from ops_console.desk.forms import fields_of
from ops_console.desk.operations import OPERATIONS
from ops_console.rules.numbers import HEAD_OFFICE
from ops_console.screens.backend import input_fields
from ops_console.screens.lists import listed
from ops_console.screens.session import Session, open_session
from tests.support.company import BRANCH, Company


def session_of(office: Company, duty: str) -> Session:
    session = open_session(office.store.url, office.clerk(duty).clerk_id)
    assert session is not None
    return session


def test_who_hands_in_is_chosen_among_the_collectors_of_the_branch_with_their_grade(office: Company) -> None:
    office.clerk("premium"), office.clerk("service"), office.clerk("collector", "supervisor")
    office.clerk("collector", branch=HEAD_OFFICE)
    left = f"collector-clerk-2-{BRANCH}"
    office.clerk("collector", no=2)
    office.do("premium.issue_receipt_book", None, office.clerk("premium"), clerk=left, receipts=4)
    office.do("administration.lock_clerk", None, clerk=left, locked=True)
    session = session_of(office, "premium")
    with use_language("zh"):
        for operation in ("premium.hand_in", "premium.issue_receipt_book"):
            found = listed(session, input_fields(operation)["clerk"], "")
            assert [one.value for one in found] == [left, f"collector-supervisor-1-{BRANCH}"], operation
            assert "supervisor 1  主管" in found[1].text


def test_a_receipt_is_chosen_among_those_of_the_policy(office: Company) -> None:
    policy, other = office.policy("WL20"), office.policy("HC01")
    office.do("premium.collect", policy, amount="300", method="cash")
    office.do("premium.collect", other, amount="400", method="cash")
    session = session_of(office, "premium")
    for operation in ("premium.return_collection", "premium.issue_invoice", "premium.print_receipt"):
        [spec] = [one for one in fields_of(OPERATIONS[operation].form) if one.name == "receipt"]
        newest, first = listed(session, spec, "", policy)
        assert "300.00  cash" in newest.text
        assert "first premium" in first.text
        assert int(newest.value) > int(first.value)
        assert listed(session, spec, "", None) == ()
        assert listed(session, spec, "", "rubbish") == ()
