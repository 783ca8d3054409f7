"""Moulds: what the acts of one kind of sale write, as templates that thousands of sales are cast in.

A mould is made by the rooms themselves: the script is performed on a scratch store for three different sales of the
kind, and what they wrote is compared cell by cell. What is the same in all three is fixed; what differs must be a
symbol of the vocabulary (`facts.py`), or a text made of symbols. So when an operation changes, its moulds change with
it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ops_console.data.bulk import Row, columns_of, json_columns
from ops_console.data.store import AnyRecord
from ops_console.data.types import canonical_json
from ops_console.training.facts import Facts, Part, Read, Symbol

Model = type[AnyRecord]
Slot = int
"""Place in a sale's list of values."""
Columns = Sequence[Sequence[Any]]
"""The values of many sales, by slot."""


class Unexplained(Exception):
    """Something an operation writes differs from sale to sale, and no symbol says why."""


@dataclass(frozen=True)
class Text:
    """A text made of values: a format with a %s for each slot."""

    form: str
    slots: tuple[Slot, ...]


class Casting:
    """The list of values a kind's rows are made of: what is fixed, what is read from the facts, texts made of both."""

    def __init__(self, symbols: Iterable[Symbol], samples: Sequence[Facts]) -> None:
        self._samples = samples
        self._known: dict[tuple[Any, ...], tuple[str, Read]] = {}
        for name, read in symbols:
            values = tuple(read(sample) for sample in samples)
            self._known.setdefault(values, (name, read))
        self._pieces = sorted(
            ((tuple(map(str, values)), values) for values in self._known if _varies(values)),
            key=lambda piece: -len(piece[0][0]),
        )
        self._fixed: dict[tuple[type, Any], Slot] = {}
        self._read: dict[str, tuple[Slot, Read]] = {}
        self._texts: dict[Text, Slot] = {}

    def slot(self, values: tuple[Any, ...], where: str) -> Slot:
        """The slot that holds these values in the samples. Unexplained when nothing does."""
        if not _varies(values):
            return self._fixed_slot(values[0])
        symbol = self._symbol(values)
        if symbol is not None:
            return symbol
        if all(isinstance(value, str) for value in values):
            return self._text_slot(self._composed(values, where))
        raise Unexplained(f"{where}: {values}")

    def json_slot(self, values: Sequence[str | None], where: str) -> Slot:
        """The same for JSON texts, compared as what they hold."""
        if None in values or not _varies(tuple(values)):
            return self.slot(tuple(values), where)
        return self.text([value or "null" for value in values], where, {})

    def text(self, texts: Sequence[str], where: str, marks: Mapping[str, Slot]) -> Slot:
        """A JSON text in which a text that is a mark stands for the content of a slot."""
        return self._text_slot(self._json([json.loads(value) for value in texts], where, marks))

    def derived(self, values: tuple[Any, ...], name: str, read: Read, where: str) -> Slot:
        """A slot read by a function of its own, which has to be right for every sample."""
        if tuple(read(sample) for sample in self._samples) != values:
            raise Unexplained(f"{where}: {values} is not {name}")
        return self._read_slot(name, read)

    def reading(self, values: tuple[Any, ...], where: str) -> tuple[str, Read]:
        """The symbol with these values: its name and how it is read."""
        known = self._known.get(values)
        if known is None:
            raise Unexplained(f"{where}: {values}")
        return known

    def finished(self) -> Filler:
        """How the list is filled for sales."""
        return Filler(self)

    def _symbol(self, values: tuple[Any, ...]) -> Slot | None:
        known = self._known.get(values)
        if known is None or type(values[0]) is bool:
            return None
        return self._read_slot(*known)

    def _read_slot(self, name: str, read: Read) -> Slot:
        if name not in self._read:
            self._read[name] = (self._next(), read)
        return self._read[name][0]

    def _fixed_slot(self, value: Any) -> Slot:
        key = (type(value), value)
        if key not in self._fixed:
            self._fixed[key] = self._next()
        return self._fixed[key]

    def _text_slot(self, text: Text) -> Slot:
        if not text.slots:
            return self._fixed_slot(text.form % ())
        if text not in self._texts:
            self._texts[text] = self._next()
        return self._texts[text]

    def _next(self) -> Slot:
        return len(self._fixed) + len(self._read) + len(self._texts)

    def _composed(self, values: tuple[str, ...], where: str) -> Text:
        """The texts as a sequence of symbols and letters they share; the longest symbol that fits comes first."""
        inside = [p for p in self._pieces if all(one in text for one, text in zip(p[0], values, strict=True))]
        places = [0] * len(values)
        form = ""
        slots: list[Slot] = []
        while any(place < len(text) for place, text in zip(places, values, strict=True)):
            piece = next((p for p in inside if _fits(p[0], values, places)), None)
            if piece is not None:
                form, slots = form + "%s", [*slots, self._read_slot(*self._known[piece[1]])]
                places = [place + len(one) for place, one in zip(places, piece[0], strict=True)]
                continue
            letters = {text[place : place + 1] for place, text in zip(places, values, strict=True)}
            if len(letters) != 1 or letters == {""}:
                raise Unexplained(f"{where}: {values}")
            form += letters.pop().replace("%", "%%")
            places = [place + 1 for place in places]
        return Text(form, tuple(slots))

    def _json(self, values: Sequence[Any], where: str, marks: Mapping[str, Slot]) -> Text:
        first = values[0]
        if isinstance(first, dict):
            if len({tuple(sorted(value)) for value in values}) != 1:
                raise Unexplained(f"{where}: keys {[sorted(value) for value in values]}")
            parts = [
                _joined(
                    f"{_fixed_json(name)}:", self._json([value[name] for value in values], f"{where}.{name}", marks)
                )
                for name in sorted(first)
            ]
            return _listed("{", parts, "}")
        if isinstance(first, list):
            if len({len(value) for value in values}) != 1:
                raise Unexplained(f"{where}: {values}")
            items = [self._json(list(item), f"{where}[{n}]", marks) for n, item in enumerate(zip(*values, strict=True))]
            return _listed("[", items, "]")
        if isinstance(first, str) and first in marks:
            return Text("%s", (marks[first],))
        if not _varies(tuple(values)):
            return Text(_fixed_json(first), ())
        slot = self.slot(tuple(values), where)
        return Text('"%s"' if isinstance(first, str) else "%s", (slot,))


