"""Claim situations and what must come of them, written by hand from the law and the claims manual before any rule was.

Each line: what happened → conclusion, what is paid in all (yuan), the article that decides. Six contracts, all made on
5 March 2020 with cover from 10 March 2020, the insured a man of 30 (the hospital cover: of 30, renewed once):

    life      100,000 for life on death or disability, 3,200 a year (200 of it extra for health) paid to 10 March 2023,
              cash value 3,000
    term      life insurance without any value: 300,000 for twenty years, paid to 10 March 2023
    illness   100,000 on a listed disease, 90 days of waiting, 14 days to survive; on death the premiums paid: 5,000
    hospital  200 a day, at most 90 days a stay and 180 a year, 30 days of waiting
    accident  100,000 on death by accident, a part of it by degree of disability, once in its year; renewed twice
    annuity   10,000 a year from the age of 60 on, reached on 10 March 2050; on a death before the premiums paid, 9,000,
              or the cash value where that is more: 8,500

`facts` names only what differs from an ordinary death by illness on 1 November 2022 at the age of 32, told of at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Situation:
    """`paid` in yuan, benefit and refunds less what is deducted."""

    what: str
    conclusion: str
    paid: str
    article: str
    facts: Mapping[str, Any]


def _of(what: str, conclusion: str, paid: str, article: str, **facts: Any) -> Situation:
    return Situation(what, conclusion, paid, article, facts)


CLAUSE = "cover clause of the contract"
EXCLUDED = "exclusion clause of the contract; Insurance Law art 17"
WAITING = "Health Insurance Rules 2019; waiting clause of the contract"


def _law(article: str) -> str:
    return f"Insurance Law art {article}"


SITUATIONS = (
    # In force on the day of the event (domain 6, before any payment; law 13, 36, 37).
    _of("death in force", "pay", "100,000.00", CLAUSE),
    _of("death the day before cover begins", "not_liable", "0.00", _law("13"), day=date(2020, 3, 9)),
    _of("death on the first day of cover", "pay", "100,000.00", CLAUSE, day=date(2020, 3, 10)),
    _of("death before the policy was issued", "not_liable", "0.00", _law("13"), standing="not_begun"),
    _of("death after the contract ended", "not_liable", "0.00", CLAUSE, standing="ended"),
    _of("death in the last year of a term", "pay", "300,000.00", CLAUSE, on="term", day=date(2040, 3, 9), age=50),
    _of("death after the term", "not_liable", "0.00", CLAUSE, on="term", day=date(2040, 3, 10), age=50),
    _of("death while suspended: only the cash value", "not_liable", "3,000.00", _law("36, 37"), standing="lapsed"),
    _of("stay in hospital while suspended", "not_liable", "0.00", _law("36, 37"), on="hospital", standing="lapsed"),
    # Grace: paid less the premium owed (36), on its last day too; the day after the contract is suspended.
    _of("death in grace", "pay", "96,800.00", _law("36"), day=date(2022, 4, 1), owed=("2022-03-10", "2022-05-09")),
    _of("on its first day", "pay", "96,800.00", _law("36"), day=date(2022, 3, 10), owed=("2022-03-10", "2022-05-09")),
    _of("on its last day", "pay", "96,800.00", _law("36"), day=date(2022, 5, 9), owed=("2022-03-10", "2022-05-09")),
    _of(
        "the day after",
        "not_liable",
        "3,000.00",
        _law("36, 37"),
        day=date(2022, 5, 10),
        owed=("2022-03-10", "2022-05-09"),
    ),
    # Loans and automatic premium loans with interest, premium owed: all deducted (domain 6).
    _of("a policy loan of 2,000 with 50 of interest", "pay", "97,950.00", CLAUSE, loan="2,000", interest="50"),
    _of("a premium loan of 3,200 with 80 of interest", "pay", "96,720.00", CLAUSE, apl="3,200", apl_interest="80"),
    _of(
        "grace and a loan at once",
        "pay",
        "94,750.00",
        _law("36"),
        day=date(2022, 4, 1),
        owed=("2022-03-10", "2022-05-09"),
        loan="2,000",
        interest="50",
    ),
    _of("suspended: value less the loan", "not_liable", "950.00", _law("36, 37"), standing="lapsed", loan="2,050"),
    _of("a loan that used up the value", "not_liable", "0.00", _law("36, 37"), standing="lapsed", loan="3,000"),
    # Suicide within two years of the contract or of reinstatement (44): the last day is 5 March 2022.
    _of("suicide on the last day", "refuse", "3,000.00", _law("44"), cause="suicide", day=date(2022, 3, 5)),
    _of("suicide the day after", "pay", "100,000.00", _law("44"), cause="suicide", day=date(2022, 3, 6)),
    _of("suicide after reinstatement", "refuse", "3,000.00", _law("44"), cause="suicide", reinstated=date(2022, 6, 1)),
    _of(
        "suicide two years after reinstatement",
        "refuse",
        "3,000.00",
        _law("44"),
        cause="suicide",
        reinstated=date(2022, 6, 1),
        day=date(2024, 6, 1),
    ),
    _of(
        "and a day",
        "pay",
        "100,000.00",
        _law("44"),
        cause="suicide",
        reinstated=date(2022, 6, 1),
        day=date(2024, 6, 2),
    ),
    _of(
        "suicide of a person without capacity",
        "pay",
        "100,000.00",
        _law("44"),
        cause="suicide",
        day=date(2021, 6, 1),
        without_capacity=True,
    ),
    _of("suicide of a child of seven", "pay", "100,000.00", _law("44"), cause="suicide", day=date(2021, 6, 1), age=7),
    _of("suicide at eight", "refuse", "3,000.00", _law("44"), cause="suicide", day=date(2021, 6, 1), age=8),
    # Intentional crime (45) and the applicant's own act (43): cash value once two years' premium are paid.
    _of("died resisting arrest", "refuse", "3,000.00", _law("45"), cause="crime"),
    _of("in the first year", "refuse", "0.00", _law("45"), cause="crime", paid_to=date(2021, 3, 10)),
    _of("killed by the applicant", "refuse", "3,000.00", _law("43"), cause="by_applicant"),
    _of("one year paid", "refuse", "0.00", _law("43"), cause="by_applicant", paid_to=date(2021, 3, 10)),
    _of("two years paid", "refuse", "3,000.00", _law("43"), cause="by_applicant", paid_to=date(2022, 3, 10)),
    _of("killed by a beneficiary: due to the others", "pay", "100,000.00", CLAUSE, cause="by_beneficiary"),
    # Disclosure (16): dies two years after the contract and thirty days after the insurer knew.
    _of(
        "hid an illness intentionally",
        "refuse",
        "0.00",
        _law("16"),
        breach="intentional",
        day=date(2021, 5, 1),
        breach_known=date(2021, 5, 20),
        decided=date(2021, 6, 1),
    ),
    _of(
        "by gross negligence: premiums back",
        "refuse",
        "9,600.00",
        _law("16"),
        breach="negligent",
        day=date(2021, 5, 1),
        breach_known=date(2021, 5, 20),
        decided=date(2021, 6, 1),
    ),
    _of(
        "decided on the thirtieth day",
        "refuse",
        "0.00",
        _law("16"),
        breach="intentional",
        day=date(2021, 5, 1),
        breach_known=date(2021, 5, 20),
        decided=date(2021, 6, 19),
    ),
    _of(
        "on the thirty-first: too late",
        "pay",
        "100,000.00",
        _law("16"),
        breach="intentional",
        day=date(2021, 5, 1),
        breach_known=date(2021, 5, 20),
        decided=date(2021, 6, 20),
    ),
    _of(
        "two years after the contract, last day",
        "refuse",
        "0.00",
        _law("16"),
        breach="intentional",
        day=date(2022, 3, 1),
        breach_known=date(2022, 3, 4),
        decided=date(2022, 3, 5),
    ),
    _of(
        "a day later it is incontestable",
        "pay",
        "100,000.00",
        _law("16"),
        breach="intentional",
        day=date(2022, 3, 1),
        breach_known=date(2022, 3, 4),
        decided=date(2022, 3, 6),
    ),
    _of(
        "the insurer knew when it made the contract",
        "pay",
        "100,000.00",
        _law("16"),
        breach="intentional",
        day=date(2020, 3, 20),
        breach_known=date(2020, 3, 5),
        decided=date(2020, 3, 25),
    ),
    _of(
        "it went on taking premium after it knew",
        "pay",
        "100,000.00",
        "Interpretation II art 7",
        breach="intentional",
        day=date(2021, 5, 1),
        breach_known=date(2021, 5, 20),
        decided=date(2021, 6, 1),
        premium_taken=True,
    ),
    # Exclusions count only when they were pointed out and explained (17).
    _of("an exclusion of the contract", "refuse", "0.00", EXCLUDED, cause="excluded"),
    _of("that nobody explained", "pay", "100,000.00", _law("17"), cause="excluded", explained=False),
    # Limitation (26): five years for life, two for other covers, from when the claimant knew.
    _of("told five years after", "pay", "100,000.00", CLAUSE, known=date(2022, 11, 3), claimed=date(2027, 11, 3)),
    _of("a day too late", "refuse", "0.00", _law("26"), known=date(2022, 11, 3), claimed=date(2027, 11, 4)),
    _of(
        "hospital, two years after",
        "pay",
        "1,000.00",
        CLAUSE,
        on="hospital",
        known=date(2021, 1, 10),
        claimed=date(2023, 1, 10),
    ),
    _of(
        "hospital, a day too late",
        "refuse",
        "0.00",
        _law("26"),
        on="hospital",
        known=date(2021, 1, 10),
        claimed=date(2023, 1, 11),
    ),
    # False claims (27): rescinded without refund; forged papers only lose what was inflated.
    _of("the death was invented", "refuse", "0.00", _law("27"), falsehood="invented"),
    _of("twenty days claimed, five were true", "pay", "1,000.00", _law("27"), on="hospital", falsehood="inflated"),
    # No insurable interest (31), no consent to the cover and its amount (34): void, the premiums go back.
    _of("nobody with an interest insured", "not_liable", "9,600.00", _law("31"), flaw="no_interest"),
    _of("cover for death without consent", "not_liable", "9,600.00", _law("34"), flaw="no_consent"),
    _of(
        "void, though the man killed himself", "not_liable", "9,600.00", _law("34"), flaw="no_consent", cause="suicide"
    ),
    # Age misstated (32): paid over due of the benefit; what was too much goes back; outside the limits: rescinded.
    _of("2,800 paid, 3,500 due", "pay", "80,000.00", _law("32"), stated=("2,800", "3,500")),
    _of("one third more was due", "pay", "75,000.00", _law("32"), stated=("2,400", "3,200")),
    _of("a third cannot be halved: to the fen", "pay", "91,428.57", _law("32"), stated=("3,200", "3,500")),
    _of("3 × 200 too much", "pay", "100,600.00", _law("32"), stated=("3,200", "3,000")),
    _of("80 when he signed, found in time", "refuse", "3,000.00", _law("32"), day=date(2021, 5, 1), outside=True),
    _of("found after two years", "pay", "80,000.00", _law("32"), outside=True, stated=("2,800", "3,500")),
    # A cause half covered, half excluded that nobody can tell apart (III 25); a declared death (III 24).
    _of("half of the cause", "pay", "50,000.00", "Interpretation III art 25", proportion=500),
    _of("a third of it", "pay", "33,300.00", "Interpretation III art 25", proportion=333),
    _of(
        "declared dead after the cover, gone within it",
        "pay",
        "300,000.00",
        "Interpretation III art 24",
        on="term",
        day=date(2043, 6, 1),
        disappeared=date(2039, 5, 1),
        age=53,
    ),
    _of(
        "gone after the cover",
        "not_liable",
        "0.00",
        CLAUSE,
        on="term",
        day=date(2044, 6, 1),
        disappeared=date(2040, 5, 1),
        age=54,
    ),
    # Days in hospital: waiting period to 8 April 2020, 90 days a stay, 180 a year.
    _of("five days", "pay", "1,000.00", CLAUSE, on="hospital"),
    _of("in the waiting period", "not_liable", "0.00", WAITING, on="hospital", day=date(2020, 4, 8)),
    _of("the day after it", "pay", "1,000.00", CLAUSE, on="hospital", day=date(2020, 4, 9)),
    _of("an accident does not wait", "pay", "1,000.00", CLAUSE, on="hospital", day=date(2020, 3, 12), cause="accident"),
    _of("100 days: 90 are paid", "pay", "18,000.00", CLAUSE, on="hospital", days=100),
    _of("150 were paid this year: 30 are left", "pay", "6,000.00", CLAUSE, on="hospital", days=60, used=150),
    _of("the year is used up", "pay", "0.00", CLAUSE, on="hospital", days=5, used=180),
    _of("a death is not a stay in hospital", "not_liable", "0.00", CLAUSE, on="hospital", kind="death"),
    _of("a stay under a life policy", "not_liable", "0.00", CLAUSE, kind="hospital", days=5),
    # Critical illness: listed, after 90 days (8 June 2020 is the first), outlived by 14 days.
    _of("a stroke", "pay", "100,000.00", CLAUSE, on="illness"),
    _of("not on the list", "not_liable", "0.00", CLAUSE, on="illness", disease="broken_leg"),
    _of("no diagnosis named", "not_liable", "0.00", CLAUSE, on="illness", disease=""),
    _of("diagnosed on day 90", "not_liable", "0.00", WAITING, on="illness", day=date(2020, 6, 7)),
    _of("on day 91", "pay", "100,000.00", CLAUSE, on="illness", day=date(2020, 6, 8)),
    _of("by an accident on day 20", "pay", "100,000.00", CLAUSE, on="illness", day=date(2020, 3, 30), cause="accident"),
    _of("died on the thirteenth day", "not_liable", "0.00", CLAUSE, on="illness", survived=13),
    _of("died on the fourteenth", "pay", "100,000.00", CLAUSE, on="illness", survived=14),
    _of("diagnosed while suspended", "not_liable", "0.00", _law("36, 37"), on="illness", standing="lapsed"),
    _of("death under a critical illness cover", "pay", "5,000.00", CLAUSE, on="illness", kind="death"),
    # Disability by degree, per mille of the sum; what was paid before for it counts.
    _of("total disability", "pay", "100,000.00", CLAUSE, kind="disability", degree=1000),
    _of("half", "pay", "50,000.00", CLAUSE, kind="disability", degree=500),
    _of("no grade reached", "not_liable", "0.00", CLAUSE, kind="disability", degree=0),
    _of("worse than before: the rest", "pay", "70,000.00", CLAUSE, kind="disability", degree=1000, before="30,000"),
    _of("disability under a term policy", "not_liable", "0.00", CLAUSE, on="term", kind="disability", degree=1000),
    # Accident: no illness and no suicide but of somebody who could not know; what the law excludes by its article.
    _of("death by accident", "pay", "100,000.00", CLAUSE, on="accident", cause="accident"),
    _of("death by illness", "not_liable", "0.00", CLAUSE, on="accident"),
    _of("suicide, however late", "not_liable", "0.00", CLAUSE, on="accident", cause="suicide", day=date(2022, 12, 1)),
    _of(
        "suicide of one who could not know",
        "pay",
        "100,000.00",
        _law("44"),
        on="accident",
        cause="suicide",
        without_capacity=True,
    ),
    _of(
        "killed in a crime of their own",
        "refuse",
        "0.00",
        _law("45"),
        on="accident",
        cause="crime",
        paid_to=date(2021, 3, 10),
    ),
    _of("killed by a beneficiary", "pay", "100,000.00", CLAUSE, on="accident", cause="by_beneficiary"),
    _of("racing, explained as excluded", "refuse", "0.00", EXCLUDED, on="accident", cause="excluded"),
    _of("a hand lost", "pay", "40,000.00", CLAUSE, on="accident", cause="accident", kind="disability", degree=400),
    _of("a stroke", "not_liable", "0.00", CLAUSE, on="accident", kind="disability", degree=400),
    _of(
        "death after it, in the same year", "pay", "60,000.00", CLAUSE, on="accident", cause="accident", before="40,000"
    ),
    # Annuity: premiums back, or the value, until it begins; then it is paid for life and no longer.
    _of("death before it begins", "pay", "9,000.00", CLAUSE, on="annuity"),
    _of("death once its value is above the premiums", "pay", "12,000.00", CLAUSE, on="annuity", worth="12,000"),
    _of("death on its eve", "pay", "9,000.00", CLAUSE, on="annuity", day=date(2050, 3, 9), age=60),
    _of("death on the day it begins", "not_liable", "0.00", CLAUSE, on="annuity", day=date(2050, 3, 10), age=60),
    # Premium of 3,200 taken for a time after the death goes back with the benefit.
    _of("an instalment collected since", "pay", "103,200.00", CLAUSE, paid_after="3,200"),
)

MIXTURES = (
    # Conclusions on the benefits → conclusion on the claim (domain 6); None: refused by the system.
    (("pay",), "paid"),
    (("pay", "pay"), "paid"),
    (("pay", "not_liable"), "paid"),
    (("pay", "refuse"), "part_paid"),
    (("pay", "refuse", "not_liable"), "part_paid"),
    (("ex_gratia",), "ex_gratia"),
    (("ex_gratia", "not_liable"), "ex_gratia"),
    (("agreement",), "agreement"),
    (("agreement", "not_liable"), "agreement"),
    (("refuse",), "refused"),
    (("refuse", "not_liable"), "refused"),
    (("not_liable",), "not_covered"),
    (("not_liable", "not_liable"), "not_covered"),
    (("pay", "ex_gratia"), None),
    (("pay", "agreement"), None),
    (("refuse", "ex_gratia"), None),
    (("refuse", "agreement"), None),
    (("ex_gratia", "agreement"), None),
    (("pay", "refuse", "ex_gratia"), None),
    (("pay", "agreement", "not_liable"), None),
)

TAKERS = (
    # Named as (order, per mille, what became of them) → what each takes of 90,000 (39 to 43; III 12).
    # No order, no shares: equally to the others.
    ("three, one died before", ((1, 334, "died"), (1, 333, ""), (1, 333, "")), ("0.00", "45,000.00", "45,000.00")),
    # Shares only: pro rata.
    (
        "60 : 30 : 10, the first died",
        ((1, 600, "died"), (1, 300, ""), (1, 100, "")),
        ("0.00", "67,500.00", "22,500.00"),
    ),
    # Order only: equally within the order, then the next.
    ("the first order alone takes", ((1, 1000, ""), (2, 500, ""), (2, 500, "")), ("90,000.00", "0.00", "0.00")),
    (
        "it died: the second equally",
        ((1, 1000, "died"), (2, 500, ""), (2, 500, "")),
        ("0.00", "45,000.00", "45,000.00"),
    ),
    # Both: pro rata within the order, then the next.
    (
        "one of the first order gave up",
        ((1, 500, "lost"), (1, 500, ""), (2, 1000, "")),
        ("0.00", "90,000.00", "0.00"),
    ),
    (
        "all of the first order lost it",
        ((1, 400, "lost"), (1, 600, "died"), (2, 250, ""), (2, 750, "")),
        ("0.00", "0.00", "22,500.00", "67,500.00"),
    ),
    # Common disaster: presumed to have died first (42). Outlived by a day: it is the dead one's own.
    ("died the same day", ((1, 500, "same day"), (1, 500, "")), ("0.00", "90,000.00")),
    ("died a day later", ((1, 500, "day after"), (1, 500, "")), ("45,000.00", "45,000.00")),
    # Nobody left: the estate's.
    ("killed the insured", ((1, 1000, "lost"),), ("0.00",)),
)
