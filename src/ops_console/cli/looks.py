"""What `show` says to a person: the same looks that JSON gives as they are, in the words of the screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.cli.output import Words, outline
from ops_console.data.queries.case_look import CaseLook, Related, TaskLook
from ops_console.data.queries.history import EventLook
from ops_console.data.queries.money_look import LineLook, PayableLook
from ops_console.desk.operations import OPERATIONS
from ops_console.desk.words import word
from ops_console.rules.claims.liability import REASONS
from ops_console.rules.sources import source_text
from ops_console.screens.coded import named
from ops_console.screens.words import HIDDEN, RECORDED, column, day, kind_name, room_name, shown, state_name

if TYPE_CHECKING:
    from ops_console.catalog.model import Catalog

LABELS: Mapping[str, str] = {
    "as_at": N_("As at"), "policy": N_("Policy"), "money": N_("Money"), "own": N_("Request"),
    "parties": N_("People"), "roles": N_("People"), "party": N_("Person"), "clocks": N_("Clocks"),
    "tasks": N_("Waited for"), "notes": N_("Notes"), "letters": N_("Letters"), "benefits": N_("Benefits"),
    "related": N_("Related"), "events": N_("History"), "filed": N_("Filed at"), "assignee": N_("Taken by"),
    "withheld": N_("Something is withheld"), "dues": N_("Instalments"), "due_date": N_("Due"),
    "receipts": N_("Receipts"), "held": N_("Held"), "loans": N_("Loans"), "payables": N_("Payments"),
    "lines": N_("Ledger"), "booked_on": N_("Booked on"), "coverages": N_("Benefits"), "issued_on": N_("Issued"),
    "agent": N_("Agent"), "how": N_("How"), "standard": N_("Standard"), "started": N_("Started"),
    "provisional": N_("Provisional"), "stopped_since": N_("Stopped since"), "met_on": N_("Met on"),
    "text": N_("Text"), "written_at": N_("Written"), "id": N_("Record"), "coverage_no": N_("Benefit"),
    "no": N_("Number"), "entries": N_("Movements"), "calls": N_("Calls"), "at": N_("Called"),
    "file_marks": N_("State of the file"),
    "images": N_("Images"), "media_type": N_("Type"), "size": N_("Bytes"), "digest": "SHA-256", "paper": N_("Paper"),
    "policy_status": N_("Status of the policy"), "coverage": N_("Benefit"),
    "billing_terms": N_("Terms of premium"), "policy_role": N_("Person on the policy"), "revision": N_("Revision"),
    "on_life": N_("All cover on this life"), "door": N_("Done through"),
    "version": N_("Version"), "referral": N_("Referral"), "branch": N_("Branch"),
}  # fmt: skip
"""Parts of a look that are no columns of the store."""
MONEY = frozenset({"held"})
"""Fen, besides the store's own columns of amounts."""
UNSAID = HIDDEN | {"branch_en", "branch_zh", "assignee_id", "case_id", "source_id", "data"}
"""What people are not told: ids and what is said in another place."""


def told(found: Any, catalog: Catalog) -> Iterator[str]:
    """A look as indented lines, in the language spoken."""

    def value(name: str, given: Any) -> str:
        return _said(name, given, catalog)

    return outline(_spread(found), words=Words(_label, value))


def _label(name: str) -> str:
    return _(LABELS[name]) if name in LABELS else column(name)


def _said(name: str, value: Any, catalog: Catalog) -> str:
    if isinstance(value, Fen) or (name in MONEY and isinstance(value, int)):
        return Fen(value).yuan()
    if name == "operation" and value in OPERATIONS:
        return _(OPERATIONS[value].label)
    if name == "operation":
        return _(RECORDED.get(str(value), str(value)))
    if name == "article":
        return source_text(str(value))
    if name == "reason" and value in REASONS:
        return _(REASONS[value])
    return shown(name, named(name, value, catalog)) or str(value)


def _spread(value: Any) -> Any:
    """Looks as names and values, states and kinds by their names, without what nobody is told."""
    if isinstance(value, CaseLook):
        return _parts(value) | {
            "kind": kind_name(value.kind),
            "room": room_name(value.room),
            "state": state_name(value.kind, value.state),
            "due": day(value.due),
            "own": {name: _spread(given) for name, given in value.own if name not in UNSAID},
            "parties": [{"role": role, **_parts(party)} for role, party in value.parties],
        }
    if isinstance(value, TaskLook):
        what = _parts(value)
        return what if value.kind != "paper" else {"papers": what.pop("detail"), **what}
    if isinstance(value, Related):
        return _parts(value) | {"kind": kind_name(value.kind), "room": room_name(value.room),
                                "state": state_name(value.kind, value.state)}  # fmt: skip
    if isinstance(value, PayableLook):
        return _parts(value) | {"state": state_name("payment", value.state)}
    if isinstance(value, LineLook):
        return {"booked_on": value.booked_on, "account": value.account, "amount": value.amount}
    if isinstance(value, EventLook):
        return {"day": value.day, "operation": value.operation, "clerk": value.clerk, "door": word(value.door)}
    if is_dataclass(value) and not isinstance(value, type):
        return _parts(value)
    if isinstance(value, Mapping):
        return {name: _spread(part) for name, part in value.items() if name not in UNSAID}
    if isinstance(value, (list, tuple)):
        return [_spread(part) for part in value]
    return value


def _parts(look: Any) -> dict[str, Any]:
    return {one.name: _spread(getattr(look, one.name)) for one in fields(look) if one.name not in UNSAID}
