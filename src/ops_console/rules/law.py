"""What law fixes and a company may only make kinder to the customer: one table, each limit with its article.

Periods are in the unit the article uses: working days (wd), calendar days (d), months. Amounts are fen, interest is
basis points (2 % = 200), shares are per cent. The catalog is checked against it on loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Problem
from ops_console.rules.ages import MAJORITY
from ops_console.rules.sources import source_text

SERVICE_RULES = "Basic Service Rules for Personal Insurance 2010"
INSURANCE_LAW = "Insurance Law"
COMPLAINT_RULES = "Consumer Complaint Rules 2020"
CONDUCT_RULES = "Sales Conduct Rules 2023"
HEALTH_RULES = "Health Insurance Rules 2019"
MINORS_NOTICE = "Notice on death cover of minors 2015"
GROUP_NOTICE = "Notice on group insurance 2015"
ACTUARIAL_RULES = "Actuarial rules for ordinary personal insurance"
PRICING_NOTICE = "Notice on pricing interest, September 2025"
DESIGN_NOTICE = "Notice on product design of life insurers 2017"
LOAN_NOTICE = "regulator's cap on policy loans (article not verified)"


class Bound(StrEnum):
    """Which way a company may leave the limit."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class LegalUnit(StrEnum):
    """What a legal limit is counted in."""

    WORKING_DAYS = "wd"
    DAYS = "d"
    MONTHS = "months"
    FEN = "fen"
    BASIS_POINTS = "basis_points"
    PERCENT = "percent"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Limit:
    """One legal limit; ``label`` is an English text, translated when shown."""

    code: str
    label: str
    value: int
    unit: LegalUnit
    bound: Bound
    source: str

    def allows(self, value: int) -> bool:
        return value <= self.value if self.bound is Bound.AT_MOST else value >= self.value


WD, D, MONTHS = LegalUnit.WORKING_DAYS, LegalUnit.DAYS, LegalUnit.MONTHS
FEN, BP, PERCENT = LegalUnit.FEN, LegalUnit.BASIS_POINTS, LegalUnit.PERCENT
AT_MOST, AT_LEAST = Bound.AT_MOST, Bound.AT_LEAST

