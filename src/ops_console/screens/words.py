"""The words of the screens: rooms and codes of the store, as message ids."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.data.days import FOREVER
from ops_console.desk.kinds import KINDS
from ops_console.rooms import flows as flows

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
}

WORDS: Mapping[str, str] = {
    # parts people play
    "customer": N_("Customer"), "applicant": N_("Applicant"), "insured": N_("Insured"), "beneficiary": N_("Beneficiary"),
    "payee": N_("Payee"), "self": N_("self"), "spouse": N_("spouse"), "child": N_("child"), "parent": N_("parent"),
    "other": N_("other"), "policy": N_("Policy"), "party": N_("Customer"),
    "male": N_("male"), "female": N_("female"), "m": N_("male"), "f": N_("female"), "M": N_("male"), "F": N_("female"),
    "resident_id": N_("resident identity card"), "passport": N_("passport"),
    "ordinary": N_("ordinary"), "vip": N_("VIP"), "general": N_("general"), "medium": N_("medium"), "high": N_("high"),
    # states of policies, dues, loans
    "issued": N_("issued"), "in_force": N_("in force"), "lapsed": N_("lapsed"), "ended": N_("ended"),
    "open": N_("open"), "collected": N_("collected"), "returned": N_("returned"), "waived": N_("waived"),
    "cancelled": N_("cancelled"), "lent": N_("lent"), "loan": N_("policy loan"), "premium_loan": N_("premium loan"),
    "surrendered": N_("surrendered"), "claimed": N_("claimed"), "matured": N_("matured"),
    "hesitation": N_("cancelled in the hesitation period"),
    # ways money moves
    "cash": N_("cash"), "bank": N_("bank"), "transfer": N_("transfer"), "manual": N_("collector"),
    # events and conclusions of claims
    "death": N_("death"), "hospital": N_("hospital"), "accident": N_("accident"), "illness": N_("illness"),
    "pay": N_("pay"), "refuse": N_("refuse"), "not_liable": N_("not liable"), "ex_gratia": N_("ex gratia"),
    "agreement": N_("agreement"), "standard": N_("standard"), "loaded": N_("loaded"), "declined": N_("declined"),
    "accepted": N_("accepted"), "refused": N_("refused"), "withdrawn": N_("withdrawn"), "done": N_("done"),
    "paid": N_("paid"), "papers": N_("papers"), "screen": N_("screen"), "cli": N_("command line"),
    "batch": N_("batch"), "intake": N_("intake"), "training": N_("training"), "note": N_("note"), "call": N_("call"),
    "premium_owed": N_("premium owed"), "loan_interest": N_("loan interest"),
    # columns of cases
    "form_no": N_("Form number"), "product": N_("Product"), "stamped": N_("Stamped"), "relation": N_("Relation"),
    "sum_assured": N_("Sum assured"), "pay_years": N_("Paying years"), "cover_years": N_("Cover years"),
    "months": N_("Months an instalment"), "channel": N_("Channel"), "account_no": N_("Account"),
    "income": N_("Yearly income"), "health": N_("Health"), "em_points": N_("Extra mortality"), "premium": N_("Premium"),
    "loading": N_("Loading"), "conclusion": N_("Conclusion"), "delivered_on": N_("Delivered"),
    "receipted_on": N_("Receipt signed"), "attempts": N_("Attempts"), "points": N_("Points"), "finding": N_("Finding"),
    "item": N_("Item"), "requested": N_("Requested"), "operation": N_("Operation"), "input": N_("Keyed"),
    "to_pay": N_("Customer owes"), "event_kind": N_("Event"), "event_date": N_("Day of the event"),
    "reported": N_("Reported"), "reporter": N_("Reporter"), "place": N_("Place"), "course": N_("Course of events"),
    "cause": N_("Cause"), "days": N_("Days in hospital"), "papers_complete": N_("Papers complete"),
    "estimate": N_("Estimate"), "agreed_on": N_("Agreed"), "amount": N_("Amount"), "reason": N_("Reason"),
    "method": N_("Way of paying"), "purpose": N_("Purpose"), "out_on": N_("Handed out"), "due_back": N_("Due back"),
    "back_on": N_("Back"), "summary": N_("Summary"), "deductions": N_("Deductions"), "net": N_("Net"),
}

AMOUNTS = frozenset({"sum_assured", "income", "premium", "loading", "to_pay", "estimate", "amount", "benefit", "net"})
HIDDEN = frozenset({"change_source", "agent_id", "applicant_id", "insured_id", "party_id", "policy_id", "reader_id",
                    "approved_by", "released_by", "file_case_id"})
"""Columns that hold ids: shown as what they stand for, elsewhere."""




def word(code: str | None) -> str:
    """A code of the store in the reader's language; the code itself when it has no word."""
    return "" if code is None else _(WORDS.get(code, code.replace("_", " ")))


def room_name(room: str) -> str:
    """The name of a room."""
    return _(ROOMS.get(room, room))


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


def shown(column: str, value: Any) -> str:
    """A value of a case's own row for a reader."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column in AMOUNTS and isinstance(value, int):
        return amount(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{word(str(name))} {shown(str(name), part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(column, part) for part in value)
    return word(value) if isinstance(value, str) and value in WORDS else str(value)


def told(outcome: "Outcome") -> str:
    """What came of an operation, in one line."""
    parts = [*outcome.messages]
    if not parts:
        parts.append(_("Done."))
    if outcome.opened:
        parts.append(_("Opened: {numbers}").format(numbers=", ".join(outcome.opened)))
    if outcome.receipts:
        parts.append(_("Receipt {numbers}").format(numbers=", ".join(str(no) for no in outcome.receipts)))
    if outcome.letters:
        parts.append(_("Letters: {count}").format(count=len(outcome.letters)))
    return "  ".join(parts)
