"""Why a case is as it is: what the rules found, what is at risk, what was referred and answered."""

from collections.abc import Mapping
from typing import Any

from ops_console.base.i18n import _
from ops_console.data.queries.case_look import CaseLook
from ops_console.data.queries.risk import SumOnLife
from ops_console.rules.sources import source_text
from ops_console.rules.underwriting import text_of
from ops_console.screens.backend import catalog, label_of
from ops_console.screens.session import Session
from ops_console.screens.texts import Lines, heading, pair, plain
from ops_console.screens.why_text import why_lines
from ops_console.screens.words import amount, column, shown, word


def referral(look: CaseLook, session: Session, width: int) -> Lines:
    """What was referred to whom, with what was said to it and answered."""
    if look.referral is None:
        return []
    ladder = catalog(session).authority
    to = str(ladder.grade(look.referral.to_grade).label)
    lines = [
        *heading(_("Referred") if look.referral.state == "open" else _("Referred, and sent back")),
        *pair(_("To"), to, width, "bold"),
        *pair(_("By"), look.referral.clerk, width),
        *pair(_("For"), _(label_of(look.referral.operation)), width),
    ]
    for code, value in look.referral.measures.items():
        lines += pair(str(ladder.measures[code].label), measure(ladder.measures[code].unit, value), width)
    return [
        *lines,
        *pair(_("Remark"), look.referral.comment, width),
        *pair(_("Answered by"), look.referral.answered_by or "", width),
        *pair(_("Answer"), look.referral.answer, width, "bold"),
    ]


def measure(unit: str, value: int) -> str:
    """A measure for a reader: amounts in yuan, points as they are."""
    return amount(value) if unit == "fen" else str(value)


def why(look: CaseLook, session: Session, width: int) -> Lines:
    """What the rules found, with rule and source."""
    lines: Lines = []
    for finding in look.findings:
        lines += heading(text_of(finding, catalog(session).underwriting))
        lines += _rest(finding, width, "rule", "values")
    lines += _at_risk(look, session, width)
    for benefit in look.benefits:
        lines += heading(_("Benefit {no}").format(no=benefit.coverage_no))
        lines += pair(_("Article"), source_text(benefit.article), width)
        lines += why_lines(benefit.why, width)[2:] if benefit.why else []
    if look.withheld:
        lines += plain(_("Medical content is shown to those who decide on it only."), width, "dim")
    lines += referral(look, session, width)
    return lines[1:] or plain(_("No rule has decided anything here yet."), width)


def _at_risk(look: CaseLook, session: Session, width: int) -> Lines:
    """All the company would have on the life, by kind of risk, and what it is made of."""
    products = catalog(session).products
    kinds: dict[str, list[SumOnLife]] = {}
    for one in look.on_life:
        kinds.setdefault(products[one.product].risk if one.product in products else "", []).append(one)
    lines: Lines = []
    for risk, found in kinds.items():
        lines += heading(_("Sum at risk: {kind}").format(kind=word(risk)))
        lines += [
            line for one in found for line in pair(one.number, f"{amount(one.sum_assured)}  {one.product}", width)
        ]
        lines += pair(_("Together"), amount(sum(one.sum_assured for one in found)), width, "bold")
    return lines


def _rest(found: Mapping[str, Any], width: int, *done: str) -> Lines:
    return [
        line
        for name, value in found.items()
        if name not in done
        for line in pair(column(name), shown(name, value), width)
    ]
