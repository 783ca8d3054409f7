"""Data can't command the terminal, hide, or push a column out of line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ops_console.base.safe_text import Align, cell_width, fit, safe

HOSTILE = "\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\xa0\xad\u034f\u061c\u200b\u200d\u200e\u2028\u2029\u202e\u2066\u3000\u3164"
any_text = st.text(st.one_of(st.characters(), st.sampled_from(HOSTILE + "\ufe0f\ufeff\U000e0041\u0301\u0302欧阳a ")))


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("欧阳娜娜", "欧阳娜娜"),
        ("O'Neil [draft] {x}", "O'Neil [draft] {x}"),
        ("\x1b[2J", "␛[2J"),
        ("a\nb", "a␊b"),
        ("a\tb", "a b"),
        ("\x9b31m", "<U+009B>31m"),
        ("100\u202e001", "100<U+202E>001"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("张\u3000三", "张  三"),
        ("❤\ufe0f", "❤"),
        ("\ud800", "<U+D800>"),
        ("e\u0301\u0302", "e\u0301\u0302"),
        ("e\u0301\u0302\u0303", "e\u0301\u0302<U+0303>"),
        ("\u0301e", "<U+0301>e"),
    ],
)
def test_what_can_not_be_seen_is_made_visible(given_text: str, shown: str) -> None:
    assert safe(given_text) == shown


@given(any_text)
def test_no_safe_text_holds_a_character_that_acts_on_a_terminal(text: str) -> None:
    categories = {unicodedata.category(character) for character in safe(text)}
    assert not categories & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(any_text)
def test_making_text_safe_twice_changes_nothing_more(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(any_text)
def test_the_width_of_safe_text_is_the_sum_of_its_characters_widths(text: str) -> None:
    assert cell_width(text) == sum(map(cell_len, safe(text)))


@given(any_text, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
def test_fitted_text_has_exactly_the_width_asked_for(text: str, width: int, align: Align) -> None:
    assert cell_len(fit(text, width, align)) == width


@pytest.mark.parametrize(
    ("text", "width", "align", "shown"),
    [
        ("张三", 6, "left", "张三  "),
        ("张三", 6, "right", "  张三"),
        ("张三", 7, "center", " 张三  "),
        ("中国人寿保险", 8, "left", "中国人.."),
        ("中国人寿保险", 7, "left", "中国.. "),
        ("policy", 2, "left", ".."),
        ("policy", 1, "left", "."),
        ("policy", 0, "left", ""),
    ],
)
def test_text_is_padded_or_cut_by_cells_not_by_characters(text: str, width: int, align: Align, shown: str) -> None:
    assert fit(text, width, align) == shown


def test_a_negative_width_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="negative"):
        fit("x", -1)
