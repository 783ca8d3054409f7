"""The underwriting tables: one entry with bands that must rise and leave no gap."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.rules.ages import MAJORITY
from ops_console.rules.underwriting_basis import (
    Conclusion,
    ConclusionBand,
    Condition,
    Examination,
    ExaminationBand,
    Exclusion,
    FinancialBand,
    Hospital,
    Occupation,
    PointsBand,
    UnderwritingBasis,
)

OLDEST_AGE = 120
OCCUPATION_CLASSES = 7


def underwriting(rows: Rows) -> UnderwritingBasis | None:
    """None only when there is no entry, which is a problem too."""
    return rows.build("underwriting", _basis).get("underwriting")


def _basis(entry: Entry) -> UnderwritingBasis:
    conclusions = tuple(
        ConclusionBand(band.whole("from_points"), band.choice("conclusion", Conclusion))
        for band in entry.tables("conclusions")
    )
    points = [band.from_points for band in conclusions]
    _rising(entry, "conclusions", points)
    if points[:1] != [0]:
        entry.problem("conclusions", _("The first band begins at 0 points"))
    return UnderwritingBasis(
        examinations=_examinations(entry),
        financial=tuple(
            FinancialBand(*_ages(band), band.whole("times", least=1)) for band in entry.tables("financial")
        ),
        premium_share_percent=entry.whole("premium_share_percent", least=1, most=100),
        bmi=_points(entry, "bmi"),
        systolic=_points(entry, "systolic"),
        diastolic=_points(entry, "diastolic"),
        smoking_points=entry.whole("smoking_points"),
        occupation_points=_occupation_points(entry.table("occupation_points")),
        occupations={code: _occupation(code, item) for code, item in entry.table("occupations").each()},
        conditions={code: _condition(code, item) for code, item in entry.table("conditions").each()},
        conclusions=conclusions,
        em_step=entry.whole("em_step", least=1),
        source=entry.source(),
        hospitals={code: _hospital(code, item) for code, item in _optional(entry, "hospitals")},
        exclusions={code: _exclusion(code, item) for code, item in _optional(entry, "exclusions")},
    )


def _optional(entry: Entry, field: str) -> Iterator[tuple[str, Entry]]:
    """The entries of a table that a catalog of an older release has not."""
    return entry.table(field).each() if entry.has(field) else iter(())


def _exclusion(code: str, entry: Entry) -> Exclusion:
    """Its wording goes into contracts, where a semicolon parts it from the next one's."""
    label = entry.label()
    if ";" in label.en + label.zh:
        entry.problem("label", _("A wording without semicolons is wanted"), label.en)
    return Exclusion(code, label)


def _hospital(code: str, entry: Entry) -> Hospital:
    kinds = (kind for kind in Examination if kind is not Examination.NONE)
    prices: dict[Examination, Fen] = {kind: entry.fen(kind.value) for kind in kinds if entry.has(kind.value)}
    if not prices:
        entry.problem("", _("A price for one kind of examination at least is wanted"))
    return Hospital(code, entry.label(), entry.whole("a_day", least=1), prices)


def _examinations(entry: Entry) -> tuple[ExaminationBand, ...]:
    bands = []
    for table in entry.tables("examinations"):
        band = ExaminationBand(
            *_ages(table), table.fen("none"), _optional_fen(table, "routine"), _optional_fen(table, "extended")
        )
        limits = [limit for limit in (band.none, band.routine, band.extended) if limit is not None]
        _rising(table, "none", limits)
        if band.from_age < MAJORITY:
            table.lawful("none", "minor_under_18", max(limits))
        bands.append(band)
        table.finish()
    _rising(entry, "examinations", [band.from_age for band in bands])
    return tuple(bands)


def _optional_fen(entry: Entry, field: str) -> Fen | None:
    return entry.fen(field) if entry.has(field) else None


def _ages(entry: Entry) -> tuple[int, int]:
    ages = entry.wholes("ages")
    if len(ages) != 2 or not 0 <= ages[0] <= ages[1] <= OLDEST_AGE:
        entry.problem("ages", _("Two ages, the lower first, are wanted"), ages)
        return 0, 0
    return ages[0], ages[1]


def _points(entry: Entry, field: str) -> tuple[PointsBand, ...]:
    bands = tuple(PointsBand(band.whole("at_least"), band.whole("points")) for band in entry.tables(field))
    _rising(entry, field, [band.at_least for band in bands])
    return bands


def _rising(entry: Entry, field: str, values: Sequence[int]) -> None:
    if any(after <= before for before, after in itertools.pairwise(values)):
        entry.problem(field, _("The bands have to rise"))


def _occupation_points(entry: Entry) -> dict[int, int | None]:
    classes = range(1, OCCUPATION_CLASSES + 1)
    points = {klass: entry.optional_whole(str(klass)) for klass in classes}
    entry.finish()
    return points


def _occupation(code: str, entry: Entry) -> Occupation:
    return Occupation(code, entry.label(), entry.whole("class", least=1, most=OCCUPATION_CLASSES))


def _condition(code: str, entry: Entry) -> Condition:
    return Condition(code, entry.label(), entry.optional_whole("points"))
