"""Callbacks: inside the hesitation period, seven points, findings settled by somebody else."""

from datetime import date
from typing import Any

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.batch.follow_ups import CALLBACKS
from ops_console.data.tables import Call, Callback, CallbackFinding, Clerk, Clock, Endorsement, Referral, WorkItem
from ops_console.desk.entry import Actor
from ops_console.rules import numbers
from tests.support.company import AGENT, BRANCH, LI_MING, Company

SERVICE_RULES = "Basic Service Rules for Personal Insurance 2010"
OWN_PHONE = LI_MING["applicant_phone"]
LAST_DAY = date(2026, 3, 17)
"""Of the hesitation period: signed on 2 March 2026."""


def callback_of(company: Company, **values: Any) -> str:
    return company.opened_for(company.policy("WL20", **values), "callback").number


def record(company: Company, number: str, outcome: str = "reached", actor: Actor | None = None, **values: Any) -> Any:
    return company.do("callback.record_call", number, actor, outcome=outcome, **values)


def kept(company: Company, number: str) -> Callback:
    with company.store.read() as reader:
        return reader.need(Callback, numbers.parse(number).id)


def calls(company: Company, number: str) -> list[tuple[str, str]]:
    """Number called and outcome, in order."""
    with company.store.read() as reader:
        return [(one.phone, one.outcome) for one in reader.find(Call, case_id=numbers.parse(number).id)]


def findings(company: Company, number: str) -> dict[str, str]:
    """Kind of finding → number of its case."""
    with company.store.read() as reader:
        cases = reader.find(WorkItem, kind="finding", parent_id=numbers.parse(number).id)
        return {reader.need(CallbackFinding, case.id).kind: case.number for case in cases}


def other_clerk(company: Company) -> Actor:
    """Of the callback room; not the one who calls in these tests."""
    return company.clerk("callback", no=2)


def problems_of(error: pytest.ExceptionInfo[InputErrors]) -> list[str]:
    return [problem.field for problem in error.value.problems]


# -- when


def test_a_contract_longer_than_a_year_is_called_inside_the_hesitation_period(company: Company) -> None:
    case = company.opened_for(company.policy("WL20"), "callback")
    with company.store.read() as reader:
        clocks = {clock.standard: clock for clock in reader.find(Clock, case_id=case.id)}
    assert clocks["callback"].due == LAST_DAY
    assert clocks["callback_attempt"].due == date(2026, 3, 5)


def test_a_one_year_contract_is_not_called(company: Company) -> None:
    policy = company.policy("HC01")
    with pytest.raises(IndexError):
        company.opened_for(policy, "callback")


def test_a_call_is_arranged_within_the_hesitation_period_and_comes_first_on_its_day(company: Company) -> None:
    number = callback_of(company)
    record(company, number, "not_reached")
    assert company.case(number).due == LAST_DAY
    company.do("callback.arrange_call", number, day="2026-03-09", hours="18-20")
    assert company.case(number).due == date(2026, 3, 9)
    assert (kept(company, number).call_on, kept(company, number).call_hours) == (date(2026, 3, 9), "18:00-20:00")
    company.do("callback.arrange_call", number, day=LAST_DAY)
    with pytest.raises(Refused) as error:
        company.do("callback.arrange_call", number, day="2026-03-18")
    assert error.value.source == f"{SERVICE_RULES} art 15"
    assert company.case(number).due == LAST_DAY


def test_a_late_callback_is_arranged_for_today_only(company: Company) -> None:
    number = callback_of(company)
    company.move_to(date(2026, 3, 18))
    with pytest.raises(Refused):
        company.do("callback.arrange_call", number, day="2026-03-19")
    company.do("callback.arrange_call", number, day="2026-03-18")


@pytest.mark.parametrize("hours", ["8-10", "19-21", "20-18", "after six", "9", "8:59-10", "19-20:01", "25-26"])
def test_nobody_is_called_before_nine_or_after_eight(company: Company, hours: str) -> None:
    with pytest.raises(InputErrors) as error:
        company.do("callback.arrange_call", callback_of(company), day="2026-03-09", hours=hours)
    assert problems_of(error) == ["hours"]


