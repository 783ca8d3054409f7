"""The company's data as frozen values: what a supervisor may change without code.

Values that rules compute with (bases, standards, the ladder of authority, posting rules) are defined with those rules.
Every entry names its source: a law and article, or "company default".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ops_console.base.labels import Label
from ops_console.base.money import Fen
from ops_console.catalog.model_bank import Banking
from ops_console.rules.authority import Ladder
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.claims.facts import HospitalDays
from ops_console.rules.claims.sampling import Stratum
from ops_console.rules.clocks import Standard
from ops_console.rules.postings import PostingRule
from ops_console.rules.products.basis import Basis, Shape
from ops_console.rules.underwriting_basis import UnderwritingBasis


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as stored: plain data (texts, whole numbers, lists, tables) and the SHA-256 of its canonical JSON."""

    kind: str
    code: str
    valid_from: date
    body: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class Branch:
    """``level``: 0 head office, 1 region, 2 to 4 branches. ``klass`` A–D of a second-level branch, None elsewhere."""

    id: int
    label: Label
    level: int
    parent: int | None
    klass: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What a clerk may be given to do, and with which duties it may not be combined: at all, or on one case.

    ``reads_confidential``: may read medical content and what else is confidential of a case. ``reads_accounts``: sees
    the account of a payment whole.
    """

    code: str
    room: str | None
    label: Label
    incompatible: frozenset[str]
    incompatible_on_case: frozenset[str]
    reads_confidential: bool
    reads_accounts: bool
    source: str


@dataclass(frozen=True, slots=True)
class Separation:
    """Two duties kept apart, and why; ``on_case``: only on one and the same case."""

    code: str
    duties: tuple[str, str]
    on_case: bool
    source: str


class AccountKind(StrEnum):
    """The side of the books an account is on."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True)
class Account:
    """A ledger account: four digits of the chart, and two more where the lines of a sum are told apart."""

    code: str
    label: Label
    kind: AccountKind
    source: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """``money``: how money moves (cash, bank, suspense) → account; ``payables``: what is owed for → account."""

    accounts: Mapping[str, Account]
    money: Mapping[str, str]
    payables: Mapping[str, str]
    rules: Mapping[str, PostingRule]


@dataclass(frozen=True, slots=True)
class LetterText:
    """Subject and body of a letter in one language, with ``{placeholders}``."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter; both languages use exactly ``placeholders``."""

    code: str
    label: Label
    placeholders: frozenset[str]
    texts: Mapping[str, LetterText]
    source: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document asked for."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class Checklist:
    """The papers of one kind of case; ``product`` and ``event`` narrow it, None means any."""

    code: str
    case_kind: str
    product: str | None
    event: str | None
    papers: tuple[str, ...]
    source: str


class Review(StrEnum):
    """When a preservation item needs underwriting review."""

    NEVER = "never"
    ALWAYS = "always"
    AGE_OR_SEX = "age_or_sex"
    WAIVER_RIDER = "waiver_rider"
    LEGAL = "legal"


class MoneyFlow(StrEnum):
    """Which way a preservation item moves money."""

    NONE = "none"
    IN = "in"
    OUT = "out"
    EITHER = "either"
    REVERSE = "reverse"
    TRADE = "trade"


class Immediacy(StrEnum):
    """Is a preservation item done while the customer waits?"""

    NO = "no"
    YES = "yes"
    SMALL_SUMS = "small_sums"


@dataclass(frozen=True, slots=True)
class PreservationItem:
    """One kind of change to a policy; ``alone``: never combined with another item in one application."""

    number: int
    code: str
    label: Label
    review: Review
    money: MoneyFlow
    immediate: Immediacy
    alone: bool
    standard: str
    clocks: tuple[str, ...]
    """Standards of the law that run from the request besides those that run on every one."""
    source: str


@dataclass(frozen=True, slots=True)
class Setting:
    """A single company number; amounts in fen, shares in per mille, times in the unit named."""

    code: str
    label: Label
    value: int
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class DisabilityGrade:
    """A grade of disability, and what it pays in per mille of the sum."""

    code: str
    label: Label
    per_mille: int
    source: str