_TABLE = (
    # New business
    Limit("defective_application", N_("one list of what to mend"), 5, WD, AT_MOST, f"{SERVICE_RULES} art 10"),
    Limit("examination_notice", N_("applicant told of an examination"), 5, WD, AT_MOST, f"{SERVICE_RULES} art 11"),
    Limit("clean_application", N_("contract made and delivered"), 15, WD, AT_MOST, f"{SERVICE_RULES} art 11"),
    Limit("after_examination", N_("decided after the examination report"), 15, WD, AT_MOST, f"{SERVICE_RULES} art 12"),
    # The callback has to fall inside the hesitation period, and no contract may have a shorter one than this.
    Limit("callback", N_("callback inside the hesitation period"), 15, D, AT_MOST, f"{SERVICE_RULES} art 15"),
    Limit("finding", N_("a callback's finding settled"), 15, WD, AT_MOST, f"{SERVICE_RULES} art 18"),
    Limit(
        "hesitation", N_("hesitation period"), 15, D, AT_LEAST, f"{HEALTH_RULES}; company default for other products"
    ),
    # 保监发〔2015〕14号: when the contract is concluded.
    Limit(
        "group_members",
        N_("members of a group"),
        3,
        LegalUnit.PEOPLE,
        AT_LEAST,
        f"{GROUP_NOTICE} art 1",
    ),
    # Preservation
    Limit("preservation_accepted", N_("preservation application accepted"), 2, WD, AT_MOST, f"{SERVICE_RULES} art 19"),
    Limit("preservation_defect", N_("notice of a defective application"), 5, WD, AT_MOST, f"{SERVICE_RULES} art 19"),
    Limit("preservation_done", N_("preservation done"), 5, WD, AT_MOST, f"{SERVICE_RULES} art 20"),
    Limit("surrender_value", N_("surrender value paid"), 30, D, AT_MOST, f"{INSURANCE_LAW} art 47"),
    Limit(
        "third_party_drawing", N_("drawing by another that is told"), 100_000, FEN, AT_MOST, f"{SERVICE_RULES} art 17"
    ),
    Limit("loan_share", N_("policy loan, share of the cash value"), 80, PERCENT, AT_MOST, LOAN_NOTICE),
    Limit("loan_term", N_("policy loan, term"), 6, MONTHS, AT_MOST, LOAN_NOTICE),
    # Premium
    Limit("grace", N_("grace period"), 60, D, AT_LEAST, f"{INSURANCE_LAW} art 36"),
    Limit("lapse_notice", N_("lapse notice"), 10, WD, AT_MOST, f"{SERVICE_RULES} art 21"),
    Limit("reinstatement", N_("time to reinstate"), 24, MONTHS, AT_LEAST, f"{INSURANCE_LAW} art 37"),
    Limit("orphan_notice", N_("client told that the agent has left"), 30, D, AT_MOST, f"{CONDUCT_RULES} art 36"),
    # Claims
    Limit("claim_simple", N_("simple claim decided"), 5, WD, AT_MOST, f"{SERVICE_RULES} art 23"),
    Limit("claim_decision", N_("complex claim decided"), 30, D, AT_MOST, f"{INSURANCE_LAW} art 23"),
    Limit("refusal_notice", N_("refusal notice with reasons"), 3, D, AT_MOST, f"{INSURANCE_LAW} art 24"),
    Limit("payment", N_("benefit paid after agreement"), 10, D, AT_MOST, f"{INSURANCE_LAW} art 23"),
    Limit("advance_payment", N_("the certain part paid"), 60, D, AT_MOST, f"{INSURANCE_LAW} art 25"),
    Limit(
        "incontestability", N_("right to rescind after the contract"), 24, MONTHS, AT_MOST, f"{INSURANCE_LAW} art 16"
    ),
    Limit("rescission", N_("right to rescind after knowing"), 30, D, AT_MOST, f"{INSURANCE_LAW} art 16"),
    Limit("suicide", N_("suicide clause"), 24, MONTHS, AT_MOST, f"{INSURANCE_LAW} art 44"),
    Limit("waiting_period", N_("waiting period of a health cover"), 180, D, AT_MOST, HEALTH_RULES),
    Limit("limitation_life", N_("limitation of life claims"), 60, MONTHS, AT_LEAST, f"{INSURANCE_LAW} art 26"),
    Limit("limitation_other", N_("limitation of other claims"), 24, MONTHS, AT_LEAST, f"{INSURANCE_LAW} art 26"),
    # Complaints
    Limit("complaint", N_("complaint answered"), 15, D, AT_MOST, f"{COMPLAINT_RULES} art 18"),
    Limit("complaint_complex", N_("complex complaint answered"), 30, D, AT_MOST, f"{COMPLAINT_RULES} art 18"),
    Limit("complaint_extension", N_("complex complaint, extended"), 30, D, AT_MOST, f"{COMPLAINT_RULES} art 18"),
    Limit("complaint_review", N_("complaint review answered"), 30, D, AT_MOST, f"{COMPLAINT_RULES} art 20"),
    # Cover and values
    Limit("first_survival", N_("first survival benefit after the contract"), 60, MONTHS, AT_LEAST, DESIGN_NOTICE),
    Limit("minor_under_10", N_("death cover of a child under 10"), 20_000_000, FEN, AT_MOST, MINORS_NOTICE),
    Limit("minor_under_18", N_("death cover of a child of 10 to 17"), 50_000_000, FEN, AT_MOST, MINORS_NOTICE),
    Limit("pricing_interest", N_("pricing interest, ordinary"), 200, BP, AT_MOST, PRICING_NOTICE),
    Limit("participating_interest", N_("pricing interest, participating"), 175, BP, AT_MOST, PRICING_NOTICE),
    Limit("guaranteed_interest", N_("guaranteed interest of accounts"), 100, BP, AT_MOST, PRICING_NOTICE),
    Limit("reserve_margin", N_("interest of the value reserve over pricing"), 200, BP, AT_MOST, ACTUARIAL_RULES),
    Limit("participating_margin", N_("the same of participating covers"), 150, BP, AT_MOST, ACTUARIAL_RULES),
    Limit(
        "participating_margin_short",
        N_("the same of participating covers up to ten years"),
        100,
        BP,
        AT_MOST,
        ACTUARIAL_RULES,
    ),
    Limit("cash_value_k", N_("cash value factor k"), 80, PERCENT, AT_LEAST, ACTUARIAL_RULES),
    Limit("death_floor_18", N_("death benefit of premiums paid, 18 to 40"), 160, PERCENT, AT_LEAST, ACTUARIAL_RULES),
    Limit("death_floor_41", N_("death benefit of premiums paid, 41 to 60"), 140, PERCENT, AT_LEAST, ACTUARIAL_RULES),
    Limit("death_floor_61", N_("death benefit of premiums paid, from 61"), 120, PERCENT, AT_LEAST, ACTUARIAL_RULES),
)

UNIT_WORDS = {
    WD: N_("working days"),
    D: N_("days"),
    MONTHS: N_("months"),
    FEN: N_("fen"),
    BP: N_("basis points"),
    PERCENT: N_("per cent"),
    LegalUnit.PEOPLE: N_("people"),
}

LIMITS = {limit.code: limit for limit in _TABLE}


def check(code: str, value: int) -> Problem | None:
    """The problem when ``value``, in the limit's unit, is slacker than law allows. KeyError for a code there is not."""
    limit = LIMITS[code]
    if limit.allows(value):
        return None
    bound = _("at most") if limit.bound is Bound.AT_MOST else _("at least")
    message = _("{what}: {bound} {limit} {unit} by {source}").format(
        what=_(limit.label),
        bound=bound,
        limit=limit.value,
        unit=_(UNIT_WORDS[limit.unit]),
        source=source_text(limit.source),
    )
    return Problem(field=code, message=message, value=str(value))


def minor_death_cover(age: int) -> Limit | None:
    """The cap on all death cover of a child of that age last birthday; None for an adult."""
    if age < 10:
        return LIMITS["minor_under_10"]
    return LIMITS["minor_under_18"] if age < MAJORITY else None