def test_a_wish_is_for_one_call(company: Company) -> None:
    number = callback_of(company)
    record(company, number, "call_later", call_on="2026-03-05", call_hours="12-14")
    assert company.case(number).due == date(2026, 3, 5)
    company.move_to(date(2026, 3, 5))
    record(company, number, "not_reached")
    assert (kept(company, number).call_on, company.case(number).due) == (None, LAST_DAY)


# -- what is asked


def test_seven_times_yes_ends_it(company: Company) -> None:
    number = callback_of(company)
    assert record(company, number, all_yes=True).state == "closed"
    assert company.case(number).outcome == "confirmed"
    assert set(kept(company, number).points.values()) == {True}
    assert calls(company, number) == [(OWN_PHONE, "reached")]


def test_points_answered_are_kept_and_the_next_call_goes_on_with_the_rest(company: Company) -> None:
    number = callback_of(company)
    said = record(company, number, identity="yes", signed="yes", explained="yes", call_on="2026-03-06")
    assert said.state == "to_call"
    assert "4, 5, 6, 7" in said.messages[0]
    assert kept(company, number).points == {"identity": True, "signed": True, "explained": True}
    rest = record(company, number, cover="yes", surrender_loss="yes", hesitation="yes", premium_term="yes")
    assert (rest.state, company.case(number).outcome) == ("closed", "confirmed")


def test_an_answer_given_before_stays(company: Company) -> None:
    number = callback_of(company)
    record(company, number, identity="yes", signed="yes")
    with pytest.raises(InputErrors) as error:
        record(company, number, signed="no", explained="yes", finding="否认签名")
    assert problems_of(error) == ["signed"]


def test_a_no_needs_words_and_opens_a_finding(company: Company) -> None:
    number = callback_of(company)
    with pytest.raises(InputErrors) as error:
        record(company, number, all_yes=True, surrender_loss="no")
    assert problems_of(error) == ["finding"]
    record(company, number, all_yes=True, surrender_loss="no", finding="以为随时可全额退保")
    assert (company.case(number).state, company.case(number).outcome) == ("closed", "finding")
    finding = company.opened_for(number, "finding")
    assert (finding.state, finding.due) == ("open", date(2026, 3, 23)), "15 working days"
    letter = company.letters(number)[-1]
    assert (letter.kind, letter.values["case"], letter.values["due"]) == (
        "callback_finding",
        finding.number,
        "2026-03-23",
    )


def test_each_kind_of_finding_is_a_case_of_its_own_and_one_letter_names_them_all(company: Company) -> None:
    """Points 4 and 5 are one kind: not understood."""
    number = callback_of(company)
    record(
        company, number, all_yes=True, signed="no", cover="no", surrender_loss="no", cancels=True, finding="业务员代签"
    )
    found = findings(company, number)
    assert set(found) == {"not_signed", "not_understood", "wants_cancellation"}
    [letter] = company.letters(number)
    assert all(case in letter.values["case"] for case in found.values())


def test_a_finding_is_opened_once_while_the_callback_goes_on(company: Company) -> None:
    number = callback_of(company)
    record(company, number, identity="yes", signed="no", finding="代签")
    assert company.case(number).state == "to_call"
    record(company, number, all_yes=True, signed="no")
    assert list(findings(company, number)) == ["not_signed"]
    assert company.case(number).outcome == "finding"


def test_somebody_else_on_the_line_answers_nothing_and_the_applicant_is_called_again(company: Company) -> None:
    number = callback_of(company)
    with pytest.raises(InputErrors) as error:
        record(company, number, all_yes=True, identity="no", finding="女儿接听")
    assert problems_of(error) == ["identity"]
    record(company, number, identity="no", finding="女儿冒充本人")
    assert (company.case(number).state, list(findings(company, number))) == ("to_call", ["not_identity"])
    assert record(company, number, all_yes=True).state == "closed"
    assert company.case(number).outcome == "finding"


