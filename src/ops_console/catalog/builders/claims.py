"""What the claims room works by: listed hospitals, grades of disability, strata of the quality sample, its defects."""

from __future__ import annotations

from ops_console.base.i18n import _
from ops_console.base.labels import Label
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import ClaimTables, DisabilityGrade
from ops_console.rules.claims.facts import EventKind
from ops_console.rules.claims.sampling import PER_MILLE, Stratum


def claims(rows: Rows) -> ClaimTables:
    """Everything of `claims.toml`; of a stored catalog of an older release, what it has."""
    strata = rows.build("claim_sample", _stratum).values()
    return ClaimTables(
        rows.build("listed_hospital", _named),
        rows.build("disability_grade", _grade),
        tuple(sorted(strata, key=_place)),
        {code: entry.label() for code, entry in ((one.code, one) for one in rows.of("claim_sample"))},
        rows.build("claim_defect", _named),
    )


def _place(stratum: Stratum) -> tuple[bool, int, bool, str]:
    """By amount, that without one last; of one amount those that name events first."""
    return stratum.up_to is None, stratum.up_to or 0, not stratum.events, stratum.code


def _named(entry: Entry) -> Label:
    entry.source()
    return entry.label()


def _grade(entry: Entry) -> DisabilityGrade:
    return DisabilityGrade(entry.code, entry.label(), entry.whole("per_mille", least=1, most=PER_MILLE), entry.source())


def _stratum(entry: Entry) -> Stratum:
    entry.label()
    events = entry.texts("events") if entry.has("events") else ()
    for event in events:
        if event not in list(EventKind):
            entry.problem("events", _("One of {options} is wanted").format(options=", ".join(EventKind)), event)
    return Stratum(
        entry.code,
        frozenset(events),
        entry.fen("up_to") if entry.has("up_to") else None,
        entry.whole("per_mille", most=PER_MILLE),
        entry.source(),
    )
