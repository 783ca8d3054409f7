"""Hostile text in every text field of every operation: kept whole or refused by name, never cut, never obeyed.

All doors hand what was typed to `parse`; what comes back to a screen, a table or a letter goes through `safe`, `fit`.
"""

from typing import Any

import pytest
from pydantic import create_model
from rich.cells import cell_len

from ops_console import rooms
from ops_console.base.problems import InputErrors
from ops_console.base.safe_text import fit, safe
from ops_console.desk.forms import FieldSpec, Form, Kind, fields_of, parse
from ops_console.desk.operations import OPERATIONS

rooms.load()

HOSTILE = {
    "markup": "[red]张[/] [@click=app.quit]x[/]",
    "escape": "李\x1b[2J\x1b]0;owned\x07明",
    "direction": "ab\u202eedoc\u2066x\u2069",
    "unseen": "a\u200b\u200db\ufeffc\u00ad",
    "emoji": "👩‍👩‍👧‍👦🇨🇳👍🏽",
    "marks": "Z̷̢̧͎̘͚͉̀a̸l̶g̴o",
    "lines": "one\ntwo\r\nthree\tfour",
    "braces": "{0} %s {policy!r} $(reboot) `id` '; DROP TABLE event; --",
    "formula": "=HYPERLINK(1)",
    "wide": "ｆｕｌｌ　ｗｉｄｔｈ",
}
UNKEEPABLE = {"nul": "a\x00b", "half a character": "a\ud800b"}


def _texts() -> list[tuple[str, FieldSpec]]:
    """Every text field of every operation."""
    return [
        (name, spec)
        for name, operation in OPERATIONS.items()
        for spec in fields_of(operation.form)
        if spec.kind in (Kind.TEXT, Kind.LIST)
    ]


def _faults(form: type[Form], spec: FieldSpec, value: Any) -> list[str]:
    """What is said of this field; the others are left out."""
    try:
        parse(form, {spec.name: value})
    except InputErrors as error:
        return [problem.message for problem in error.problems if problem.field == spec.name]
    return []


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_free_text_is_kept_as_it_was_typed(name: str) -> None:
    form = OPERATIONS[name].form
    for spec in fields_of(form):
        if spec.kind is not Kind.TEXT or not spec.limit:
            continue
        for kind, text in HOSTILE.items():
            kept = _kept(form, spec, text)
            assert kept in (text, None), (spec.name, kind)
            assert kept is not None or len(text) > spec.limit or _is_more_than_text(form, spec), (spec.name, kind)


def _kept(form: type[Form], spec: FieldSpec, text: str) -> str | None:
    """What a field makes of a text; None when it refuses."""
    made = create_model(
        "Single", __base__=Form, **{spec.name: (form.model_fields[spec.name].annotation, form.model_fields[spec.name])}
    )
    try:
        return str(getattr(parse(made, {spec.name: text}), spec.name))
    except InputErrors:
        return None


def _is_more_than_text(form: type[Form], spec: FieldSpec) -> bool:
    """A code, a number, a login: it has a shape of its own."""
    rules = form.model_fields[spec.name].metadata
    return any(not hasattr(rule, "max_length") and not hasattr(rule, "min_length") for rule in rules)


@pytest.mark.parametrize(("name", "spec"), _texts(), ids=lambda value: value if isinstance(value, str) else value.name)
def test_what_no_store_can_keep_is_refused_by_name(name: str, spec: FieldSpec) -> None:
    for text in UNKEEPABLE.values():
        assert _faults(OPERATIONS[name].form, spec, text) == ["holds a character that no text may hold"]


@pytest.mark.parametrize(
    ("name", "spec"),
    [(name, spec) for name, spec in _texts() if spec.kind is Kind.TEXT],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_text_has_a_limit_and_over_it_is_refused_not_cut(name: str, spec: FieldSpec) -> None:
    form = OPERATIONS[name].form
    shaped = any(getattr(rule, "pattern", None) for rule in form.model_fields[spec.name].metadata)
    assert spec.limit or shaped
    if spec.limit:
        assert f"at most {spec.limit} characters" in _faults(form, spec, "字" * (spec.limit + 1))


def test_texts_inside_lists_and_records_are_looked_at_too() -> None:
    form = OPERATIONS["counter.key_application"].form
    (problem,) = [
        problem
        for problem in _problems(form, {"beneficiaries": ["王\x00丽/1/spouse"]})
        if problem.field == "beneficiaries"
    ]
    assert "no text may hold" in problem.message


def _problems(form: type[Form], values: dict[str, Any]) -> list[Any]:
    with pytest.raises(InputErrors) as error:
        parse(form, values)
    return list(error.value.problems)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_alignment_holds_whatever_stands_in_a_cell(text: str) -> None:
    assert "\x1b" not in safe(text)
    assert "\n" not in safe(text)
    for width in (1, 2, 7, 20, 60):
        assert cell_len(fit(text, width)) == width


UNSEEN = ("李\x1b[2J明", "李\x07明", "ab\u202edoc", "a\u200bb", "one\ntwo")
READ_BY_OTHERS = [
    ("counter.receive_application", "applicant_name"),
    ("counter.receive_application", "applicant_address"),
    ("counter.key_application", "insured_name"),
    ("preservation.change_contact", "address"),
    ("premium.return_bank_item", "payee_name"),
    ("claims.name_payee", "name"),
]


@pytest.mark.parametrize(("name", "field"), READ_BY_OTHERS)
def test_a_name_or_an_address_that_banks_and_the_post_read_holds_nothing_unseen(name: str, field: str) -> None:
    form = OPERATIONS[name].form
    spec = next(spec for spec in fields_of(form) if spec.name == field)
    for text in UNSEEN:
        assert any("not seen" in message for message in _faults(form, spec, text)), text
    for text in (
        "王㐂明",
        "买买提·吐尔逊",
        "O'Neill, 3rd",
        "Nguyễn Văn",
        "王\U000323afe",
        "\ue863明",
        "ｗｉｄｅ　ｎａｍｅ",
    ):
        assert not _faults(form, spec, text), text


def test_an_account_holds_nothing_unseen_either() -> None:
    form = OPERATIONS["premium.change_account"].form
    [spec] = fields_of(form)
    assert _faults(form, spec, "6222021234567890 李\u202e明")
    assert not _faults(form, spec, "6222021234567890 李明")
