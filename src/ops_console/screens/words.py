"""The words of the screens: rooms, columns and values of the store."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.data.days import FOREVER
from ops_console.desk.kinds import KINDS, kind_of_prefix
from ops_console.desk.words import word as word
from ops_console.rooms import flows as flows
from ops_console.rules.numbers import parse
from ops_console.rules.sources import source_text
from ops_console.screens.columns import COLUMNS, PARTS, TABLES

if TYPE_CHECKING:
    from ops_console.desk.desk import Outcome

ROOMS: Mapping[str, str] = {
    "counter": N_("Counter"),
    "preservation": N_("Preservation"),
    "callback": N_("Callback"),
    "underwriting": N_("Underwriting"),
    "claims": N_("Claims"),
    "archive": N_("Archive"),
    "premium": N_("Premium"),
    "administration": N_("Administration"),
    "consultation": N_("Consultation & appeals"),
}
RECORDED = {
    "desk.refer": N_("Refer upward"),
    "desk.init": N_("Set up the store"),
    "desk.upgrade": N_("Upgrade the store"),
    "desk.shut_out": N_("Shut out after wrong passwords"),
    "batch.run": N_("Run"),
    "batch.bank-export": N_("File to a bank written"),
}
"""Operations events name that nobody starts from a form."""
EVERYWHERE = {"desk": N_("Everywhere")}

AMOUNTS = frozenset(
    {
        "principal", "sum_assured", "asked_sum", "income", "premium", "loading", "to_pay", "estimate", "amount",
        "benefit", "net", "cash_value", "premium_refund", "premium_owed", "loan_principal", "loan_interest",
        "apl_principal", "apl_interest", "advanced", "planned_premium",
    }
)  # fmt: skip
ROOM_COLUMNS = frozenset({"room", "asked_room"})
HIDDEN = frozenset(
    {
        "agent_id",
        "applicant_id",
        "insured_id",
        "party_id",
        "policy_id",
        "reader_id",
        "approved_by",
        "released_by",
        "file_case_id",
        "seller_id",
    }
)
"""Columns that hold ids: shown as what they stand for, elsewhere."""


def column(name: str, within: str = "") -> str:
    """The label of a column, or of a part of the column `within`; its own name when it has none."""
    label = PARTS.get(within, {}).get(name) or COLUMNS.get(name)
    return _(label) if label else word(name)


def table(name: str) -> str:
    """What a table keeps, for a reader."""
    return _(TABLES[name]) if name in TABLES else name


def room_name(room: str) -> str:
    """The name of a room."""
    return _({**ROOMS, **EVERYWHERE}.get(room, room))


def kind_name(kind: str) -> str:
    """The name of a kind of case."""
    return _(KINDS[kind].label) if kind in KINDS else kind


def state_name(kind: str, state: str) -> str:
    """The name of a state of a kind of case."""
    return _(KINDS[kind].state(state).label) if kind in KINDS else state


def amount(fen: int | None) -> str:
    """Money for a reader, in yuan."""
    return "" if fen is None else Fen(fen).yuan()


def day(value: date | None) -> str:
    """A date for a reader; nothing for none."""
    return "" if value is None or value == FOREVER else value.isoformat()


def shown(name: str, value: Any) -> str:
    """A value of a column for a reader; nothing for one that is not filled in yet."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not value:
        return ""
    if name in AMOUNTS and isinstance(value, int):
        return amount(value)
    if name == "source":
        return source_text(str(value))
    if name in ROOM_COLUMNS:
        return room_name(str(value))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping):
        filled = (
            (column(str(part), name), shown(str(part), given)) for part, given in value.items() if part not in HIDDEN
        )
        return ", ".join(f"{label} {text}" for label, text in filled if text)
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(name, part) for part in value)
    return word(value, name) if isinstance(value, str) else str(value)


def told(outcome: "Outcome") -> str:
    """What came of an operation, in one line."""
    parts = [*outcome.messages, *_became(outcome)]
    opened = [number for number in outcome.opened if number != outcome.number or outcome.state]
    if opened:
        parts.append(_("Opened: {numbers}").format(numbers=", ".join(opened)))
    if outcome.receipts:
        parts.append(_("Receipt {numbers}").format(numbers=", ".join(str(no) for no in outcome.receipts)))
    if outcome.letters:
        parts.append(_("Letters: {count}").format(count=len(outcome.letters)))
    return "  ".join(parts)


def _became(outcome: "Outcome") -> list[str]:
    """Where the case stands now, and in which room it waits; nothing where there is no case."""
    kind = kind_of_prefix(parse(outcome.number).prefix) if outcome.number else None
    if kind is None:
        return [] if outcome.messages or outcome.opened else [_("Done.")]
    state = kind.state(outcome.state) if outcome.state else kind.start
    words = {"number": outcome.number, "state": _(state.label), "room": room_name(state.room)}
    if outcome.state is None:
        return [_("Opened: {number}, {state}, in the room {room}").format(**words)]
    if outcome.referred_to or state.final:
        return [_("{number}: {state}").format(**words)]
    return [_("{number}: {state}, in the room {room}").format(**words)]
