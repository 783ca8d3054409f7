"""The trial calculation as text: changes before and after, ledger lines, letters, who would have to decide."""

from dataclasses import asdict

from ops_console.base.i18n import _
from ops_console.data.queries.money_look import LineLook
from ops_console.screens.backend import catalog
from ops_console.screens.event_text import changed
from ops_console.screens.form_backend import TrialAnswer
from ops_console.screens.money_section import ledger
from ops_console.screens.reasons_section import measure
from ops_console.screens.session import Session
from ops_console.screens.texts import Lines, heading, pair, plain
from ops_console.screens.why_text import why_lines
from ops_console.screens.words import amount, kind_name, word

NARROW = 59
"""Cells within which ledger lines leave out the day, which is always today's."""


def says_something(answer: TrialAnswer) -> bool:
    """Is there money, a change, a letter or a referral to look at before posting?"""
    plan = answer.trial.plan
    shown = (answer.trial.lines, answer.changes, plan.receipts, plan.notices, plan.measures, answer.trial.referred_to)
    return any(shown)


def trial_lines(answer: TrialAnswer, session: Session, width: int) -> Lines:
    """Everything posting would do."""
    lines = _referral(answer, session, width)
    for draw in (_messages, _measures, _changes, _receipts, _ledger, _opened, _letters, _whys):
        lines += draw(answer, session, width)
    return lines[1:] or plain(_("The case goes on; nothing else is changed."), width)


def _referral(answer: TrialAnswer, session: Session, width: int) -> Lines:
    if not answer.trial.referred_to:
        return []
    grade = catalog(session).authority.grade(answer.trial.referred_to).label
    said = _("Posting refers it to: {grade}").format(grade=grade)
    return [*heading(_("Above your authority")), *plain(said, width, "bold $warning")]


def _messages(answer: TrialAnswer, _session: Session, width: int) -> Lines:
    lines = [line for message in answer.trial.plan.messages for line in plain(message, width, "bold")]
    return [*heading(_("Result")), *lines] if lines else []


def _measures(answer: TrialAnswer, session: Session, width: int) -> Lines:
    if not answer.trial.plan.measures:
        return []
    known = catalog(session).authority.measures
    lines = heading(_("Authority"))
    for code, value in answer.trial.plan.measures.items():
        lines += pair(str(known[code].label), measure(known[code].unit, value), width)
    return lines


def _changes(answer: TrialAnswer, session: Session, width: int) -> Lines:
    known = catalog(session)
    lines = [line for change in answer.changes for line in changed(change, known, width)]
    return [*heading(_("Before and after")), *lines] if lines else []


def _receipts(answer: TrialAnswer, _session: Session, width: int) -> Lines:
    lines: Lines = []
    for receipt in answer.trial.plan.receipts:
        lines += heading(_("Receipt"))
        lines += pair(_("Amount"), f"{amount(receipt.amount)}, {word(receipt.method)}", width, "bold")
    return lines


def _ledger(answer: TrialAnswer, session: Session, width: int) -> Lines:
    looks = [LineLook(0, line.booked_on, line.rule, line.account, line.amount) for line in answer.trial.lines]
    return [*heading(_("Ledger")), *ledger(looks, session, min(width, NARROW))] if looks else []


def _opened(answer: TrialAnswer, _session: Session, width: int) -> Lines:
    lines = [line for case in answer.trial.plan.cases for line in plain(kind_name(case.kind), width)]
    return [*heading(_("Opens")), *lines] if lines else []


def _letters(answer: TrialAnswer, session: Session, width: int) -> Lines:
    """Which letters are issued; of an endorsement also what it says of before and after, as the customer reads it."""
    known = catalog(session).letters
    lines: Lines = []
    for one in answer.trial.plan.notices:
        lines += plain(str(known[one.kind].label) if one.kind in known else one.kind, width)
        changes = one.values.get("changes")
        if isinstance(changes, list):
            lines += [line for text in changes for line in plain(f"  {text}", width)]
    return [*heading(_("Letters")), *lines] if lines else []


def _whys(answer: TrialAnswer, _session: Session, width: int) -> Lines:
    return [line for why in answer.trial.plan.whys for line in why_lines(asdict(why), width)]
