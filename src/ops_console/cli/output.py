"""What a command says: data on standard output, talk on standard error, both through safe text.

With `--json` every answer is one object: `{"ok": true, "data": …}` or
`{"ok": false, "error": {"code", "message", "source", "problems": […]}}`.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, TextIO

from ops_console.base.i18n import _
from ops_console.base.problems import OpsError, Problem
from ops_console.cli.session import session

Row = Sequence[object]


def answer(data: Any, lines: Iterable[str] = ()) -> None:
    """The result: as JSON when asked for, else the lines."""
    if session().json:
        print(_json({"ok": True, "data": data}))  # noqa: T201 - standard output is where data goes
    else:
        _print(lines)


def say(text: str) -> None:
    """Talk: not data, and not said when quiet is asked for."""
    if not session().quiet:
        _print([text], sys.stderr)


def tell(error: OpsError, *, as_json: bool) -> None:
    """An error, with its source and every problem and its line; and what was done all the same, if anything was: its
    `data`, for a reader in the lines `told`."""
    data = getattr(error, "data", None)
    if as_json:
        body = {
            "code": error.code,
            "message": error.message,
            "source": error.source,
            "problems": [asdict(problem) for problem in error.problems],
        }
        print(_json({"ok": False, "error": body} | ({"data": data} if data else {})))  # noqa: T201
        return
    _print(getattr(error, "told", None) or outline(data or {}))
    from ops_console.rules.sources import source_text

    source = _(" (source: {source})").format(source=source_text(error.source)) if error.source else ""
    _print([f"{error.message}{source}", *(f"  {problem_line(one)}" for one in error.problems)], sys.stderr)


def _print(lines: Iterable[str], file: TextIO | None = None) -> None:
    from ops_console.base.safe_text import safe

    for line in lines:
        print(safe(line), file=file)


def problem_line(problem: Problem) -> str:
    """`line 3, birth: a date is typed like 2026-11-21 (1/2)`."""
    place = [_("line {line}").format(line=problem.line)] if problem.line is not None else []
    place += [problem.field] if problem.field else []
    value = f" ({problem.value})" if problem.value else ""
    return f"{', '.join(place)}: {problem.message}{value}" if place else f"{problem.message}{value}"


@dataclass(frozen=True)
class Words:
    """How an outline calls names, and how it says the value of a name."""

    label: Callable[[str], str]
    value: Callable[[str, Any], str]


def outline(value: Any, indent: int = 0, words: Words | None = None) -> Iterator[str]:
    """Nested values as indented lines; what is empty is left out. Without words names and values stand as they are."""
    used = words or Words(str, lambda _name, given: single(given))
    margin = "  " * indent
    for name, part in _parts(value):
        if part is None or part == "" or part == () or part == [] or part == {}:
            continue
        if _is_single(part):
            yield f"{margin}{used.label(name)}: {used.value(name, part)}"
        elif isinstance(part, Sequence) and all(_is_single(one) for one in part):
            yield f"{margin}{used.label(name)}: {', '.join(used.value(name, one) for one in part)}"
        else:
            yield f"{margin}{used.label(name)}:"
            yield from outline(part, indent + 1, words)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value):
        yield from ((one.name, getattr(value, one.name)) for one in fields(value))
    elif isinstance(value, Mapping):
        yield from ((str(name), part) for name, part in value.items())
    else:
        yield from ((str(place), part) for place, part in enumerate(value, 1))


def _is_single(value: Any) -> bool:
    return value is None or isinstance(value, (str, int, float, date, datetime))


def single(value: Any) -> str:
    """A value as people read it: amounts in yuan, days in full, yes and no."""
    from ops_console.base.money import Fen

    if isinstance(value, Fen):
        return value.yuan()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value.isoformat() if isinstance(value, date) else str(value)


def _json(value: Any) -> str:
    import json

    from ops_console.base.safe_text import safe

    # Escapes in JSON strings already make control characters harmless; bidi and C1 characters need the ASCII form.
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    return text if safe(text) == text else json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)
