"""docs/operations.md: everything that can be done, from the register, and the grades' limits in the shipped catalog."""

from collections.abc import Iterator

from ops_console import rooms
from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.desk.forms import FieldSpec, Kind, fields_of
from ops_console.desk.kinds import KINDS
from ops_console.desk.operations import OPERATIONS, Hand, On, Operation
from ops_console.rules.authority import MeasureUnit
from ops_console.screens.words import EVERYWHERE, ROOMS
from tools.pages.markdown import MADE, code, table, text

TYPED = {
    Kind.TEXT: "text",
    Kind.WHOLE: "whole number",
    Kind.AMOUNT: "yuan, `1,234.50` or `20w`",
    Kind.DAY: "`2026-11-20`",
    Kind.FLAG: "`yes` or `no`",
    Kind.LIST: "words with commas between",
    Kind.ACCOUNT: "`6222 0212 3456 7890`, its bank before it and its holder behind it if need be",
    Kind.TICKS: "codes with commas between",
}
HANDS = {
    Hand.MAKES: "Makes a decision ready; where it is checked, another person does it.",
    Hand.CHECKS: "Checks what another person made.",
}
ON = {On.NOTHING: "nothing", On.POLICY: "a policy", On.ANY_CASE: "any open case"}


def page() -> str:
    """Every operation by room and code."""
    rooms.load()
    by_code = sorted(OPERATIONS.values(), key=lambda one: one.code)
    return text(_lines(by_code))


def _lines(by_code: list[Operation]) -> Iterator[str]:
    named = {**ROOMS, **EVERYWHERE}
    yield from ("# Operations", "", MADE, "")
    yield (
        f"All {len(by_code)} operations of the console. Each is done at a screen (its code after `:`, the action bar, "
        "the palette) or by `ops-console do NAME [NUMBER] --set field=value`; both go the same way through the desk. "
        "How cases move is in [flows.md](flows.md), the rest of the command line in [commands.md](commands.md)."
    )
    yield ""
    yield from table(
        ["room", "operations"],
        [
            [label, ", ".join(f"[{one.code}](#{one.code.lower()}) {one.label}" for one in by_code if one.room == room)]
            for room, label in named.items()
        ],
    )
    yield from _authority()
    for room, label in named.items():
        yield from (f"## {label}", "")
        for one in by_code:
            if one.room == room:
                yield from _operation(one)


def _authority() -> Iterator[str]:
    ladder = shipped().authority
    yield from ("## Who may decide how much", "")
    yield (
        "Of the shipped catalog (`catalog/authority.toml`); a company loads its own. What is above a clerk's grade is "
        "referred to the lowest grade that may decide it, and the measures add up over a case."
    )
    yield ""
    yield from table(
        ["measure", *(str(grade.label) for grade in ladder.grades)],
        [
            [f"{measure.label} `{name}`", *(_limit(grade.limits.get(name, 0), measure.unit) for grade in ladder.grades)]
            for name, measure in ladder.measures.items()
        ],
    )
    lowest = [f"{name.replace('_', ' ')}: {ladder.grade(grade).label}" for name, grade in ladder.minimum_grades.items()]
    yield from (f"Lowest grade whatever the amount – {'; '.join(lowest)}.", "")


def _limit(limit: int | None, unit: MeasureUnit) -> str:
    if limit is None:
        return "no limit"
    return Fen(limit).yuan() if unit is MeasureUnit.FEN else str(limit)


def _operation(one: Operation) -> Iterator[str]:
    yield from (f'<a id="{one.code.lower()}"></a>', "", f"### {one.code} {one.label}", "")
    yield from (f"`{one.name}`", "", one.help, "")
    yield f"- Who: {_who(one)}"
    yield f"- On: {_on(one)}"
    if one.measures:
        yield f"- Authority on: {code(one.measures)}"
    yield ""
    yield from table(
        ["field", "label", "typed as", "needed", "about it"],
        [
            [f"`{spec.name}`", spec.label, _typed(spec), "yes" if spec.required else "", "; ".join(_about(spec))]
            for spec in fields_of(one.form)
        ],
    )


def _who(one: Operation) -> str:
    duties = shipped().duties
    who = " or ".join(str(duties[duty].label).lower() for duty in one.duties) or "every clerk"
    return " ".join(part for part in (f"{who}.", HANDS.get(one.hand, "")) if part)


def _on(one: Operation) -> str:
    if one.on is On.CASE:
        places: dict[str, list[str]] = {}
        for kind, state in one.states():
            places.setdefault(KINDS[kind].label, []).append(f"*{KINDS[kind].state(state).label}*")
        return "; ".join(f"{kind} {', '.join(states)}" for kind, states in places.items())
    return ON[one.on] + (f"; opens: {KINDS[one.opens].label}" if one.opens else "")


def _typed(spec: FieldSpec) -> str:
    return code(choice.value for choice in spec.choices) if spec.choices else TYPED[spec.kind]


def _about(spec: FieldSpec) -> Iterator[str]:
    if spec.help:
        yield spec.help.rstrip(".")
    if spec.limit:
        yield f"at most {spec.limit} characters"
    if not spec.required and spec.default not in (None, "", (), False):
        yield f"`{spec.default}` when left out"
    if spec.lookup:
        yield f"F4 lists: {spec.lookup}"
    if spec.confidential:
        yield "confidential: kept out of the event"
