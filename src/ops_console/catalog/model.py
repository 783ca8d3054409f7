"""The company's data as frozen values: what a supervisor may change without code.

Values that rules compute with (bases, standards, the ladder of authority, posting rules) are defined with those rules.
Every entry names its source: a law and article, or "company default".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from ops_console.base.labels import Label
from ops_console.catalog.model_bank import Banking
from ops_console.catalog.model_ledger import Account as Account
from ops_console.catalog.model_ledger import AccountKind as AccountKind
from ops_console.catalog.model_ledger import Ledger as Ledger
from ops_console.catalog.model_products import Declared as Declared
from ops_console.catalog.model_products import Fund as Fund
from ops_console.catalog.model_products import Planned as Planned
from ops_console.catalog.model_products import Product as Product
from ops_console.rules.authority import Ladder
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.claims.sampling import Stratum
from ops_console.rules.clocks import Standard
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
