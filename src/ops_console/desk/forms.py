"""Input models of operations, and what is derived from them.

An operation's input is one `Form`. Screens build their fields, the command line its `--set`, the documentation its
tables from `fields_of(form)`; `parse` turns what was typed, by whatever door, into the form or every problem at once.
"""

import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, ValidationInfo
from pydantic.config import JsonDict
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.desk import typed
from ops_console.rules import accounts

FormT = TypeVar("FormT", bound="Form")


class Form(BaseModel):
    """What an operation is told. Unknown fields are refused, texts are trimmed, nothing is ever cut."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, arbitrary_types_allowed=True)


class Kind(StrEnum):
    """How a field is typed and shown."""

    TEXT = "text"
    WHOLE = "whole"
    AMOUNT = "amount"
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    TICKS = "ticks"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Choice:
    """One value of a choice and its label (a message id)."""

    value: str
    label: str


@dataclass(frozen=True)
class FieldSpec:
    """One field as doors need it. `label` and `help` are message ids, translated when shown."""

    name: str
    label: str
    kind: Kind
    required: bool
    default: Any
    help: str = ""
    choices: tuple[Choice, ...] = ()
    """Of a choice, and of ticks; ticks without any get them from what the operation offers for its case."""
    lookup: str = ""
    """Name of the F4 list: party, product, agent, policy, receipt, paper, clerk, collector, branch, grade, duty, room,
    cabinet …"""
    confidential: bool = False
    limit: int | None = None
    """Longest text."""


def field(
    label: str,
    *,
    default: Any = PydanticUndefined,
    help: str = "",  # noqa: A002 - the word the reader knows
    choices: Mapping[str, str] | None = None,
    lookup: str = "",
    confidential: bool = False,
    ticks: bool = False,
    **limits: Any,
) -> Any:
    """A field of a form. Limits are pydantic's: max_length, ge, le, pattern …

    `ticks` makes a list to be ticked of a field of `Codes`: of its `choices`, or of what its operation `offers`.
    """
    extra: JsonDict = {
        "help": help,
        "choices": dict(choices or {}),
        "lookup": lookup,
        "confidential": confidential,
        "ticks": ticks,
    }
    return Field(default, title=label, json_schema_extra=extra, **limits)


def _amount(value: Any) -> Any:
    """Amounts are typed in yuan; whole numbers in JSON are fen."""
    if isinstance(value, bool | float):
        raise ValueError(_("an amount is typed like 1,234.50"))
    return typed.not_too_large(Fen(value)) if isinstance(value, int) else typed.amount_typed(str(value))


def _day(value: Any, info: ValidationInfo) -> Any:
    return value if isinstance(value, date) else typed.day_typed(str(value), info.context)


def account_typed(text: str) -> str:
    """A bank account as it is kept, from one typed alone or with bank and holder. ValueError when it is none."""
    typed.seen(text)
    try:
        return str(accounts.read(text))
    except ValueError:
        raise ValueError(_("an account is typed like 6222 0212 3456 7890, its bank may stand before it")) from None


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        word = value.strip().lower()
        if word in ("y", "yes", "true", "1", "是", "x", "on"):
            return True
        if word in ("n", "no", "false", "0", "否", "", "off"):
            return False
    elif isinstance(value, bool):
        return value
    raise ValueError(_("yes or no"))


def _items(value: Any) -> Any:
    if isinstance(value, str):
        plain = value.translate(typed.FULL_WIDTH_DIGITS)
        return tuple(part.strip() for part in re.split(r"[,，;；\s]+", plain) if part.strip())
    return tuple(value) if isinstance(value, list) else value


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        text = value.translate(typed.FULL_WIDTH).strip()
        if not re.fullmatch(rf"-?\d{{1,{typed.MOST_DIGITS}}}", text, re.ASCII):
            raise ValueError(_("a whole number"))
        return int(text)
    return value


Amount = Annotated[Fen, BeforeValidator(_amount)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_whole)]
Codes = Annotated[tuple[str, ...], BeforeValidator(_items)]
_ACCOUNT = AfterValidator(account_typed)
Account = Annotated[str, _ACCOUNT]
"""A bank account: `6222 0212 3456 7890`, with its bank before it and its holder behind it if need be."""


Seen = Annotated[str, AfterValidator(typed.seen)]
"""A name or an address that others are to read, on an envelope or in a bank's file."""


class Nothing(Form):
    """For operations that need no input."""


class Comment(Form):
    """A remark for the record."""

    comment: str = field(N_("Remark"), default="", max_length=500)


class Reason(Form):
    """A reason that the customer or the next clerk reads."""

    reason: str = field(N_("Reason"), min_length=2, max_length=500)


