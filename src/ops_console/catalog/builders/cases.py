"""Preservation items, papers and the checklists of each kind of case."""

from __future__ import annotations

from collections.abc import Mapping

from ops_console.base.i18n import _
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Checklist, Immediacy, MoneyFlow, Paper, PreservationItem, Review
from ops_console.rules.clocks import Standard


def items(rows: Rows, standards: Mapping[str, Standard]) -> dict[int, PreservationItem]:
    def item(entry: Entry) -> PreservationItem:
        if not entry.code.isdecimal():
            entry.problem("", _("A number is wanted"), entry.code)
        return PreservationItem(
            int(entry.code) if entry.code.isdecimal() else 0,
            entry.text("code"),
            entry.label(),
            entry.choice("review", Review),
            entry.choice("money", MoneyFlow),
            entry.choice("immediate", Immediacy),
            entry.optional_flag("alone"),
            entry.reference("standard", standards, _("standard")),
            entry.references("clocks", standards, _("standard")) if entry.has("clocks") else (),
            entry.source(),
        )

    return {item.number: item for item in rows.build("item", item).values()}


def papers(rows: Rows) -> dict[str, Paper]:
    return rows.build("paper", _paper)


def _paper(entry: Entry) -> Paper:
    entry.source()
    return Paper(entry.code, entry.label())


def checklists(rows: Rows, papers: Mapping[str, Paper]) -> dict[str, Checklist]:
    products = {entry.code: entry for entry in rows.of("product")}

    def checklist(entry: Entry) -> Checklist:
        return Checklist(
            entry.code,
            entry.text("case_kind"),
            entry.reference("product", products, _("product")) if entry.has("product") else None,
            entry.optional_text("event"),
            entry.references("papers", papers, _("paper")),
            entry.source(),
        )

    return rows.build("checklist", checklist)
