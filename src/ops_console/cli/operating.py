"""The register of operations, and doing one: the same operations the screens offer."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.cli.output import answer, say, table
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.data.tables import LedgerLine
    from ops_console.desk.desk import Outcome, Trial
    from ops_console.desk.forms import FieldSpec
    from ops_console.desk.operations import Operation

LARGEST_INPUT = 1_000_000
"""Bytes."""


def operations(
    room: str = typer.Option("", "--room", help="Only the operations of this room."),
    name: str = typer.Argument("", help="One operation, by name or code: its fields as well."),
) -> None:
    """Every operation: code, fields, states, authority."""
    from ops_console import rooms
    from ops_console.desk.operations import OPERATIONS, find

    rooms.load()
    chosen = [find(name)] if name else [one for one in OPERATIONS.values() if room in ("", one.room)]
    if not chosen:
        known = ", ".join(sorted({one.room for one in OPERATIONS.values()}))
        raise UsageError(_("There is no room {room}. Rooms are {known}.").format(room=room, known=known))
    ordered = sorted(chosen, key=lambda one: (one.room, one.code))
    data = [_described(one) for one in ordered]
    lines = _sheet(ordered[0]) if name else table(
        [_("Code"), _("Operation"), _("What it does"), _("Duties"), _("On")],
        [[one.code, one.name, _(one.label), ", ".join(one.duties) or "-", one.on.value] for one in ordered],
    )  # fmt: skip
    answer(data, lines)


def do(
    operation: str = typer.Argument(help="Name or code."),
    case: str = typer.Argument("", help="Number of the case or policy."),
    given: list[str] = typer.Option([], "--set", metavar="FIELD=VALUE", help="A field; as often as needed."),
    input_file: str = typer.Option(
        "", "--input", metavar="FILE|-", help="Fields as a JSON object; - reads standard input."
    ),
    trial: bool = typer.Option(False, "--trial", help="Only compute what it would do."),
    version: int = typer.Option(0, "--version", min=0, help="Do it only if the case still has this version."),
) -> None:
    """Do an operation, on a case or a policy where it needs one."""
    from ops_console.desk.desk import perform
    from ops_console.desk.desk import trial as try_out

    store, actor = session().open(), session().actor()
    values = {**_from_input(input_file), **_from_set(given)}
    if trial:
        answer(*_trial(try_out(store, operation, actor, case or None, values)))
        return
    outcome = perform(store, operation, actor, case or None, values, version or None)
    for message in outcome.messages:
        say(message)
    answer(*outcome_of(outcome))


def outcome_of(outcome: "Outcome") -> tuple[dict[str, Any], list[str]]:
    """What came of an operation, as data and as lines."""
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
        outcome.state or "",
        *outcome.opened[1 if not outcome.state else 0 :],
    ]
    lines = ["  ".join(part for part in dict.fromkeys(parts) if part)]
    if outcome.referred_to:
        lines.append(_("referred to {grade}").format(grade=outcome.referred_to))
    return data, lines + _money(outcome.lines)


def _trial(result: "Trial") -> tuple[dict[str, Any], list[str]]:
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
    lines = [_("Nothing was changed. It would lead to: {state}").format(state=plan.to or "-"), *plan.messages]
    if result.referred_to:
        lines.append(_("It would be referred to {grade}").format(grade=result.referred_to))
    return data, lines + _money(result.lines)


def _line(line: "LedgerLine") -> dict[str, Any]:
    return {
        "entry": line.entry_no, "rule": line.rule, "account": line.account, "amount": int(line.amount),
        "branch": line.branch_id, "booked_on": line.booked_on.isoformat(),
    }  # fmt: skip


def _money(lines: "list[LedgerLine]") -> list[str]:
    if not lines:
        return []
    rows = [
        [
            line.rule,
            line.account,
            line.amount.yuan() if line.amount > 0 else "",
            (-line.amount).yuan() if line.amount < 0 else "",
        ]
        for line in lines
    ]
    return table([_("Posting"), _("Account"), _("Debit"), _("Credit")], rows, right=[2, 3])


def _from_set(given: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise UsageError(_("--set wants field=value, not {text}.").format(text=text))
        values[name.strip()] = value
    return values


def _from_input(name: str) -> dict[str, Any]:
    """The JSON object of a file or of standard input; InputErrors with the line where it stops being JSON."""
    if not name:
        return {}
    try:
        text = sys.stdin.read(LARGEST_INPUT) if name == "-" else _read(Path(name))
        values = json.loads(text)
    except (OSError, UnicodeError) as error:
        raise UsageError(_("{file} can't be read: {error}").format(file=name, error=error)) from None
    except json.JSONDecodeError as error:
        raise InputErrors([Problem("", _("Not JSON: {error}").format(error=error.msg), line=error.lineno)]) from None
    if not isinstance(values, dict):
        raise InputErrors([Problem("", _("A JSON object of fields is wanted"))])
    return values


def _read(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        return file.read(LARGEST_INPUT)


def _described(operation: "Operation") -> dict[str, Any]:
    from ops_console.desk.forms import fields_of

    return {
        "name": operation.name, "code": operation.code, "room": operation.room, "label": _(operation.label),
        "help": operation.help, "on": operation.on.value, "duties": operation.duties, "hand": operation.hand.value,
        "measures": operation.measures, "opens": operation.opens, "decides": operation.decides,
        "states": [{"kind": kind, "state": state} for kind, state in operation.states()],
        "fields": [_field(spec) for spec in fields_of(operation.form)],
    }  # fmt: skip


def _field(spec: "FieldSpec") -> dict[str, Any]:
    return {
        "name": spec.name, "label": _(spec.label), "kind": spec.kind.value, "required": spec.required,
        "default": spec.default, "help": _(spec.help), "choices": [choice.value for choice in spec.choices],
        "lookup": spec.lookup, "confidential": spec.confidential,
    }  # fmt: skip


def _sheet(operation: "Operation") -> Iterator[str]:
    """One operation in full."""
    from ops_console.desk.forms import fields_of

    yield f"{operation.code}  {operation.name}  {_(operation.label)}"
    yield f"  {operation.help}"
    yield _("  Duties: {duties}").format(duties=", ".join(operation.duties) or _("every clerk"))
    for kind, state in operation.states():
        yield _("  On: {kind} while {state}").format(kind=kind, state=state)
    if operation.measures:
        yield _("  Authority on: {measures}").format(measures=", ".join(operation.measures))
    rows = [
        [spec.name, _(spec.label), spec.kind.value, _("needed") if spec.required else "",
         ", ".join(choice.value for choice in spec.choices) or spec.lookup]
        for spec in fields_of(operation.form)
    ]  # fmt: skip
    if rows:
        yield from (f"  {line}" for line in table([_("Field"), _("Label"), _("Kind"), "", _("Values")], rows))


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.command("operations")(operations)
    app.command("do")(do)
