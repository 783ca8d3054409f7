"""What only those who decide on it may read: in what is shown of a case, and in its events."""

import json
from datetime import date

import pytest

from ops_console.base.problems import InputErrors
from ops_console.data.catalog_rows import catalog_of, store_catalog
from ops_console.data.queries.case_read import case_look
from ops_console.data.queries.history import history_of, masked
from ops_console.data.queries.policy_look import policy_look
from ops_console.data.store import Store
from ops_console.data.tables import StoreState
from ops_console.desk.offering import proposed
from ops_console.desk.operations import OPERATIONS
from ops_console.rules import numbers
from tests.support.claims import WIFE, WIFE_ACCOUNT, WIFE_NAME, WIFE_TAKES_ALL, approve, assess, claim, with_papers
from tests.support.company import Company


def test_why_a_benefit_is_refused_is_for_those_who_decide_on_claims(company: Company) -> None:
    company.policy("HC01")
    company.move_to(company.catalog.calendar.add_working_days(company.today, 10).day)
    number = with_papers(company, "hospital")
    assess(company, number, days=5, payees="")
    with company.store.read() as reader:
        (told,) = case_look(reader, company.case(number).id, confidential=True, accounts=False).benefits
        withheld = case_look(reader, company.case(number).id, confidential=False, accounts=False)
    assert (told.reason, bool(told.why)) == ("waiting", True)
    assert [(one.reason, one.article, one.why) for one in withheld.benefits] == [("", "", {})]
    assert withheld.withheld
    assert {"cause", "course"}.isdisjoint(name for name, _value in withheld.own)


def test_what_an_examination_found_is_for_underwriting(company: Company) -> None:
    number = company.keyed("WL20", sum_assured="3000000", income="2000000", smoker=True)
    company.do("underwriting.order_examination", number, examination="routine", hospital="central")
    company.do("underwriting.record_examination", number, outcome="abnormal", report="high blood pressure", points=50)
    with company.store.read() as reader:
        case_id = company.case(number).id
        looks = [case_look(reader, case_id, confidential=one, accounts=False).tasks for one in (True, False)]
    assert [[task.outcome for task in tasks] for tasks in looks] == [["abnormal"], [None]]
    assert "abnormal" not in str(company.events(number)[-1].data)


def test_how_disabled_somebody_is_is_for_those_who_decide_on_claims(company: Company) -> None:
    company.policy("EN15")
    company.move_to(date(2026, 6, 1))
    number = with_papers(company, "disability")
    assess(company, number, cause="accident", grade="4", payees="")
    with company.store.read() as reader:
        withheld = case_look(reader, company.case(number).id, confidential=False, accounts=False)
    assert "disability_degree" not in dict(withheld.own)
    event = next(one for one in company.events(number) if one.operation == "claims.assess")
    assert "700" not in str([one for one in event.data["changes"] if one["table"] == "claim"])
    assert "grade" not in event.data["input"]


def test_a_medical_reason_goes_to_the_applicant_and_not_into_the_event(company: Company) -> None:
    number = company.keyed(smoker=True, weight_kg=130)
    company.do("underwriting.decline", number, reason="serious illness")
    assert company.letters(number)[-1].values["reasons"] == "serious illness"
    assert all("serious illness" not in str(event.data) for event in company.events(number))


def test_what_was_typed_for_a_referral_is_there_for_who_decides_and_nobody_else(company: Company) -> None:
    number = company.keyed("WL20", sum_assured="3000000", income="2000000", smoker=True)
    clerk, superior = company.clerk("underwriting"), company.clerk("underwriting", "head_office")
    other = company.clerk("counter")
    typed = {"em_points": "75", "reason": "serious illness"}
    assert company.do("underwriting.load", number, clerk, **typed).referred_to is not None
    case, load = company.case(number), OPERATIONS["underwriting.load"]
    with company.store.read() as reader:
        assert proposed(reader, load, superior, case) == {"em_points": 75, "reason": "serious illness"}
        assert proposed(reader, load, other, case) == {"em_points": 75}
        assert proposed(reader, OPERATIONS["underwriting.decline"], superior, case) == {}
    assert all("serious illness" not in str(event.data) for event in company.events(number))
    assert company.do("underwriting.load", number, superior, **typed).referred_to is None
    with company.store.read() as reader:
        assert proposed(reader, load, superior, company.case(number)) == {}


