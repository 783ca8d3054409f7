"""The premium room's reports: runs and what they left, money held and where it came from."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.cli.output import Row

if TYPE_CHECKING:
    from ops_console.data.store import Reader

Report = tuple[list[str], list[Row], Sequence[int]]


def runs(reader: "Reader", first: date, last: date, branches: tuple[int, ...]) -> Report:
    """The runs that worked up to these days, and those not finished; below each what it left."""
    from ops_console.batch.registry import BATCHES
    from ops_console.data.queries.premium_books import runs_of
    from ops_console.desk.words import word

    rows: list[Row] = []
    for one in runs_of(reader, first, last, branches):
        state = word(one.state, "run")
        chunks = f"{one.done}/{one.chunks}"
        label = _(BATCHES[one.kind].label) if one.kind in BATCHES else ""
        rows.append(
            [
                one.id,
                one.kind,
                label,
                one.as_of.isoformat(),
                one.branch_id,
                one.clerk,
                state,
                chunks,
                one.rows,
                one.amount,
            ]
        )
        rows += [["", one.kind, line, "", "", "", _("left"), "", "", ""] for line in one.left]
    headers = [_("Run"), _("Kind"), _("What"), _("Day"), _("Branch"), _("Clerk"), _("State"), _("Chunks"), _("Rows")]
    return [*headers, _("Amount")], rows, (0, 8, 9)


def suspense(reader: "Reader", _first: date, _last: date, branches: tuple[int, ...]) -> Report:
    """Money held on policies today, the longest held first, with the receipts it came by."""
    from ops_console.batch.standing import held
    from ops_console.desk.words import word

    rows: list[Row] = []
    for one in held(reader, branches):
        came = "; ".join(f"{day.isoformat()} {amount.yuan()} {word(way)}" for day, amount, way in one.came)
        rows.append([one.number, one.party, word(one.status), one.since.isoformat(), one.amount, came])
    return [_("Policy"), _("Customer"), _("Status"), _("Since"), _("Amount"), _("Came by")], rows, (4,)


def assignments(reader: "Reader", _first: date, _last: date, branches: tuple[int, ...]) -> Report:
    """What each collector and service clerk looks after today, most first."""
    from ops_console.data.queries.assignments import load_by_clerk
    from ops_console.desk.words import word

    rows: list[Row] = [
        [word(one.kind, "assignment"), one.login, one.name, one.branch_id, one.policies, one.premium]
        for one in load_by_clerk(reader, branches)
    ]
    return [_("As"), _("Login"), _("Clerk"), _("Branch"), _("Policies"), _("Premium a year")], rows, (4, 5)


def orphans(reader: "Reader", _first: date, _last: date, branches: tuple[int, ...]) -> Report:
    """The agents who left, and how many of their policies still wait for somebody to serve them."""
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.queries.assignments import orphans as left_behind
    from ops_console.rooms.premium.agents import ORPHAN_NOTICE

    days = catalog_in_force(reader).standards[ORPHAN_NOTICE].allowed()
    rows: list[Row] = [
        [
            one.agent,
            one.name,
            one.branch_id,
            one.left_on.isoformat(),
            one.policies,
            one.waiting,
            one.told_by.isoformat(),
        ]
        for one in left_behind(reader, branches, days)
    ]
    headers = [_("Agent"), _("Name"), _("Branch"), _("Left"), _("Policies"), _("Waiting"), _("To be told by")]
    return headers, rows, (4, 5)


def bank_reconciliation(reader: "Reader", first: date, last: date, branches: tuple[int, ...]) -> Report:
    """The account of bank money against the last statement of each bank account, and what explains the difference."""
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.queries.bank_balance import bank_balance

    account = catalog_in_force(reader).ledger.money["bank"]
    found = bank_balance(reader, account, first, last, branches)
    rows: list[Row] = [[_("In the books"), account, last.isoformat(), found.books]]
    rows += [
        [_("By the statement"), f"{one.bank} {one.account}", one.day.isoformat(), one.balance]
        for one in found.statements
    ]
    rows.append([_("Difference"), "", last.isoformat(), found.difference])
    rows += [
        [
            _("Booked by hand, on no line of a bank"),
            f"{one.receipt.branch_id}-{one.receipt.no}",
            one.receipt.day.isoformat(),
            one.receipt.amount,
        ]
        for one in found.by_hand
    ]
    rows.append([_("Paid out, not answered by the bank"), "", last.isoformat(), Fen(-found.unpaid)])
    rows.append([_("Not explained"), "", last.isoformat(), found.unexplained])
    return [_("What"), _("Account or receipt"), _("Day"), _("Amount")], rows, (3,)
