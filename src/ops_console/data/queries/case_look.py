"""All a clerk sees of one case: itself, its people, its policy, its money, papers, clocks, notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ops_console.data.queries.history import EventLook
from ops_console.data.queries.money_look import MoneyLook
from ops_console.data.queries.party_look import PartyLook
from ops_console.data.queries.policy_look import PolicyLook
from ops_console.data.queries.risk import SumOnLife


@dataclass(frozen=True)
class ClockLook:
    """One clock of the case."""

    standard: str
    started: date
    due: date
    provisional: bool
    stopped_since: date | None
    met_on: date | None


@dataclass(frozen=True)
class NoteLook:
    """A note or call log line."""

    kind: str
    text: str
    clerk: str
    written_at: datetime


@dataclass(frozen=True)
class CallLook:
    """One telephone call: the number called, what came of it, what was said."""

    phone: str
    outcome: str
    text: str
    clerk: str
    at: datetime


@dataclass(frozen=True)
class Related:
    """A case that hangs together with this one: `how` is parent, child, policy or party."""

    how: str
    id: int
    number: str
    kind: str
    state: str
    room: str


@dataclass(frozen=True)
class ReferralLook:
    """The last referral of a case, while it is open or when it was sent back. `comment` and `answer` are left out
    for who may not read what is confidential of the case."""

    operation: str
    clerk: str
    to_grade: str
    measures: Mapping[str, int]
    state: str
    comment: str
    answer: str
    answered_by: str | None


@dataclass(frozen=True)
class TaskLook:
    """Something the case waits for, or waited for. `opinion`: the report, None to who may not read it."""

    kind: str
    detail: str
    opened: date
    due: date | None
    done: date | None
    clerk: str | None
    data: Mapping[str, Any]
    outcome: str | None
    opinion: Mapping[str, Any] | None


@dataclass(frozen=True)
class LetterLook:
    """A notice that was issued."""

    id: int
    kind: str
    day: date
    language: str
    printed: int


@dataclass(frozen=True)
class ImageLook:
    """An image of a paper. `size` in bytes, `digest` SHA-256 in hex."""

    paper: str
    name: str
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True)
class BenefitLook:
    """The conclusion on one benefit of a claim."""

    policy_id: int
    coverage_no: int
    conclusion: str
    benefit: int
    deductions: Mapping[str, int]
    net: int
    reason: str
    article: str
    why: Mapping[str, Any]


@dataclass(frozen=True)
class CaseLook:
    """A case with everything around it, as at now."""

    id: int
    number: str
    kind: str
    room: str
    state: str
    open: bool
    outcome: str | None
    branch_en: str
    branch_zh: str
    received: date
    due: date
    assignee_id: int | None
    assignee: str | None
    referred_to: str | None
    version: int
    own: tuple[tuple[str, Any], ...]
    withheld: bool
    """Something confidential was left out."""
    papers: tuple[str, ...]
    findings: tuple[Mapping[str, Any], ...]
    on_life: tuple[SumOnLife, ...]
    """All covers and open applications on the person an application insures, it among them; empty for other cases."""
    parties: tuple[tuple[str, PartyLook], ...]
    policy: PolicyLook | None
    money: MoneyLook
    clocks: tuple[ClockLook, ...]
    tasks: tuple[TaskLook, ...]
    notes: tuple[NoteLook, ...]
    calls: tuple[CallLook, ...]
    """Newest first."""
    letters: tuple[LetterLook, ...]
    images: tuple[ImageLook, ...]
    referral: ReferralLook | None
    benefits: tuple[BenefitLook, ...]
    related: tuple[Related, ...]
    events: tuple[EventLook, ...]
    filed: str | None
    """Where its paper file stands: cabinet, box, number."""
    file_marks: tuple[str, ...]
    """What is to be known of the paper file: confidential, lent, missing."""