@pytest.mark.parametrize(
    ("outcome", "values", "wrong"),
    [
        ("reached", {}, ["all_yes"]),
        ("busy", {"all_yes": True}, ["outcome"]),
        ("not_reached", {"cancels": True, "finding": "x"}, ["outcome"]),
        ("call_later", {}, ["call_on"]),
        ("refused", {}, ["note"]),
        ("not_reached", {"call_hours": "18-20"}, ["call_on"]),
        ("reached", {"all_yes": True, "call_on": "2026-03-05"}, ["call_on"]),
        ("reached", {"contact_wrong": True}, ["finding"]),
    ],
)
def test_what_does_not_fit_together_is_said_at_its_field(
    company: Company, outcome: str, values: dict[str, Any], wrong: list[str]
) -> None:
    number = callback_of(company)
    with pytest.raises(InputErrors) as error:
        record(company, number, outcome, **values)
    assert problems_of(error) == wrong
    assert calls(company, number) == []


# -- which number


def test_numbers_are_tried_in_turn_and_a_wrong_one_is_not_called_again(company: Company) -> None:
    number = callback_of(company)
    company.do("callback.add_phone", number, phone="021-6321 0000")
    for outcome in ("not_reached", "busy", "wrong_number", "not_reached"):
        record(company, number, outcome)
    assert calls(company, number) == [
        (OWN_PHONE, "not_reached"),
        ("021-6321 0000", "busy"),
        (OWN_PHONE, "wrong_number"),
        ("021-6321 0000", "not_reached"),
    ]
    with pytest.raises(InputErrors) as error:
        record(company, number, "busy", phone=OWN_PHONE)
    assert problems_of(error) == ["phone"]
    with pytest.raises(InputErrors):
        company.do("callback.add_phone", number, phone=OWN_PHONE)


def test_a_number_typed_for_a_call_is_kept(company: Company) -> None:
    number = callback_of(company)
    record(company, number, "busy", phone="13912345678")
    assert kept(company, number).other_phone == "13912345678"


def test_without_a_right_number_the_applicant_is_written_to_and_a_number_must_be_typed(company: Company) -> None:
    number = callback_of(company)
    record(company, number, "wrong_number")
    assert [letter.kind for letter in company.letters(number)] == ["callback_missed"]
    with pytest.raises(InputErrors) as error:
        record(company, number, "busy")
    assert problems_of(error) == ["phone"]
    record(company, number, phone="13912345678", all_yes=True)
    assert company.case(number).state == "closed"


# -- nobody reached


def test_who_is_not_reached_is_called_again_and_written_to_once_after_three_attempts(company: Company) -> None:
    number = callback_of(company)
    for attempt, outcome in enumerate(("not_reached", "busy", "not_reached", "not_reached"), 1):
        assert record(company, number, outcome).state == "to_call"
        assert len(company.letters(number)) == (attempt >= 3)
    assert kept(company, number).attempts == 4
    assert company.letters(number)[0].values["attempts"] == 3


def test_who_was_spoken_to_was_reached(company: Company) -> None:
    number = callback_of(company)
    record(company, number, "not_reached")
    record(company, number, "call_later", call_on="2026-03-04")
    record(company, number, "not_reached")
    assert company.letters(number) == []


def test_who_answers_no_questions_is_a_supervisors_case(company: Company) -> None:
    number = callback_of(company)
    record(company, number, "refused", note="不愿接受回访")
    case = company.case(number)
    assert (case.state, case.referred_to, case.priority) == ("to_call", "supervisor", 1)
    record(company, number, all_yes=True)
    assert company.case(number).referred_to is None
    with company.store.read() as reader:
        assert [one.state for one in reader.find(Referral, case_id=case.id)] == ["decided"]


def test_a_callback_is_escalated_from_three_working_days_before_its_last_on(company: Company) -> None:
    """Due on Tuesday 17 March: from Thursday the 12th on."""
    number = callback_of(company)
    company.move_to(date(2026, 3, 11))
    with pytest.raises(Refused) as error:
        company.do("callback.escalate", number)
    assert error.value.source == "company default"
    company.move_to(date(2026, 3, 12))
    company.do("callback.escalate", number)
    assert kept(company, number).escalated_on == date(2026, 3, 12)
    assert [letter.kind for letter in company.letters(number)] == ["callback_missed"]
    with pytest.raises(Refused):
        company.do("callback.escalate", number)


# -- what was found


def found(company: Company, **values: Any) -> str:
    """Number of the finding of a call by the first clerk of the room."""
    number = callback_of(company)
    given = {"all_yes": True, "finding": "客户说明", **values}
    return str(record(company, number, "reached", company.clerk("callback"), **given).opened[0])


