"""The company's underwriting tables, as the underwriting rules see them; the catalog fills these.

Ages are ages last birthday, bands include both ends, money is fen, extra mortality (EM) is points over 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ops_console.base.labels import Label
from ops_console.base.money import Fen


class Examination(StrEnum):
    """How much of a medical examination a sum at risk asks for."""

    NONE = "none"
    ROUTINE = "routine"
    EXTENDED = "extended"
    FULL = "full"


class Conclusion(StrEnum):
    """What extra mortality alone leads to."""

    STANDARD = "standard"
    LOADED = "loaded"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class ExaminationBand:
    """Up to which sum at risk an age needs no, a routine, an extended examination; None: that step is not offered."""

    from_age: int
    to_age: int
    none: Fen
    routine: Fen | None
    extended: Fen | None

    def examination(self, sum_at_risk: int) -> Examination:
        """ECG and blood are the extended examination; the full one comes with the financial questionnaire."""
        steps = (
            (self.none, Examination.NONE),
            (self.routine, Examination.ROUTINE),
            (self.extended, Examination.EXTENDED),
        )
        for limit, examination in steps:
            if limit is not None and sum_at_risk <= limit:
                return examination
        return Examination.FULL


@dataclass(frozen=True, slots=True)
class FinancialBand:
    """The sum at risk may be so many times the yearly income."""

    from_age: int
    to_age: int
    times: int


@dataclass(frozen=True, slots=True)
class PointsBand:
    """EM points for measurements from ``at_least`` (in the table's unit) up to the next band."""

    at_least: int
    points: int


@dataclass(frozen=True, slots=True)
class ConclusionBand:
    """EM from ``from_points`` up to the next band leads to the conclusion."""

    from_points: int
    conclusion: Conclusion


@dataclass(frozen=True, slots=True)
class Occupation:
    """A trade with its class 1–6, or one that is not accepted (class 7)."""

    code: str
    label: Label
    klass: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A disclosed condition; ``points`` None: only a person can judge it."""

    code: str
    label: Label
    points: int | None


@dataclass(frozen=True, slots=True)
class Hospital:
    """Where applicants are examined: how many a day, and its price of each kind of examination it does, in fen."""

    code: str
    label: Label
    a_day: int
    prices: Mapping[Examination, Fen]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a cover may be offered without; the label is the wording of offer and policy."""

    code: str
    label: Label


@dataclass(frozen=True, slots=True)
class UnderwritingBasis:
    """``bmi`` in tenths of kg/m², ``systolic`` and ``diastolic`` in mm Hg; points None: not accepted automatically."""

    examinations: tuple[ExaminationBand, ...]
    financial: tuple[FinancialBand, ...]
    premium_share_percent: int
    bmi: tuple[PointsBand, ...]
    systolic: tuple[PointsBand, ...]
    diastolic: tuple[PointsBand, ...]
    smoking_points: int
    occupation_points: Mapping[int, int | None]
    occupations: Mapping[str, Occupation]
    conditions: Mapping[str, Condition]
    conclusions: tuple[ConclusionBand, ...]
    em_step: int
    source: str
    hospitals: Mapping[str, Hospital]
    exclusions: Mapping[str, Exclusion]

    def examination(self, age: int, sum_at_risk: int) -> Examination:
        """An age outside every band (61 and over) is always examined in full; a child is limited by law instead."""
        for band in self.examinations:
            if band.from_age <= age <= band.to_age:
                return band.examination(sum_at_risk)
        return Examination.FULL

    def income_multiple(self, age: int) -> int | None:
        """How many times the income may be insured; None where no band applies (minors)."""
        return next((band.times for band in self.financial if band.from_age <= age <= band.to_age), None)

    def conclusion(self, em_points: int) -> Conclusion:
        reached = [band.conclusion for band in self.conclusions if band.from_points <= em_points]
        return reached[-1]


def points_for(bands: tuple[PointsBand, ...], measured: int) -> int:
    """The points of the highest band reached; none below the first."""
    reached = [band.points for band in bands if band.at_least <= measured]
    return reached[-1] if reached else 0
