"""The register of operations, and doing one: the same operations the screens offer."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.cli.outcomes import outcome_of, trial_of
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.desk.forms import FieldSpec
    from ops_console.desk.operations import Operation

LARGEST_INPUT = 1_000_000
"""Bytes."""
DONE_ON = {"nothing": "", "case": N_("case"), "any_case": N_("any open case"), "policy": N_("policy")}
KINDS_OF_FIELDS = {
    "text": N_("text"),
    "whole": N_("whole number"),
    "amount": N_("amount in yuan"),
    "day": N_("date"),
    "flag": N_("yes or no"),
    "choice": N_("one of"),
    "list": N_("list"),
    "ticks": N_("list"),
    "account": N_("bank account"),
}


def operations(
    room: str = typer.Option("", "--room", help=N_("Only the operations of this room.")),
    name: str = typer.Argument("", help=N_("One operation, by name or code: its fields as well.")),
) -> None:
    """Every operation: code, fields, states, authority."""
    from ops_console import rooms
    from ops_console.desk.operations import OPERATIONS, find
    from ops_console.desk.words import word

    rooms.load()
    chosen = [find(name)] if name else [one for one in OPERATIONS.values() if room in ("", one.room)]
    if not chosen:
        known = ", ".join(sorted({one.room for one in OPERATIONS.values()}))
        raise UsageError(_("There is no room {room}. Rooms are {known}.").format(room=room, known=known))
    ordered = sorted(chosen, key=lambda one: (one.room, one.code))
    data = [_described(one) for one in ordered]
    lines = _sheet(ordered[0]) if name else table(
        [_("Code"), _("Operation"), _("What it does"), _("Duties"), _("On")],
        [
            [one.code, one.name, _(one.label), ", ".join(map(word, one.duties)) or "-", _(DONE_ON[one.on.value])]
            for one in ordered
        ],
    )  # fmt: skip
    answer(data, lines)


def do(
    operation: str = typer.Argument(help=N_("Name or code.")),
    case: str = typer.Argument("", help=N_("Number of the case or policy.")),
    given: list[str] = typer.Option([], "--set", metavar="FIELD=VALUE", help=N_("A field; as often as needed.")),
    input_file: str = typer.Option(
        "", "--input", metavar="FILE|-", help=N_("Fields as a JSON object; - reads standard input.")
    ),
    trial: bool = typer.Option(False, "--trial", help=N_("Only compute what it would do.")),
    version: int = typer.Option(0, "--version", min=0, help=N_("Do it only if the case still has this version.")),
) -> None:
    """Do an operation, on a case or a policy where it needs one."""
    from ops_console.desk.desk import perform
    from ops_console.desk.desk import trial as try_out

    store, actor = session().open(), session().actor()
    values = {**_from_input(input_file), **from_set(given)}
    if trial:
        answer(*trial_of(try_out(store, operation, actor, case or None, values), case or None))
        return
    outcome = perform(store, operation, actor, case or None, values, version or None)
    for message in outcome.messages:
        say(message)
    answer(*outcome_of(outcome))


def from_set(given: list[str]) -> dict[str, Any]:
    """Fields typed as field=value. UsageError for what is none."""
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
    import json

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
        "help": _(operation.help), "on": operation.on.value, "duties": operation.duties, "hand": operation.hand.value,
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
    from ops_console.desk.kinds import KINDS
    from ops_console.desk.words import word

    yield f"{operation.code}  {operation.name}  {_(operation.label)}"
    yield f"  {_(operation.help)}"
    yield _("  Duties: {duties}").format(duties=", ".join(map(word, operation.duties)) or _("every clerk"))
    for kind, state in operation.states():
        yield _("  On: {kind} while {state}").format(kind=_(KINDS[kind].label), state=_(KINDS[kind].state(state).label))
    if operation.measures:
        yield _("  Authority on: {measures}").format(measures=", ".join(map(word, operation.measures)))
    rows = [
        [spec.name, _(spec.label), _(KINDS_OF_FIELDS[spec.kind.value]), _("needed") if spec.required else "",
         ", ".join(choice.value for choice in spec.choices) or spec.lookup]
        for spec in fields_of(operation.form)
    ]  # fmt: skip
    if rows:
        yield from (f"  {line}" for line in table([_("Field"), _("Label"), _("Kind"), "", _("Values")], rows))


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.command("operations")(operations)
    app.command("do")(do)
