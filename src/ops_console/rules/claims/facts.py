"""What a claim is decided on: the event, the contract as it stood on its day, and the periods law and company set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ops_console.base.money import Fen
from ops_console.rules.calendar import WEEKENDS_ALONE, WorkCalendar, add_months
from ops_console.rules.due_dates import due_date
from ops_console.rules.law import LIMITS
from ops_console.rules.products.basis import Basis, PolicyTerms

AGE_OF_CAPACITY = 8
"""Below it nobody has capacity for civil acts (Civil Code art 20)."""
NO_MONEY = Fen(0)
PER_MILLE = 1000


class EventKind(StrEnum):
    """What happened to the insured."""

    DEATH = "death"
    HOSPITAL = "hospital"
    DISABILITY = "disability"
    CRITICAL_ILLNESS = "critical_illness"
    ACCIDENT = "accident"


class Cause(StrEnum):
    """How it came about, as far as law or contract ask."""

    ILLNESS = "illness"
    ACCIDENT = "accident"
    SUICIDE = "suicide"
    CRIME = "crime"
    """An intentional crime of the insured, or resisting arrest."""
    BY_APPLICANT = "by_applicant"
    """The applicant killed or injured the insured intentionally."""
    BY_BENEFICIARY = "by_beneficiary"
    EXCLUDED = "excluded"
    """Something else that the contract excludes."""


class Falsehood(StrEnum):
    """What of the claim itself is false."""

    NONE = "none"
    INVENTED = "invented"
    """The event never happened, or was brought about on purpose."""
    INFLATED = "inflated"
    """Papers were forged to claim more than was lost."""


class Flaw(StrEnum):
    """Why the contract never was one."""

    NONE = "none"
    NO_INTEREST = "no_interest"
    NO_CONSENT = "no_consent"
    """Cover for death without the insured's consent to it and to its amount."""


class Breach(StrEnum):
    """A breach of the duty to disclose what was asked."""

    NONE = "none"
    INTENTIONAL = "intentional"
    NEGLIGENT = "negligent"
    """Gross negligence, with serious effect on the event."""


