"""Banks, the formats of their files, and what becomes of money they did not move."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from ops_console.base.i18n import _
from ops_console.catalog.builders.bank_records import layout
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model_bank import (
    OTHER,
    OUTCOMES,
    AmountFormat,
    Bank,
    Banking,
    BankProfile,
    BankReason,
    DateFormat,
    FileFormat,
    FileKind,
    OurAccount,
)
from ops_console.rules import accounts

ENCODINGS = ("gbk", "gb18030")
"""Encodings of text files: both keep the bytes of ASCII, and are what banks take."""
OUT = (FileKind.COLLECTION, FileKind.PAYOUT)
_FILE_NAME = re.compile(r"(?:[\w.-]|\{(?:message|bank|day)\})+", re.ASCII)
_NUMBER = re.compile(r"\d{12}", re.ASCII)
LATEST_RETRY = 60
"""Days after the due date: the grace period of the law (Insurance Law art 36)."""


def banking(rows: Rows) -> Banking:
    """Everything of `bank.toml`; of a stored catalog of an older release, what it has."""
    reasons = rows.build("bank_reason", _reason)
    _check_other(rows, reasons)
    profiles = rows.build("bank_profile", lambda entry: _profile(entry, reasons))
    retries = rows.build("bank_retry", _retry)
    banks = rows.build("bank", lambda entry: _bank(entry, profiles))
    _check_names(rows, banks)
    _check_default(rows, banks)
    return Banking(profiles, reasons, retries.get("premium", ()), banks)


def _reason(entry: Entry) -> BankReason:
    return BankReason(entry.code, entry.label(), entry.flag("retry"), entry.source())


def _retry(entry: Entry) -> tuple[int, ...]:
    entry.source()
    if entry.code != "premium":
        entry.problem("", _("One of {options} is wanted").format(options="premium"), entry.code)
    days = entry.wholes("days_after_due")
    if any(not 1 <= day <= LATEST_RETRY for day in days):
        entry.problem("days_after_due", _("Days from 1 to {most} are wanted").format(most=LATEST_RETRY))
    if any(before >= after for before, after in pairwise(days)):
        entry.problem("days_after_due", _("Each day is later than the one before"))
    return days


def _profile(entry: Entry, reasons: Mapping[str, BankReason]) -> BankProfile:
    form = entry.choice("format", FileFormat)
    names, meanings = entry.table("file_names"), entry.table("reasons")
    file_names = {kind: _file_name(names, kind) for kind in OUT}
    names.finish()
    mapping = {code: meanings.reference(code, reasons, _("reason")) for code in meanings.body}
    text = form is not FileFormat.ISO20022
    encoding = entry.text("encoding") if text else "utf-8"
    if text and encoding not in ENCODINGS:
        entry.problem("encoding", _("One of {options} is wanted").format(options=", ".join(ENCODINGS)), encoding)
        encoding = ENCODINGS[0]
    separator = _separator(entry) if form is FileFormat.DELIMITED else ""
    return BankProfile(
        entry.code,
        entry.label(),
        form,
        file_names,
        encoding,
        separator,
        entry.choice("days", DateFormat) if text else DateFormat.DASHES,
        entry.choice("amounts", AmountFormat) if text else AmountFormat.YUAN,
        {kind: layout(entry.table(kind), kind, encoding, separator) for kind in FileKind} if text else {},
        _statuses(entry) if text else {},
        mapping,
        entry.source(),
    )


def _file_name(entry: Entry, kind: FileKind) -> str:
    """Every file has a name of its own: the pattern names the message, whose numbers have no gap."""
    pattern = entry.text(kind)
    if pattern and (not _FILE_NAME.fullmatch(pattern) or "{message}" not in pattern):
        message = _("Letters, digits, . _ - and {names} are wanted, {message} among them")
        entry.problem(kind, message.format(names="{message}, {bank}, {day}", message="{message}"), pattern)
    return pattern


def _separator(entry: Entry) -> str:
    given = entry.text("separator")
    if given and (len(given) != 1 or not given.isascii() or given.isalnum() or given in "-/.:"):
        entry.problem("separator", _("One character that stands in no amount, day or reference is wanted"), given)
        return "|"
    return given


def _statuses(entry: Entry) -> dict[str, str]:
    table = entry.table("statuses")
    found = {status: table.text(status) for status in table.body}
    for status, outcome in found.items():
        if outcome not in OUTCOMES:
            table.problem(status, _("One of {options} is wanted").format(options=", ".join(OUTCOMES)), outcome)
    if "settled" not in found.values() or "rejected" not in found.values():
        table.problem("", _("At least a status for settled and one for rejected is wanted"))
    return found


def _bank(entry: Entry, profiles: Mapping[str, BankProfile]) -> Bank:
    number = entry.text("number")
    if number and not _NUMBER.fullmatch(number):
        entry.problem("number", _("The 12 digits of the clearing are wanted"), number)
    return Bank(
        entry.code,
        entry.label(),
        number,
        entry.texts("names"),
        entry.reference("profile", profiles, _("bank profile")),
        _ours(entry, "collects"),
        _ours(entry, "pays"),
        entry.optional_flag("default"),
        entry.source(),
    )


def _ours(entry: Entry, field: str) -> OurAccount:
    table = entry.table(field)
    found = OurAccount(table.text("name"), table.text("account"))
    table.finish()
    if found.account and not re.fullmatch(rf"\d{{{accounts.SHORTEST},{accounts.LONGEST}}}", found.account, re.ASCII):
        wanted = _("A number of {least} to {most} digits is wanted")
        message = wanted.format(least=accounts.SHORTEST, most=accounts.LONGEST)
        table.problem("account", message, found.account)
    return found


def _check_names(rows: Rows, banks: Mapping[str, Bank]) -> None:
    """Each name, and each number, is one bank's alone."""
    taken: dict[str, str] = {}
    for entry in rows.of("bank"):
        bank = banks[entry.code]
        for field, name in [("names", name) for name in (bank.code, *bank.names)] + [("number", bank.number)]:
            owner = taken.setdefault("".join(name.split()).casefold(), bank.code)
            if owner != bank.code:
                entry.problem(field, _("Bank {bank} has it").format(bank=owner), name)


def _check_other(rows: Rows, reasons: Mapping[str, BankReason]) -> None:
    """What stands for every code of a bank that its profile does not know."""
    entries = list(rows.of("bank_reason"))
    if entries and OTHER not in reasons and not entries[0].stored:
        entries[0].problem("", _("One reason is that of all codes that mean none: [reasons.other]"))


def _check_default(rows: Rows, banks: Mapping[str, Bank]) -> None:
    defaults = [entry for entry in rows.of("bank") if banks[entry.code].is_default]
    for entry in defaults[1:]:
        entry.problem("default", _("Bank {bank} is the default already").format(bank=defaults[0].code))
    entries = list(rows.of("bank"))
    if entries and not defaults and not entries[0].stored:
        entries[0].problem("default", _("One bank is that of accounts that name none: default = true"))