class Filler:
    """Fills many sales at once, slot by slot: fixed values, symbols read from the facts, then the texts."""

    def __init__(self, casting: Casting) -> None:
        self._fixed = [(slot, value) for (_type, value), slot in casting._fixed.items()]
        self._reads = list(casting._read.values())
        self._texts = [(slot, text) for text, slot in casting._texts.items()]

    def __call__(self, facts: Sequence[Facts]) -> Columns:
        columns: list[Sequence[Any]] = [()] * (len(self._fixed) + len(self._reads) + len(self._texts))
        for slot, value in self._fixed:
            columns[slot] = [value] * len(facts)
        wholes: dict[Read, list[Any]] = {}
        for slot, read in self._reads:
            if isinstance(read, Part):
                if read.whole not in wholes:
                    wholes[read.whole] = list(map(read.whole, facts))
                columns[slot] = list(map(read.part, wholes[read.whole]))
            else:
                columns[slot] = list(map(read, facts))
        for slot, text in self._texts:
            columns[slot] = list(map(text.form.__mod__, rows_of(columns, text.slots)))
        return columns


def rows_of(columns: Columns, slots: Iterable[Slot]) -> Iterator[Row]:
    """The values in these slots, sale by sale."""
    return zip(*(columns[slot] for slot in slots), strict=True)


class Ambiguity:
    """Whether samples can mislead: by a symbol that varies and is the same in all of them, or two that look alike."""

    def __init__(self, symbols: Iterable[Symbol], witnesses: Sequence[Facts]) -> None:
        self._symbols = [(name, read, tuple(read(one) for one in witnesses)) for name, read in symbols]

    def fault(self, samples: Sequence[Facts]) -> str | None:
        """What misleads; None when nothing does."""
        seen: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}
        for name, read, elsewhere in self._symbols:
            values = tuple(read(sample) for sample in samples)
            if not _varies(values):
                if elsewhere != values[:1] * len(elsewhere):
                    return f"{name} is {values[0]} in every sample"
                continue
            earlier = seen.setdefault(values, (name, elsewhere))
            if earlier[1] != elsewhere:
                return f"{name} looks like {earlier[0]}: {values}"
        return None


def _varies(values: tuple[Any, ...]) -> bool:
    return any(value != values[0] or type(value) is not type(values[0]) for value in values)


def _fits(piece: Sequence[str], texts: Sequence[str], places: Sequence[int]) -> bool:
    """The piece stands at these places in every text, and does not cut a number in two."""
    for one, text, place in zip(piece, texts, places, strict=True):
        if not text.startswith(one, place):
            return False
        before, after = text[place - 1 : place], text[place + len(one) : place + len(one) + 1]
        if (one[0].isdigit() and before.isdigit()) or (one[-1].isdigit() and after.isdigit()):
            return False
    return True


def _fixed_json(value: Any) -> str:
    return canonical_json(value).replace("%", "%%")


def _joined(before: str, text: Text) -> Text:
    return Text(before + text.form, text.slots)


def _listed(opening: str, parts: Sequence[Text], closing: str) -> Text:
    form = opening + ",".join(part.form for part in parts) + closing
    return Text(form, tuple(slot for part in parts for slot in part.slots))


def row_slots(casting: Casting, model: Model, rows: Sequence[Row], where: str) -> tuple[Slot, ...]:
    """One row of a table, as it stands in each sample."""
    structured = json_columns(model)
    slots = []
    for column, values in zip(columns_of(model), zip(*rows, strict=True), strict=True):
        place = f"{where}.{column}"
        slots.append(casting.json_slot(values, place) if column in structured else casting.slot(values, place))
    return tuple(slots)