class Standing(StrEnum):
    """The contract on the day of the event."""

    NOT_BEGUN = "not_begun"
    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Event:
    """The insured event. ``days`` in hospital; ``age`` of the insured, last birthday, on its day.

    ``disease``: code of a listed disease. ``degree`` of disability and ``proportion`` of the cause that is covered in
    per mille. ``survived``: days the insured outlived a diagnosis, None while living. ``disappeared``: where death was
    declared by a court. ``exclusions_explained``: pointed out and explained when the contract was made. ``known``: when
    the claimant knew of it; ``claimed``: when it was reported. ``left_out``: codes of agreed exclusions it falls under.
    """

    kind: EventKind
    day: date
    cause: Cause
    age: int
    days: int = 0
    without_capacity: bool = False
    disease: str = ""
    degree: int = 0
    proportion: int = PER_MILLE
    survived: int | None = None
    disappeared: date | None = None
    exclusions_explained: bool = True
    falsehood: Falsehood = Falsehood.NONE
    known: date | None = None
    claimed: date | None = None
    left_out: frozenset[str] = frozenset()

    @property
    def cover_day(self) -> date:
        """The day on which cover counts: of the disappearance, where death was declared (Interpretation III art 24)."""
        return self.disappeared or self.day

    @property
    def lacks_capacity(self) -> bool:
        return self.without_capacity or self.age < AGE_OF_CAPACITY


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A breach found, and the day the insurer knew of it (needed when there is one). ``premium_taken``: it went on
    collecting premium after that day."""

    breach: Breach = Breach.NONE
    known: date | None = None
    premium_taken: bool = False


@dataclass(frozen=True, slots=True)
class HospitalDays:
    """The most days in hospital that are paid: of one stay, and in one policy year."""

    a_stay: int
    a_year: int


@dataclass(frozen=True, slots=True)
class MisstatedAge:
    """The insured's true age is another than was stated (Insurance Law art 32). ``paid`` and ``due``: the instalment
    paid, and the one due at the true age; ``instalments`` so many were paid. ``outside``: the product takes nobody of
    the true age."""

    outside: bool
    paid: Fen
    due: Fen
    instalments: int


@dataclass(frozen=True, slots=True)
class Debts:
    """What is taken off a payment: premium owed on the day of the event first, then loans with their interest."""

    premium_owed: Fen = NO_MONEY
    loan_interest: Fen = NO_MONEY
    loan_principal: Fen = NO_MONEY
    apl_interest: Fen = NO_MONEY
    apl_principal: Fen = NO_MONEY

    @property
    def loans(self) -> tuple[tuple[str, Fen], ...]:
        """Interest and principal of the loans, each under its name."""
        return (
            ("loan_interest", self.loan_interest),
            ("loan_principal", self.loan_principal),
            ("apl_interest", self.apl_interest),
            ("apl_principal", self.apl_principal),
        )


NO_DEBTS = Debts()


@dataclass(frozen=True, slots=True)
class Contract:
    """One coverage as it stood on the day of the event.

    ``benefits``: kinds of event the product pays for. ``concluded``: the day the contract was made. ``owed_since``: due
    date of the first instalment due by then and not paid, and ``grace_ends`` its last day of grace; both None when all
    were paid. ``paid_to``: due date of the first instalment not yet paid. ``cash_value``: on the day of the event,
    before debts. ``dividends`` left to accumulate, with interest to it. ``standard_paid`` counts for the death
    benefit's floor; ``premiums_paid`` is all of it, loadings included. ``paid_after``: premium collected for
    instalments due after the event. ``days_used``: paid days in
    hospital of the same policy year; ``paid_before``: of the sum assured, by earlier claims for disability, of a
    one-year cover by those of its term. ``worth``: of this coverage alone, its cash value or its account.
    ``is_life``: life insurance, which has the longer limitation. ``diseases``: codes of those it lists, and
    ``survival_days`` the insured has to outlive the diagnosis of one. ``exclusions``: codes of what this contract
    leaves out by agreement.
    """

    basis: Basis
    terms: PolicyTerms
    benefits: frozenset[str]
    standing: Standing
    concluded: date
    commenced: date
    paid_to: date
    reinstated: date | None = None
    owed_since: date | None = None
    grace_ends: date | None = None
    waiting_days: int = 0
    hospital_days: HospitalDays | None = None
    days_used: int = 0
    standard_paid: Fen = NO_MONEY
    premiums_paid: Fen = NO_MONEY
    paid_after: Fen = NO_MONEY
    cash_value: Fen = NO_MONEY
    dividends: Fen = NO_MONEY
    debts: Debts = NO_DEBTS
    paid_before: Fen = NO_MONEY
    worth: Fen = NO_MONEY
    is_life: bool = True
    diseases: frozenset[str] = frozenset()
    survival_days: int = 0
    flaw: Flaw = Flaw.NONE
    misstated: MisstatedAge | None = None
    exclusions: frozenset[str] = frozenset()

    @property
    def two_years_paid(self) -> bool:
        """Two years' premium have been paid (Insurance Law art 43, 45); a shorter paying term counts when done."""
        return self.paid_to >= due_date(self.commenced, 12, min(2, self.terms.pay_years))

    @property
    def since(self) -> date:
        """The contract was made, or its effect restored, on this day: periods of art 44 run from it."""
        return max(self.concluded, self.reinstated or self.concluded)


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods of the clauses and triggers, in months or days; ``investigated_from`` in fen; ``named_days``: a
    beneficiary named so many days before the event was named shortly before it; ``calendar``: says which days are
    off."""

    suicide_months: int
    incontestable_months: int
    rescission_days: int
    early_months: int
    investigated_from: Fen
    named_days: int = 0
    limitation_life_months: int = LIMITS["limitation_life"].value
    limitation_other_months: int = LIMITS["limitation_other"].value
    calendar: WorkCalendar = WEEKENDS_ALONE

    def limitation_ends(self, known: date, is_life: bool) -> date:
        """Last day on which what the claimant knew of on a day may be claimed (Insurance Law art 26); where that is a
        day off, the next working day (Civil Code art 203)."""
        months = self.limitation_life_months if is_life else self.limitation_other_months
        return self.calendar.legal_deadline_months(known, months).day


def within_months(day: date, start: date, months: int) -> bool:
    """Does the day lie in the period from ``start``? The start day is not counted, the last day is (Civil Code art 201,
    202: the day of the same number, or the month's last)."""
    return day <= add_months(start, months)