@cache
def fields_of(form: type[Form]) -> tuple[FieldSpec, ...]:
    """The fields of a form, in order."""
    return tuple(_spec(name, info) for name, info in form.model_fields.items())


def parse(form: type[FormT], values: Mapping[str, Any], today: typed.Today | None = None) -> FormT:
    """The form, or InputErrors with a problem for every field that is wrong. Short dates are read from `today`; without
    it, as in sheets and in what was recorded, dates are given in full."""
    given = {name: value for name, value in values.items() if not _left_empty(form, name, value)}
    if bad := [name for name, value in given.items() if not typed.can_be_kept(value)]:
        message = _("holds a character that no text may hold")
        raise InputErrors([Problem(name, message, value=repr(given[name])[:80]) for name in bad])
    try:
        made = form.model_validate(given, context=today)
    except ValidationError as error:
        raise InputErrors([_problem(fault, values) for fault in error.errors()]) from None
    if unknown := [problem for spec in fields_of(form) for problem in _never_offered(spec, getattr(made, spec.name))]:
        raise InputErrors(unknown)
    return made


def _never_offered(spec: FieldSpec, ticked: Any) -> list[Problem]:
    """Ticks that are none of the field's own choices; those an operation offers for a case it checks itself."""
    if spec.kind is not Kind.TICKS or not spec.choices:
        return []
    known = [choice.value for choice in spec.choices]
    message = _("one of: {expected}").format(expected=", ".join(known))
    return [Problem(spec.name, message, value=code) for code in ticked if code not in known]


def _left_empty(form: type[Form], name: str, value: Any) -> bool:
    """An empty text in a field that may be left out counts as left out."""
    info = form.model_fields.get(name)
    return info is not None and isinstance(value, str) and not value.strip() and not info.is_required()


def _problem(fault: Any, values: Mapping[str, Any]) -> Problem:
    name = str(fault["loc"][0]) if fault["loc"] else ""
    value = values.get(name)
    return Problem(field=name, message=_message(fault), value=None if value is None else str(value)[:80])


_MESSAGES = {
    "missing": N_("is needed"),
    "extra_forbidden": N_("is not a field of this form"),
    "string_too_long": N_("at most {max_length} characters"),
    "string_too_short": N_("at least {min_length} characters"),
    "too_short": N_("is needed"),
    "greater_than_equal": N_("at least {ge}"),
    "greater_than": N_("more than {gt}"),
    "less_than_equal": N_("at most {le}"),
    "literal_error": N_("one of: {expected}"),
    "string_pattern_mismatch": N_("does not have the right form"),
    "value_error": "{error}",
}
"""What pydantic found, in words a clerk reads; the names are those of its context."""


def _message(fault: Any) -> str:
    context = {name: _shown(value) for name, value in fault.get("ctx", {}).items()}
    return _(_MESSAGES.get(fault["type"], N_("is not valid"))).format(**context)


def _shown(limit: Any) -> Any:
    if isinstance(limit, str):
        return limit.replace("'", "").replace(" or ", ", ")
    return limit.yuan() if isinstance(limit, Fen) else limit


def _spec(name: str, info: FieldInfo) -> FieldSpec:
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    labels: Any = extra.get("choices") or {}
    kind, values = _kind(info)
    if extra.get("ticks"):
        kind, values = Kind.TICKS, tuple(labels)
    limits = [rule.max_length for rule in info.metadata if getattr(rule, "max_length", None)]
    return FieldSpec(
        name=name,
        label=info.title or name,
        kind=kind,
        required=info.is_required(),
        default=None if info.is_required() else info.get_default(call_default_factory=True, validated_data={}),
        help=str(extra.get("help", "")),
        choices=tuple(Choice(value, labels.get(value, value)) for value in values),
        lookup=str(extra.get("lookup", "")),
        confidential=bool(extra.get("confidential", False)),
        limit=limits[0] if limits else None,
    )


_KINDS: dict[Any, Kind] = {Fen: Kind.AMOUNT, date: Kind.DAY, bool: Kind.FLAG, int: Kind.WHOLE, str: Kind.TEXT}


def _kind(info: FieldInfo) -> tuple[Kind, tuple[str, ...]]:
    annotation: Any = info.annotation
    if get_origin(annotation) in (types.UnionType, Union):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is Literal:
        return Kind.CHOICE, tuple(str(value) for value in get_args(annotation))
    if get_origin(annotation) is tuple:
        return Kind.LIST, ()
    if _ACCOUNT in info.metadata:
        return Kind.ACCOUNT, ()
    return _KINDS[annotation], ()