@dataclass(frozen=True, slots=True)
class ClaimTables:
    """``hospitals``: those that speak for an investigation; ``samples``: strata of the quality sample, in the order in
    which a claim is sorted into them; ``defects``: what a sample may find."""

    hospitals: Mapping[str, Label]
    grades: Mapping[str, DisabilityGrade]
    samples: tuple[Stratum, ...]
    sample_labels: Mapping[str, Label]
    defects: Mapping[str, Label]


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund of unit-linked covers. ``largest_move``: per mille its price may change from one valuation day to the next
    before somebody has to confirm it."""

    code: str
    label: Label
    largest_move: int
    source: str


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared for one product, by rising day or year. ``crediting``: yearly rate of accounts from a day on;
    ``accumulation``: of dividends left with the company; ``spreads``: by calendar year, what the surplus earned above
    the pricing interest."""

    product: str
    crediting: tuple[tuple[date, Fraction], ...]
    accumulation: tuple[tuple[date, Fraction], ...]
    spreads: tuple[tuple[int, Fraction], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What may be planned as a premium of a cover with an account, each time it is paid."""

    minimum: Fen
    maximum: Fen
    step: Fen


@dataclass(frozen=True, slots=True)
class Product:
    """One version of one product, known by code and digest; ages last birthday, terms in years, sums in fen (a day's
    cash for hospital cash).

    ``cover_years`` is empty for a cover for life. ``risk`` is the kind of sum at risk it adds to. ``benefits``:
    benefit → the amount of posting rule claim_paid it is booked as. ``premium_income``: the account its premium is
    booked on. ``renewal_claims``: a one-year cover that paid so many claims in its year is not renewed, 0 for however
    many. ``illnesses``: those a critical illness cover pays for, by code. ``sample_per_mille`` of clean cases are
    examined. ``is_rider``: sold with a main cover only; ``riders``: codes of those this one may be sold with.
    ``planned``: covers with an account only. ``free_cover``: the sum up to which a member of a group needs no
    underwriter; of groups only.
    """

    code: str
    label: Label
    valid_from: date
    digest: str
    basis: Basis
    risk: str
    benefits: Mapping[str, str]
    premium_income: str
    entry_ages: tuple[int, int]
    pay_years: tuple[int, ...]
    cover_years: tuple[int, ...]
    cover_to_age: int
    minimum_sum: Fen
    maximum_sum: Fen
    sum_step: Fen
    hesitation_days: int
    waiting_days: int
    grace_days: int
    reinstatement_months: int
    automatic_premium_loan: bool
    renewed_as_new_term: bool
    renewal_to_age: int
    renewal_claims: int
    hospital_days: HospitalDays | None
    illnesses: Mapping[str, Label]
    production_fee: Fen
    sample_per_mille: int
    is_rider: bool
    riders: tuple[str, ...]
    planned: Planned | None
    free_cover: Fen | None
    source: str

    @property
    def callback(self) -> bool:
        """Contracts longer than one year are called back (Basic Service Rules 2010 art 15)."""
        return not self.renewed_as_new_term

    @property
    def is_group(self) -> bool:
        """One contract of an organisation for its members."""
        return self.basis.shape is Shape.GROUP_TERM


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything in force on one day."""

    branches: Mapping[int, Branch]
    calendar: WorkCalendar
    holidays: Mapping[date, Label]
    standards: Mapping[str, Standard]
    authority: Ladder
    duties: Mapping[str, Duty]
    separations: tuple[Separation, ...]
    ledger: Ledger
    letters: Mapping[str, Letter]
    papers: Mapping[str, Paper]
    checklists: Mapping[str, Checklist]
    items: Mapping[int, PreservationItem]
    settings: Mapping[str, Setting]
    underwriting: UnderwritingBasis
    claims: ClaimTables
    funds: Mapping[str, Fund]
    declared: Mapping[str, Declared]
    products: Mapping[str, Product]
    banking: Banking
    rows: tuple[Row, ...]

    def setting(self, code: str) -> int:
        """The value of one company number. KeyError for a code there is not."""
        return self.settings[code].value

    def papers_for(self, case_kind: str, product: str | None = None, event: str | None = None) -> tuple[Paper, ...]:
        """Every paper the case needs, each once, in the order of the checklists that apply."""
        fitting = (
            checklist
            for checklist in self.checklists.values()
            if checklist.case_kind == case_kind
            and checklist.product in (None, product)
            and checklist.event in (None, event)
        )
        codes = dict.fromkeys(code for checklist in fitting for code in checklist.papers)
        return tuple(self.papers[code] for code in codes)
