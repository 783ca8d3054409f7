"""Texts of many rows made from one pattern are those that encoding each would give."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ops_console.data.seals import GAP, pattern_of
from ops_console.data.types import canonical_json

STORED = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)))
"""What a store can hold: no NUL, no half of a pair."""


@given(fixed=st.dictionaries(STORED, st.one_of(STORED, st.integers(), st.none())), name=STORED, amount=st.integers())
def test_a_filled_pattern_is_the_canonical_json_of_the_row(fixed: dict[str, Any], name: str, amount: int) -> None:
    def row(amount: object, name: object) -> list[object]:
        return ["letter", {**fixed, "%s": [amount, name]}]

    assert pattern_of(row(GAP, GAP)) % (amount, canonical_json(name)) == canonical_json(row(amount, name))
