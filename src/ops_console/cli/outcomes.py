"""What came of an operation, or would come of it: as data and as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ops_console.base.aligned import table
from ops_console.base.i18n import _
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.data.tables import LedgerLine
    from ops_console.desk.desk import Outcome, Trial


def outcome_of(outcome: Outcome) -> tuple[dict[str, Any], list[str]]:
    """What came of an operation, as data and as lines."""
    from ops_console.desk.words import word

    data = {
        "operation": outcome.operation,
        "event": outcome.event_id,
        "number": outcome.number,
        "state": outcome.state,
        "referred_to": outcome.referred_to,
        "opened": outcome.opened,
        "receipts": outcome.receipts,
        "letters": outcome.letters,
        "lines": [_line(line) for line in outcome.lines],
        "messages": outcome.messages,
    }
    parts = [
        outcome.operation,
        outcome.number or "",
        _state(outcome.number, outcome.state),
        *outcome.opened[1 if not outcome.state else 0 :],
    ]
    lines = ["  ".join(part for part in dict.fromkeys(parts) if part)]
    if outcome.referred_to:
        lines.append(_("referred to {grade}").format(grade=word(outcome.referred_to)))
    if outcome.receipts:
        lines.append(_("Receipt {numbers}").format(numbers=", ".join(map(str, outcome.receipts))))
    return data, lines + _money(outcome.lines)


def trial_of(result: Trial, number: str | None) -> tuple[dict[str, Any], list[str]]:
    """What would come of it, as data and as lines; `number` is that of the case it would be done on."""
    from ops_console.desk.words import word

    plan = result.plan
    data = {
        "to": plan.to,
        "referred_to": result.referred_to,
        "measures": plan.measures,
        "lines": [_line(line) for line in result.lines],
        "messages": plan.messages,
        "letters": [notice.kind for notice in plan.notices],
        "whys": plan.whys,
    }
    state = _state(number, plan.to)
    leads_to = _("Nothing was changed. It would lead to: {state}").format(state=state)
    lines = [leads_to if state else _("Nothing was changed.")]
    lines += plan.messages
    if result.referred_to:
        lines.append(_("It would be referred to {grade}").format(grade=word(result.referred_to)))
    return data, lines + _money(result.lines)


def _state(number: str | None, state: str | None) -> str:
    """A state of the case with this number, in words."""
    from ops_console.desk.kinds import kind_of_prefix
    from ops_console.rules.numbers import parse

    if not number or not state:
        return state or ""
    kind = kind_of_prefix(parse(number).prefix)
    return _(kind.state(state).label) if kind else state


def _line(line: LedgerLine) -> dict[str, Any]:
    return {
        "entry": line.entry_no, "rule": line.rule, "account": line.account, "amount": int(line.amount),
        "branch": line.branch_id, "booked_on": line.booked_on.isoformat(),
    }  # fmt: skip


def _money(lines: list[LedgerLine]) -> list[str]:
    """Ledger lines with posting and account by name."""
    if not lines:
        return []
    from ops_console.data.catalog_rows import catalog_in_force

    with session().open().read() as reader:
        ledger = catalog_in_force(reader).ledger
    rows = [
        [
            str(ledger.rules[line.rule].label),
            f"{line.account} {ledger.accounts[line.account].label}",
            line.amount.yuan() if line.amount > 0 else "",
            (-line.amount).yuan() if line.amount < 0 else "",
        ]
        for line in lines
    ]
    return table([_("Posting"), _("Account"), _("Debit"), _("Credit")], rows, right=[2, 3])
