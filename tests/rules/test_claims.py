"""Is a claim paid, and how much? A table of cases, each with its article, and amounts computed by hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ops_console.base.money import Fen
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.claims.assessment import Assessment, propose
from ops_console.rules.claims.facts import (
    Breach,
    Cause,
    Contract,
    Debts,
    Disclosure,
    Event,
    EventKind,
    HospitalDays,
    Periods,
    Standing,
)
from ops_console.rules.claims.triggers import Report, triggers
from ops_console.rules.products.basis import PolicyTerms
from tests.rules.product_samples import HOSPITAL_CASH, WHOLE_LIFE

MADE = date(2020, 3, 5)
PERIODS = Periods(
    suicide_months=24,
    incontestable_months=24,
    rescission_days=30,
    early_months=24,
    investigated_from=Fen.of_yuan("200,000"),
)
LIFE = Contract(
    basis=WHOLE_LIFE,
    terms=PolicyTerms("male", 30, Fen.of_yuan("100,000"), 20, None),
    benefits=frozenset({"death"}),
    standing=Standing.IN_FORCE,
    concluded=MADE,
    commenced=date(2020, 3, 10),
    paid_to=date(2023, 3, 10),
    standard_paid=Fen.of_yuan("9,000"),
    premiums_paid=Fen.of_yuan("9,600"),
    cash_value=Fen.of_yuan("3,000"),
)
HOSPITAL = Contract(
    basis=HOSPITAL_CASH,
    terms=PolicyTerms("female", 30, Fen.of_yuan("200"), 1, 1),
    benefits=frozenset({"hospital"}),
    standing=Standing.IN_FORCE,
    concluded=MADE,
    commenced=date(2020, 3, 10),
    paid_to=date(2021, 3, 10),
    waiting_days=30,
    hospital_days=HospitalDays(a_stay=90, a_year=180),
)
NOTHING_HIDDEN = Disclosure()


def death(day: date, cause: Cause = Cause.ILLNESS, without_capacity: bool = False, age: int = 32) -> Event:
    return Event(EventKind.DEATH, day, cause, age, without_capacity=without_capacity)


def stay(day: date, days: int, cause: Cause = Cause.ILLNESS) -> Event:
    return Event(EventKind.HOSPITAL, day, cause, 30, days)


def assessed(
    contract: Contract, event: Event, disclosure: Disclosure = NOTHING_HIDDEN, today: date | None = None
) -> Assessment:
    return propose(contract, event, disclosure, PERIODS, today or event.day)


DIED = date(2022, 11, 1)
LAPSED = replace(LIFE, standing=Standing.LAPSED, paid_to=date(2022, 3, 10))
REINSTATED = replace(LIFE, reinstated=date(2022, 6, 1))
YOUNG = replace(LIFE, paid_to=date(2021, 3, 10))


@pytest.mark.parametrize(
    ("contract", "event", "conclusion", "reason", "article", "net"),
    [
        # In force on the day?
        (LIFE, death(DIED), "pay", "covered", "cover clause of the contract", "100,000.00"),
        (LIFE, death(date(2020, 3, 9)), "not_liable", "not_begun", "Insurance Law art 13", "0.00"),
        (LIFE, death(date(2020, 3, 10)), "pay", "covered", "cover clause of the contract", "100,000.00"),
        (
            replace(LIFE, standing=Standing.ENDED),
            death(DIED),
            "not_liable",
            "ended",
            "cover clause of the contract",
            "0.00",
        ),
        # Lapsed: no benefit, but a death ends the contract, and its value is the customer's.
        (LAPSED, death(DIED), "not_liable", "lapsed", "Insurance Law art 36, 37", "3,000.00"),
        # Suicide within two years of the contract, or of reinstatement: the last day is included.
        (LIFE, death(date(2022, 3, 5), Cause.SUICIDE), "refuse", "suicide", "Insurance Law art 44", "3,000.00"),
        (LIFE, death(date(2022, 3, 6), Cause.SUICIDE), "pay", "suicide_after", "Insurance Law art 44", "100,000.00"),
        (REINSTATED, death(DIED, Cause.SUICIDE), "refuse", "suicide", "Insurance Law art 44", "3,000.00"),
        (
            REINSTATED,
            death(date(2024, 6, 2), Cause.SUICIDE),
            "pay",
            "suicide_after",
            "Insurance Law art 44",
            "100,000.00",
        ),
        (
            YOUNG,
            death(date(2020, 12, 1), Cause.SUICIDE, without_capacity=True),
            "pay",
            "suicide_incapable",
            "Insurance Law art 44",
            "100,000.00",
        ),
        (
            YOUNG,
            death(date(2020, 12, 1), Cause.SUICIDE, age=7),
            "pay",
            "suicide_incapable",
            "Insurance Law art 44",
            "100,000.00",
        ),
        # Crime, or killed by the applicant: cash value only when two years' premium have been paid.
        (LIFE, death(DIED, Cause.CRIME), "refuse", "crime", "Insurance Law art 45", "3,000.00"),
        (YOUNG, death(date(2021, 2, 1), Cause.CRIME), "refuse", "crime", "Insurance Law art 45", "0.00"),
        (LIFE, death(DIED, Cause.BY_APPLICANT), "refuse", "by_applicant", "Insurance Law art 43", "3,000.00"),
        (
            YOUNG,
            death(date(2021, 2, 1), Cause.BY_APPLICANT),
            "refuse",
            "by_applicant",
            "Insurance Law art 43",
            "0.00",
        ),
        # A beneficiary who kills loses the right; the benefit itself is due to the others.
        (LIFE, death(DIED, Cause.BY_BENEFICIARY), "pay", "covered", "cover clause of the contract", "100,000.00"),
        # Every policy of the insured is looked at; one that pays nothing for the event is not liable.
        (HOSPITAL, death(date(2020, 12, 1)), "not_liable", "no_benefit", "cover clause of the contract", "0.00"),
        (LIFE, stay(DIED, 5), "not_liable", "no_benefit", "cover clause of the contract", "0.00"),
        # Waiting period of 30 days from the first day of cover, 10 March: 8 April is the last day within it.
        (
            HOSPITAL,
            stay(date(2020, 4, 8), 5),
            "not_liable",
            "waiting",
            "Health Insurance Rules 2019; waiting clause of the contract",
            "0.00",
        ),
        (HOSPITAL, stay(date(2020, 4, 9), 5), "pay", "covered", "cover clause of the contract", "1,000.00"),
        (
            HOSPITAL,
            stay(date(2020, 3, 20), 5, Cause.ACCIDENT),
            "pay",
            "covered",
            "cover clause of the contract",
            "1,000.00",
        ),
    ],
)
def test_conclusion_reason_and_amount_of_a_benefit(
    contract: Contract, event: Event, conclusion: str, reason: str, article: str, net: str
) -> None:
    found = assessed(contract, event)
    assert (found.conclusion, found.reason, found.article, found.net.yuan()) == (conclusion, reason, article, net)
    assert found.why.result == found.net
    assert found.why.source == article


GRACE = replace(
    LIFE,
    paid_to=date(2022, 3, 10),
    owed_since=date(2022, 3, 10),
    grace_ends=date(2022, 5, 9),
    debts=Debts(premium_owed=Fen.of_yuan("3,200")),
)


def test_a_death_in_grace_is_paid_less_the_premium_owed() -> None:
    """Insurance Law art 36: 100,000 - 3,200; the last day of grace is included."""
    last_day = assessed(GRACE, death(date(2022, 5, 9)))
    assert (last_day.conclusion, last_day.reason, last_day.article) == ("pay", "in_grace", "Insurance Law art 36")
    assert last_day.deductions == {"premium_owed": Fen.of_yuan("3,200")}
    assert last_day.net.yuan() == "96,800.00"


def test_the_day_after_grace_the_contract_is_suspended_even_if_no_run_has_marked_it_yet() -> None:
    """Insurance Law art 36 and 37: no benefit; the cash value is refunded, the premium owed is not asked for."""
    day_after = assessed(GRACE, death(date(2022, 5, 10)))
    assert (day_after.conclusion, day_after.reason) == ("not_liable", "lapsed")
    assert (day_after.net.yuan(), day_after.deductions) == ("3,000.00", {})


def test_loans_and_their_interest_are_deducted_after_the_premium_owed() -> None:
    debts = Debts(*(Fen.of_yuan(text) for text in ("3,200", "25", "1,000", "10", "500")))
    found = assessed(replace(GRACE, debts=debts), death(date(2022, 5, 9)))
    assert found.deductions == {
        "premium_owed": Fen.of_yuan("3,200"),
        "loan_interest": Fen.of_yuan("25"),
        "loan_principal": Fen.of_yuan("1,000"),
        "apl_interest": Fen.of_yuan("10"),
        "apl_principal": Fen.of_yuan("500"),
    }
    assert found.net.yuan() == "95,265.00"


def test_cash_value_is_refunded_less_all_loans() -> None:
    debts = Debts(premium_owed=Fen(9), loan_interest=Fen.of_yuan("100"), loan_principal=Fen.of_yuan("2,800"))
    found = assessed(replace(LIFE, debts=debts), death(DIED, Cause.CRIME))
    assert found.deductions == {"loan_interest": Fen.of_yuan("100"), "loan_principal": Fen.of_yuan("2,800")}
    assert found.net.yuan() == "100.00"


def test_cash_value_that_loans_have_used_up_is_not_refunded() -> None:
    debts = Debts(loan_interest=Fen.of_yuan("100"), loan_principal=Fen.of_yuan("2,950"))
    found = assessed(replace(LIFE, debts=debts), death(DIED, Cause.CRIME))
    assert (found.refunds, found.deductions, found.net) == ({}, {}, 0)


def test_a_death_benefit_is_never_below_the_multiple_of_premiums_paid() -> None:
    """At 32 the multiple is 160 %: 70,000 of standard premium pay 112,000, above the sum of 100,000."""
    found = assessed(replace(LIFE, standard_paid=Fen.of_yuan("70,000")), death(DIED))
    assert found.benefit.yuan() == "112,000.00"


def test_premium_taken_for_instalments_due_after_the_death_is_given_back() -> None:
    found = assessed(replace(LIFE, paid_after=Fen.of_yuan("3,200")), death(DIED))
    assert found.refunds == {"premium_refund": Fen.of_yuan("3,200")}
    assert found.net.yuan() == "103,200.00"


@pytest.mark.parametrize(
    ("breach", "known", "today", "conclusion", "reason", "net"),
    [
        (Breach.INTENTIONAL, date(2022, 2, 1), date(2022, 3, 1), "refuse", "intentional", "0.00"),
        (Breach.NEGLIGENT, date(2022, 2, 1), date(2022, 3, 1), "refuse", "negligent", "9,600.00"),
        # The right to rescind dies 30 days after the insurer knows …
        (Breach.INTENTIONAL, date(2022, 2, 1), date(2022, 3, 3), "refuse", "intentional", "0.00"),
        (Breach.INTENTIONAL, date(2022, 2, 1), date(2022, 3, 4), "pay", "rescission_late", "100,000.00"),
        # … and two years after the contract was made, whatever was hidden.
        (Breach.INTENTIONAL, date(2022, 3, 1), date(2022, 3, 5), "refuse", "intentional", "0.00"),
        (Breach.INTENTIONAL, date(2022, 3, 1), date(2022, 3, 6), "pay", "incontestable", "100,000.00"),
    ],
)
def test_a_breach_of_disclosure_counts_only_while_the_contract_can_be_rescinded(
    breach: Breach, known: date, today: date, conclusion: str, reason: str, net: str
) -> None:
    """Insurance Law art 16."""
    found = assessed(LIFE, death(date(2022, 1, 20)), Disclosure(breach, known), today)
    assert (found.conclusion, found.reason, found.net.yuan()) == (conclusion, reason, net)
    assert found.article == "Insurance Law art 16"


@pytest.mark.parametrize(
    ("days", "used", "paid_days"),
    [(12, 0, 12), (90, 0, 90), (100, 0, 90), (40, 150, 30), (40, 180, 0), (5, 200, 0)],
)
def test_days_in_hospital_are_limited_by_stay_and_by_policy_year(days: int, used: int, paid_days: int) -> None:
    found = assessed(replace(HOSPITAL, days_used=used), stay(date(2020, 6, 1), days))
    assert found.net == Fen.of_yuan("200") * paid_days


@pytest.mark.parametrize(
    ("kind", "day", "reinstated", "estimate", "signals"),
    [
        (EventKind.DEATH, date(2022, 3, 5), None, "100,000", ("early",)),
        (EventKind.DEATH, date(2022, 3, 6), None, "199,999.99", ()),
        (EventKind.DEATH, date(2022, 3, 6), None, "200,000", ("amount",)),
        (EventKind.HOSPITAL, date(2021, 1, 1), None, "100", ()),
        (EventKind.DEATH, date(2023, 1, 1), date(2022, 6, 1), "250,000", ("reinstated", "amount")),
    ],
)
def test_signals_for_an_investigation(
    kind: EventKind, day: date, reinstated: date | None, estimate: str, signals: tuple[str, ...]
) -> None:
    found = triggers(Report(kind, day), [(MADE, reinstated)], Fen.of_yuan(estimate), PERIODS)
    assert found == signals


def test_a_listed_hospital_other_insurers_and_a_new_beneficiary_are_signals() -> None:
    day, periods = date(2023, 1, 1), replace(PERIODS, named_days=90)
    told = Report(EventKind.DEATH, day, "住院于康复北院", other_insurers=True, named=(date(2022, 10, 3),))
    found = triggers(told, [(MADE, None)], Fen(100), periods, ["康复北院"])
    assert found == ("hospital", "insurers", "named")
    earlier = replace(told, place="市中心医院", other_insurers=False, named=(date(2022, 10, 2), date(2023, 1, 2)))
    assert triggers(earlier, [(MADE, None)], Fen(100), periods, ["康复北院"]) == ()


@pytest.mark.parametrize(
    ("known", "is_life", "last_day"),
    [
        (date(2021, 3, 9), False, date(2023, 3, 9)),
        # Saturday 11 March 2023, and the National Day holiday of 2026.
        (date(2021, 3, 11), False, date(2023, 3, 13)),
        (date(2021, 10, 2), True, date(2026, 10, 8)),
    ],
)
def test_the_time_to_claim_that_ends_on_a_day_off_ends_on_the_next_working_day(
    known: date, is_life: bool, last_day: date
) -> None:
    """Insurance Law art 26, Civil Code art 203."""
    holiday = {date(2026, 10, day): False for day in range(1, 8)}
    periods = replace(PERIODS, calendar=WorkCalendar(holiday, date(2026, 12, 31)))
    contract = replace(LIFE, is_life=is_life)
    for claimed, refused in ((last_day, False), (last_day + timedelta(days=1), True)):
        event = replace(death(date(2021, 3, 8)), known=known, claimed=claimed)
        found = propose(contract, event, NOTHING_HIDDEN, periods, claimed)
        assert (found.reason == "limitation") is refused
