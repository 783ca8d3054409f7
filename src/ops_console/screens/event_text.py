"""Events as lines of text: who did what when, and every change with before and after."""

from collections.abc import Mapping
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.moments import local
from ops_console.base.safe_text import cell_width
from ops_console.catalog.model import Catalog
from ops_console.data.queries.history import EventLook
from ops_console.desk.forms import FieldSpec, Kind
from ops_console.screens.backend import input_fields, label_of
from ops_console.screens.coded import named
from ops_console.screens.texts import WIDE_LABEL, Column, Lines, heading, pair, plain, row, spread, wrap
from ops_console.screens.why_text import why_lines
from ops_console.screens.words import HIDDEN, amount, column, day, shown, table, word

NAME_CELLS = 16
TECHNICAL = frozenset({"version", "source_id", "revision"})


def brief(event: EventLook, width: int) -> Lines:
    """One line an event."""
    columns = spread([(16, "left"), (0, "left"), (12, "left")], width)
    return [row((f"{local(event.at):%Y-%m-%d %H:%M}", _(label_of(event.operation)), event.clerk), columns)]


def full(event: EventLook, catalog: Catalog, width: int) -> Lines:
    """An event with its input, what it changed, and why its numbers are what they are."""
    lines = heading(f"{local(event.at):%Y-%m-%d %H:%M:%S}  {_(label_of(event.operation))}")
    # As wide as the labels of what was typed, which stands below.
    lines += pair(_("Clerk"), f"{event.clerk} ({word(event.door)})", width, label_cells=WIDE_LABEL)
    lines += pair(_("As the deputy of"), str(event.data.get("deputy_of", "")), width, label_cells=WIDE_LABEL)
    lines += pair(_("Booked on"), day(event.day), width, label_cells=WIDE_LABEL)
    lines += keyed(event.operation, event.data.get("input", {}), catalog, width)
    for change in event.data.get("changes", ()):
        lines += changed(change, catalog, width)
    for why in event.whys:
        lines += why_lines(why, width)
    return lines


def keyed(operation: str, values: Mapping[str, Any], catalog: Catalog, width: int) -> Lines:
    """What was typed into the form of an operation, under the labels it has there."""
    specs = input_fields(operation)
    lines: Lines = []
    for name, value in values.items():
        label = _(specs[name].label) if name in specs else column(name)
        lines += pair(label, _typed(name, value, specs, catalog), width, label_cells=WIDE_LABEL)
    return lines


def _typed(name: str, value: Any, specs: Mapping[str, FieldSpec], catalog: Catalog) -> str:
    """A recorded input for a reader: choices by their label."""
    spec = specs.get(name)
    if spec is not None and spec.kind is Kind.AMOUNT and isinstance(value, int):
        return amount(value)
    labels = {choice.value: _(choice.label) for choice in spec.choices} if spec else {}
    if isinstance(value, str) and value in labels:
        return labels[value]
    return _value(name, value, catalog)


def changed(change: Mapping[str, Any], catalog: Catalog, width: int) -> Lines:
    """The columns of one record, before and after side by side; a value too long for its column below its name."""
    before, after = change.get("before", {}), change.get("after", {})
    side = (width - NAME_CELLS) // 2 - 2
    columns: list[Column] = [(NAME_CELLS, "left"), (side, "left"), (side, "left")]
    lines: Lines = []
    for name, value in after.items():
        if name in TECHNICAL or name in HIDDEN:
            continue
        old = _value(name, before.get(name), catalog) or "-"
        new = f"> {_value(name, value, catalog) or '-'}"
        if max(cell_width(old), cell_width(new)) <= side:
            heads = wrap(column(name), NAME_CELLS)
            lines.append(row((heads[0], old, new), columns))
            lines += [row((head, "", ""), columns) for head in heads[1:]]
        else:
            lines += [*pair(column(name), old, width), *pair("", new, width)]
    return [*plain(table(str(change.get("table", ""))), width, "dim"), *lines] if lines else []


def _value(name: str, value: Any, catalog: Catalog) -> str:
    """A recorded value for a reader: operations and codes by their names."""
    if name == "operation" and value:
        return _(label_of(str(value)))
    return shown(name, named(name, value, catalog))