def settle(company: Company, number: str, how: str = "explained", actor: Actor | None = None, **values: Any) -> Any:
    given = {"settlement": "已向客户说明", **values}
    return company.do("callback.settle_finding", number, actor or other_clerk(company), how=how, **given)


def test_a_finding_is_settled_and_the_applicant_told(company: Company) -> None:
    finding = found(company, explained="no")
    assert settle(company, finding).state == "closed"
    assert [letter.kind for letter in company.letters(finding)] == ["finding_settled"]
    with company.store.read() as reader:
        row = reader.need(CallbackFinding, numbers.parse(finding).id)
    assert (row.kind, row.settled_how, row.settled_by) == ("not_explained", "explained", "callback-clerk-2-101")


def test_the_seller_does_not_settle_the_finding(company: Company) -> None:
    finding, seller = found(company, signed="no"), other_clerk(company)
    with company.store.write() as tx:
        tx.update(Clerk, {"id": seller.clerk_id}, {"login": AGENT})
    with pytest.raises(Refused) as error:
        settle(company, finding, actor=seller)
    assert error.value.source == f"{SERVICE_RULES} art 18"


def test_who_called_does_not_settle_what_the_call_found(company: Company) -> None:
    finding = found(company, signed="no")
    with pytest.raises(NotAllowed) as error:
        settle(company, finding, actor=company.clerk("callback"))
    assert error.value.code == "own_call"


def request_of(company: Company, finding: str) -> tuple[WorkItem, int]:
    """The preservation request a finding has led to, and its item."""
    case = company.opened_for(finding, "endorsement")
    with company.store.read() as reader:
        return case, reader.need(Endorsement, case.id).item


def test_wrong_contact_data_lead_to_a_change_of_contact(company: Company) -> None:
    finding = found(company, contact_wrong=True)
    settle(company, finding, "corrected")
    case, item = request_of(company, finding)
    assert (case.state, item) == ("received", 3)


def test_any_other_correction_names_its_item(company: Company) -> None:
    finding = found(company, premium_term="no")
    with pytest.raises(InputErrors) as error:
        settle(company, finding, "corrected")
    assert problems_of(error) == ["item"]


def test_a_wish_to_cancel_counts_from_the_day_it_was_said(company: Company) -> None:
    """Said on the last day of the hesitation period, settled a week later: still within it."""
    number = callback_of(company)
    company.move_to(LAST_DAY)
    caller = company.clerk("callback")
    [finding] = record(company, number, "reached", caller, all_yes=True, cancels=True, finding="不想要了").opened
    company.move_to(date(2026, 3, 24))
    settle(company, finding, "cancelled")
    case, item = request_of(company, finding)
    assert (case.received, item) == (LAST_DAY, 33)
    cancelled = company.do("preservation.cancel_in_hesitation", case.number, account_no="6222000000000001")
    assert cancelled.state in ("closed", "review")


def test_a_wish_to_cancel_said_after_the_hesitation_period_is_a_surrender(company: Company) -> None:
    number = callback_of(company)
    company.move_to(date(2026, 3, 18))
    caller = company.clerk("callback")
    [finding] = record(company, number, "reached", caller, all_yes=True, cancels=True, finding="不想要了").opened
    with pytest.raises(Refused) as error:
        settle(company, finding, "cancelled")
    assert error.value.code == "hesitation_over"


# -- the run


def test_the_run_escalates_each_callback_once_three_working_days_before_its_last(company: Company) -> None:
    """Due on Tuesday 17 March: on Thursday the 12th. One that was made is nobody's business any more."""
    waits, made = callback_of(company), callback_of(company)
    record(company, made, all_yes=True)
    caller = company.clerk("callback")
    done = []
    for day in (11, 12, 12, 16, 18):
        company.move_to(date(2026, 3, day))
        done.append(CALLBACKS.run(company.store, caller, company.today, BRANCH).total.rows)
    assert done == [0, 1, 0, 0, 0]
    case = company.case(waits)
    assert (case.referred_to, case.priority, case.assignee_id) == ("supervisor", 1, None)
    assert [letter.kind for letter in company.letters(waits)] == ["callback_missed"]
    assert company.case(made).referred_to is None
