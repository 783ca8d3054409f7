"""Members of a group from a sheet: keyed with the application, or added to the policy, by the operation a clerk uses.

The list is taken whole or not at all; every fault is told by its row and column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ops_console import rooms
from ops_console.base.i18n import LANGUAGES, _, use_language
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.data.store import Store
from ops_console.desk.desk import Outcome, Trial, perform, trial
from ops_console.desk.entry import Actor
from ops_console.desk.typed import day_typed
from ops_console.exchange.faulty import is_about_faults
from ops_console.exchange.sheets import Sheet, SheetRow, read_sheet
from ops_console.rooms.member_lines import COLUMNS, MemberProblem
from ops_console.rooms.members import FIELD
from ops_console.rules.numbers import Prefix, parse

OPERATIONS = {Prefix.APPLICATION: "counter.key_group", Prefix.ENDORSEMENT: "preservation.add_members"}
"""By what the list is for: the operation that takes it."""
MAY_BE_EMPTY = frozenset({"sex", "birth"})


@dataclass(frozen=True)
class MemberList:
    """A sheet as the operation wants it: a line for each member, the row it stood in, how the sheet heads a column."""

    lines: tuple[str, ...]
    rows: tuple[int, ...]
    headers: Mapping[str, str]
    problems: tuple[Problem, ...]


def take_members(
    store: Store, actor: Actor, path: Path, number: str, values: Mapping[str, Any], *, dry_run: bool = False
) -> Outcome | Trial:
    """Key the members of a sheet into a case; `values`: the operation's other fields. Only computed in a dry run.

    InputErrors with the faults of the sheet and of every member; UsageError for a case that takes no members.
    """
    rooms.load()
    operation = OPERATIONS.get(parse(number).prefix)
    if operation is None:
        raise UsageError(_("{number} takes no members: name an application or a request.").format(number=number))
    sheet = read_members(path)
    given = {**values, FIELD: list(sheet.lines)}
    try:
        if sheet.problems or dry_run:
            done: Outcome | Trial = trial(store, operation, actor, number, given)
        else:
            done = perform(store, operation, actor, number, given)
    except InputErrors as error:
        raise InputErrors([*sheet.problems, *(_placed(one, sheet) for one in error.problems)]) from None
    if sheet.problems:
        raise InputErrors(list(sheet.problems))
    return done


def read_members(path: Path) -> MemberList:
    """The members of a sheet. InputErrors for a sheet that can't be read, and for every fault of its header."""
    sheet = read_sheet(path)
    headers = _headers(sheet)
    lines, problems = [], []
    for row in sheet.rows:
        problems += [replace(one, line=row.line) for one in row.problems]
        lines.append("/".join(_cell(row, name, headers, problems) for name in COLUMNS))
    if not lines:
        problems.append(Problem("", _("nobody stands on the list")))
    return MemberList(tuple(lines), tuple(row.line for row in sheet.rows), headers, tuple(problems))


def _headers(sheet: Sheet) -> dict[str, str]:
    """Column → how the sheet heads it: by its name or its label in either language."""
    names = {name: name for name in COLUMNS}
    for language in LANGUAGES:
        with use_language(language):
            names |= {_(label): name for name, label in COLUMNS.items()}
    own = [column for column in sheet.columns if column and not is_about_faults(column)]
    found = {names.get(column, names.get(column.lower(), "")): column for column in own}
    strange = [column for column in own if not names.get(column, names.get(column.lower()))]
    problems = [Problem(column, _("is not said of a member"), line=1) for column in strange]
    problems += [
        Problem(name, _("the column is missing"), line=1)
        for name in COLUMNS
        if name not in found and name not in MAY_BE_EMPTY
    ]
    if problems:
        raise InputErrors(problems)
    return found


def _cell(row: SheetRow, name: str, headers: Mapping[str, str], problems: list[Problem]) -> str:
    """A cell as it stands in a typed line, in which a slash divides what is said."""
    text = row.values.get(headers.get(name, ""), "")
    if name == "birth" and text:
        try:
            return day_typed(text, None).isoformat()
        except ValueError as error:
            problems.append(Problem(headers[name], str(error), line=row.line, value=text))
            return ""
    if "/" in text:
        problems.append(Problem(headers[name], _("holds a slash"), line=row.line, value=text[:80]))
    return text.replace("/", " ")


def _placed(problem: Problem, sheet: MemberList) -> Problem:
    """A fault of a member, where it stands in the sheet."""
    if not isinstance(problem, MemberProblem) or problem.line is None:
        return problem
    field = sheet.headers.get(problem.column, problem.column)
    return Problem(field, problem.message, sheet.rows[problem.line - 1], problem.value)
