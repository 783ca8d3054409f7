"""Branches, duties and the ladder of authority."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from ops_console.base.i18n import _
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Branch, Duty, Separation
from ops_console.rules.authority import Accumulation, Grade, Ladder, Measure, MeasureUnit
from ops_console.rules.numbers import HIGHEST_BRANCH

LOWEST_LEVEL = 4
CLASSES = ("A", "B", "C", "D")
NO_LIMIT = "none"


def branches(rows: Rows) -> dict[int, Branch]:
    made = {branch.id: branch for branch in rows.build("branch", _branch).values()}
    for entry in rows.of("branch"):
        if entry.code.isdecimal():
            _check_parent(entry, made[int(entry.code)], made)
    return made


def _branch(entry: Entry) -> Branch:
    number = int(entry.code) if entry.code.isdecimal() else 0
    if not 1 <= number <= HIGHEST_BRANCH:
        entry.problem("", _("A branch number from 1 to {most} is wanted").format(most=HIGHEST_BRANCH), entry.code)
    klass = entry.optional_text("class")
    if klass and klass not in CLASSES:
        entry.problem("class", _("One of {options} is wanted").format(options=", ".join(CLASSES)), klass)
    level = entry.whole("level", most=LOWEST_LEVEL)
    return Branch(number, entry.label(), level, entry.optional_whole("parent", least=1), klass, entry.source())


def _check_parent(entry: Entry, branch: Branch, known: Mapping[int, Branch]) -> None:
    parent = known.get(branch.parent or 0)
    if branch.level == 0 and branch.parent is not None:
        entry.problem("parent", _("Head office has none"), branch.parent)
    elif branch.level > 0 and (parent is None or parent.level != branch.level - 1):
        entry.problem("parent", _("A branch of level {level} is wanted").format(level=branch.level - 1), branch.parent)


def ladder(rows: Rows) -> Ladder:
    measures = rows.build("measure", _measure)
    ranks = [entry.body.get("rank") for entry in rows.of("grade")]
    highest = max((rank for rank in ranks if isinstance(rank, int)), default=0)
    made = rows.build("grade", lambda entry: _grade(entry, measures, highest))
    grades = sorted(made.values(), key=lambda grade: grade.rank)
    codes = {grade.code: grade for grade in grades}
    _check_rising(rows, grades)

    def minimum(entry: Entry) -> str:
        entry.source()
        return entry.reference("grade", codes, _("grade"))

    def automatic(entry: Entry) -> int:
        entry.source()
        entry.known("", entry.code, measures, _("measure"))
        return entry.fen("limit")

    return Ladder(
        measures, tuple(grades), rows.build("minimum_grade", minimum), rows.build("automatic_limit", automatic)
    )


def _measure(entry: Entry) -> Measure:
    unit = entry.choice("unit", MeasureUnit)
    return Measure(entry.code, entry.label(), unit, entry.choice("accumulation", Accumulation), entry.source())


def _grade(entry: Entry, measures: Mapping[str, Measure], highest: int) -> Grade:
    table, rank = entry.table("limits"), entry.whole("rank", least=1)
    limits = {code: _limit(table, measure, rank == highest) for code, measure in measures.items()}
    table.finish()
    return Grade(entry.code, rank, entry.label(), limits, entry.source())


def _limit(table: Entry, measure: Measure, highest: bool) -> int | None:
    # A measure younger than the stored ladder: until the company says more, the highest grade decides.
    if table.stored and not table.has(measure.code):
        return None if highest else 0
    if table.body.get(measure.code) == NO_LIMIT:
        table.text(measure.code)
        return None
    return table.fen(measure.code) if measure.unit is MeasureUnit.FEN else table.whole(measure.code)


def _check_rising(rows: Rows, grades: list[Grade]) -> None:
    """A higher grade may decide at least what a lower one may, and the highest everything, or a case is stuck."""
    entries = {entry.code: entry for entry in rows.of("grade")}
    for lower, higher in itertools.pairwise(grades):
        if higher.rank == lower.rank:
            entries[higher.code].problem("rank", _("Two grades have this rank"), higher.rank)
        known = {code: limit for code, limit in lower.limits.items() if limit is not None}
        for code in higher.exceeded(known):
            entries[higher.code].problem(f"limits.{code}", _("Less than grade {lower} may").format(lower=lower.code))
    for code, limit in grades[-1].limits.items() if grades else ():
        if limit is not None:
            entries[grades[-1].code].problem(f"limits.{code}", _('The highest grade has no limits: "none" is wanted'))


def duties(rows: Rows) -> tuple[dict[str, Duty], tuple[Separation, ...]]:
    """Duties with what they exclude, either way round."""
    codes = {entry.code: entry for entry in rows.of("duty")}

    def separation(entry: Entry) -> Separation:
        pair = entry.references("duties", codes, _("duty"))
        if len(set(pair)) != 2:
            entry.problem("duties", _("Two different duties are wanted"), ", ".join(pair))
            pair = ("", "")
        return Separation(entry.code, (pair[0], pair[1]), entry.optional_flag("on_case"), entry.source())

    separations = tuple(rows.build("separation", separation).values())

    def duty(entry: Entry) -> Duty:
        at_all = _others(entry.code, [one for one in separations if not one.on_case])
        on_case = _others(entry.code, list(separations))
        return Duty(
            entry.code,
            entry.optional_text("room"),
            entry.label(),
            at_all,
            on_case,
            entry.optional_flag("reads_confidential"),
            entry.optional_flag("reads_accounts"),
            entry.source(),
        )

    return rows.build("duty", duty), separations


def _others(code: str, separations: list[Separation]) -> frozenset[str]:
    """The duties kept apart from one; what is kept apart at all is so on a case too."""
    return frozenset(other for one in separations if code in one.duties for other in one.duties if other != code)