@pytest.mark.both_engines
def test_the_account_of_a_payee_is_shown_whole_to_who_pays_and_by_its_last_digits_to_all_others(
    company: Company,
) -> None:
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_by(5)
    number = with_papers(company, "death")
    assess(company, number)
    (payment,) = approve(company, number).opened
    with company.store.read() as reader:
        looks = [case_look(reader, company.case(one).id, confidential=True, accounts=True) for one in (number, payment)]
        others = case_look(reader, company.case(payment).id, confidential=True, accounts=False)
        told = json.dumps([event.data for event in history_of(reader, case_id=company.case(number).id)])
    assert dict(looks[0].own)["payees"][0]["account_no"] == "****0021"
    assert dict(looks[1].own)["account_no"] == WIFE_ACCOUNT
    assert dict(others.own)["account_no"] == "****0021"
    assert WIFE_ACCOUNT not in told
    assert "****0021" in told
    assert "****0021" in str(company.letters(number)[-1].values)


def test_money_goes_to_the_payees_own_account_only(company: Company) -> None:
    company.policy("WL20", **WIFE_TAKES_ALL)
    company.move_by(5)
    number = with_papers(company, "death")
    for account, fault in (("ICBC 6222000000000021 李雷", "李雷"), ("1234", "typed like")):
        with pytest.raises(InputErrors) as errors:
            assess(company, number, payees=f"{WIFE}/{account}")
        assert fault in errors.value.problems[0].message
    assess(company, number, payees=f"{WIFE}/工商银行 6222 0000 0000 0021 {WIFE_NAME}")
    assert claim(company, number).payees[0]["account_no"] == f"工商银行 {WIFE_ACCOUNT} {WIFE_NAME}"


def test_a_passport_is_masked_where_people_are_typed_in_lines() -> None:
    typed = {
        "insured": "G12345678",
        "beneficiaries": ("王丽/G12345678/spouse/1/100",),
        "heirs": ["王丽/G12345678/spouse/6222000000000021"],
        "payees": ["G12345678/6222000000000021"],
    }
    assert masked(typed) == {
        "insured": "G12**5678",
        "beneficiaries": ["王丽/G12**5678/spouse/1/100"],
        "heirs": ["王丽/G12**5678/spouse/****0021"],
        "payees": ["G12**5678/****0021"],
    }


def test_a_cover_whose_product_is_off_sale_still_counts_on_the_life(company: Company) -> None:
    company.policy("TM20")
    _take_off_sale(company.store, "TM20")
    number = company.keyed("WL20", sum_assured="600000")
    trial = company.trial("underwriting.accept", number)
    assert trial.plan.measures["sum_at_risk"] == 90_000_000


def _take_off_sale(store: Store, product: str) -> None:
    with store.write() as tx:
        rows = catalog_of(tx, 1).rows
        kept = [row for row in rows if row.code != product and row.body.get("product") != product]
        store_catalog(tx, kept, 2)
        tx.update(StoreState, {"id": 1}, {"catalog_version": 2})


@pytest.mark.both_engines
def test_extra_mortality_is_shown_to_those_who_decide_on_it(company: Company) -> None:
    number = company.keyed(smoker=True)
    company.do("underwriting.load", number, em_points=75, reason="smokes")
    company.do("counter.accept_terms", number, signed_on=company.today)
    policy = company.delivered_and_paid(number)
    with company.store.read() as reader:
        policy_id, case_id = numbers.parse(policy).id, company.case(number).id
        looks = [policy_look(reader, policy_id, confidential=one).coverages[0].em_points for one in (True, False)]
        own = [dict(case_look(reader, case_id, confidential=one, accounts=False).own) for one in (True, False)]
    assert looks == [75, None]
    assert (own[0]["em_points"], "em_points" in own[1]) == (75, False)
    with company.store.read() as reader:
        loaded = next(one for one in history_of(reader, case_id=case_id) if one.operation == "underwriting.load")
    assert loaded.data["input"]["em_points"] == loaded.data["measures"]["extra_mortality"] == "*"
    assert "75" not in str(loaded.data["changes"])
