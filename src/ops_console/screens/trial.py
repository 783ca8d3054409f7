"""The trial calculation as text: what changes, before and after; the ledger lines; letters; who would have to decide."""

from typing import TYPE_CHECKING

from ops_console.base.i18n import _
from ops_console.data.queries.money_look import LineLook
from ops_console.screens.backend import catalog
from ops_console.screens.money_section import ledger
from ops_console.screens.sections import measure
from ops_console.screens.session import Session
from ops_console.screens.texts import Lines, heading, pair, plain
from ops_console.screens.words import amount, kind_name, shown, word

if TYPE_CHECKING:
    from ops_console.desk.desk import Trial


def says_something(trial: "Trial") -> bool:
    """Is there money, a change, or a referral to look at before posting?"""
    plan = trial.plan
    return bool(trial.lines or plan.changes or plan.receipts or plan.cases or plan.measures or trial.referred_to)


def trial_lines(trial: "Trial", session: Session, width: int) -> Lines:
    """Everything posting would do."""
    plan = trial.plan
    lines: Lines = []
    if trial.referred_to:
        grade = catalog(session).authority.grade(trial.referred_to).label
        lines += heading(_("Above your authority"))
        lines += plain(_("Posting refers it to: {grade}").format(grade=grade), width, "bold $warning")
    if plan.messages:
        lines += heading(_("Result"))
        for message in plan.messages:
            lines += plain(message, width, "bold")
    lines += _measures(trial, session, width)
    changed = [change for change in plan.changes if change.values]
    if changed:
        lines += heading(_("Changes"))
    for change in changed:
        for name, value in change.values.items():
            lines += pair(word(name), shown(name, value), width)
    for receipt in plan.receipts:
        lines += heading(_("Receipt"))
        lines += pair(_("Amount"), f"{amount(receipt.amount)}, {word(receipt.method)}", width, "bold")
    if trial.lines:
        looks = [LineLook(0, line.booked_on, line.rule, line.account, line.amount) for line in trial.lines]
        lines += [*heading(_("Ledger")), *ledger(looks, session, min(width, 59))]
    if plan.cases:
        lines += heading(_("Opens"))
        for case in plan.cases:
            lines += plain(kind_name(case.kind), width)
    if plan.notices:
        lines += heading(_("Letters"))
        letters = catalog(session).letters
        for notice in plan.notices:
            lines += plain(str(letters[notice.kind].label) if notice.kind in letters else notice.kind, width)
    for why in plan.whys:
        lines += heading(_("Why: {rule}").format(rule=word(why.rule)))
        for name, given in why.inputs.items():
            lines += pair(word(name), str(given), width)
        for name, step in why.steps:
            lines += pair(word(name), str(step), width)
        lines += pair(_("Source"), why.source, width)
    return lines[1:]


def _measures(trial: "Trial", session: Session, width: int) -> Lines:
    if not trial.plan.measures:
        return []
    known = catalog(session).authority.measures
    lines = heading(_("Authority"))
    for code, value in trial.plan.measures.items():
        lines += pair(str(known[code].label), measure(known[code].unit, value), width)
    return lines
