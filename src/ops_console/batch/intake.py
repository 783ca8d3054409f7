"""Intake: applications from a sheet, each through the same operations as at the counter.

A row is one transaction: good rows are kept, bad ones told with their line and field. A form number that is known is
passed over, so that the same file again takes in nothing twice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from ops_console import rooms
from ops_console.base.i18n import LANGUAGES, _, use_language
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.store import Store, Tx
from ops_console.data.tables import Agent, Application, Party, WorkItem
from ops_console.desk.desk import perform_in
from ops_console.desk.entry import Actor
from ops_console.desk.forms import Form, fields_of, parse
from ops_console.exchange.faulty import is_about_faults, must_be_writable, write_faulty
from ops_console.exchange.sheets import Sheet, SheetRow, read_sheet
from ops_console.rooms.counter.keying import Keyed
from ops_console.rooms.counter.reception import Received
from ops_console.rules import identity, numbers

DOOR = "intake"
KNOWN = "known"
FAILED = "failed"
NOTHING = Fen(0)
ABOUT = {"product_unknown": "product", "form_known": "form_no"}
"""Refusals that one field is about."""
FORMS: tuple[type[Form], ...] = (Received, Keyed)
Watch = Callable[[int, int], None]
"""Told after every row: rows done, rows in all."""


@dataclass(frozen=True)
class IntakeReport:
    """What came of a sheet. `states`: how many rows ended in which state of the case, known or failed."""

    file: str
    dry_run: bool
    rows: int
    states: Mapping[str, int]
    premium: Fen
    """First premiums of the applications keyed: the control total."""
    cases: tuple[str, ...]
    """Numbers of the cases opened; none of a dry run."""
    problems: tuple[Problem, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class _Taken:
    """One row that went through."""

    number: str | None
    state: str
    premium: Fen = NOTHING


class _Undo(Exception):
    """Ends the transaction of a dry run."""


def intake(
    store: Store,
    actor: Actor,
    path: Path,
    *,
    dry_run: bool = False,
    faults: Path | None = None,
    watch: Watch | None = None,
) -> IntakeReport:
    """Take in every row of a sheet, or see what would come of it.

    `faults`: where the faulty rows are written to, to be mended. InputErrors when the file or its header cannot be
    read; NotAllowed when the clerk may not take in applications; UsageError when there is no place for the faults.
    """
    rooms.load()
    if faults is not None:
        must_be_writable(faults)
    sheet = read_sheet(path)
    columns = _fields(sheet)
    headers = {field: column for column, field in columns.items()}
    first = _first_rows(sheet, headers)
    actor = replace(actor, door=DOOR)
    taken: list[_Taken] = []
    problems: dict[int, Sequence[Problem]] = {}
    with _transactions(store, dry_run) as transaction:
        for done, row in enumerate(sheet.rows, 1):
            try:
                with transaction() as tx:
                    taken.append(_take(tx, actor, row, columns, first))
            except InputErrors as error:
                problems[row.line] = [
                    replace(one, line=row.line, field=headers.get(one.field, one.field)) for one in error.problems
                ]
            except Refused as error:
                source = f" ({error.source})" if error.source else ""
                field = headers.get(ABOUT.get(error.code, ""), "")
                problems[row.line] = [Problem(field, f"{error.message}{source}", line=row.line)]
            if row.line in problems:
                taken.append(_Taken(None, FAILED))
            if watch:
                watch(done, len(sheet.rows))
    if faults is not None and problems:
        write_faulty(faults, sheet, problems)
    return _report(path, dry_run, taken, list(chain.from_iterable(problems.values())))


def _first_rows(sheet: Sheet, headers: Mapping[str, str]) -> dict[str, SheetRow]:
    """Form number → the row it stands in first."""
    first: dict[str, SheetRow] = {}
    for row in sheet.rows:
        first.setdefault(row.values.get(headers["form_no"], ""), row)
    return first


@contextmanager
def _transactions(store: Store, dry_run: bool) -> Iterator[Callable[[], Any]]:
    """What opens a transaction for one row: of its own, or a part of the one that a dry run undoes at its end."""
    if not dry_run:
        yield store.write
        return
    try:
        with store.write() as whole:

            @contextmanager
            def part() -> Iterator[Tx]:
                with whole.attempt():
                    yield whole

            yield part
            raise _Undo
    except _Undo:
        return


def _take(tx: Tx, actor: Actor, row: SheetRow, columns: Mapping[str, str], first: Mapping[str, SheetRow]) -> _Taken:
    """One row through the counter. InputErrors with every fault of both forms at once."""
    values = {columns[name]: text for name, text in row.values.items() if name in columns}
    form_no = values.get("form_no", "")
    problems = [*row.problems]
    if form_no and first[form_no].values != row.values:
        message = _("stands on line {line} already, with other content").format(line=first[form_no].line)
        problems.append(Problem("form_no", message, value=form_no))
    elif (known := tx.first(Application, form_no=form_no)) is not None:
        _must_be_the_same(tx, known, values)
        return _Taken(None, KNOWN)
    received, keyed = (_of(form, values) for form in FORMS)
    problems += _faults(Keyed, keyed)
    number = None
    try:
        number = perform_in(tx, "counter.receive_application", actor, None, received).number
    except InputErrors as error:
        problems = [*error.problems, *problems]
    except Refused:
        # What is typed wrong is told first: the rule may say something else once it is right.
        if not problems:
            raise
    if problems:
        raise InputErrors(list(dict.fromkeys(problems)))
    state = perform_in(tx, "counter.check_papers", actor, number).state
    if state == "keying":
        state = perform_in(tx, "counter.key_application", actor, number, keyed).state
    case_id = numbers.parse(str(number)).id
    return _Taken(number, str(state), tx.need(Application, case_id).premium)


def _must_be_the_same(tx: Tx, known: Application, values: Mapping[str, str]) -> None:
    """InputErrors when the form that bears this number is another one."""
    applicant = tx.need(Party, known.applicant_id)
    agent = tx.need(Agent, known.agent_id)
    same = {
        "product": values.get("product") == known.product,
        "agent": values.get("agent") == agent.code,
        "applicant_document": identity.normalise(values.get("applicant_document", "")) == applicant.document_no,
    }
    number = tx.need(WorkItem, known.case_id).number
    told = _("differs from what was taken in under this form number: case {number}").format(number=number)
    problems = [Problem(name, told, value=values.get(name)) for name, is_same in same.items() if not is_same]
    if problems:
        raise InputErrors(problems)


def _of(form: type[Form], values: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in values.items() if name in form.model_fields}


def _faults(form: type[Form], values: Mapping[str, str]) -> Sequence[Problem]:
    try:
        parse(form, values)
    except InputErrors as error:
        return error.problems
    return ()


def _fields(sheet: Sheet) -> dict[str, str]:
    """Column of the sheet → field; a header is the field's name or its label in either language.

    InputErrors naming every column that is no field, and every needed field without a column.
    """
    names = _headers()
    own = [column for column in sheet.columns if column and not is_about_faults(column)]
    columns = {column: names.get(column, names.get(column.lower(), "")) for column in own}
    problems = [
        Problem(column, _("is not a field of an application"), line=1) for column, name in columns.items() if not name
    ]
    present = [name for name in columns.values() if name]
    problems += [
        Problem(name, _("the column stands there twice"), line=1) for name in present if present.count(name) > 1
    ]
    problems += [
        Problem(spec.name, _("the column is missing"), line=1)
        for form in FORMS
        for spec in fields_of(form)
        if spec.required and spec.name not in present
    ]
    if problems:
        raise InputErrors(list(dict.fromkeys(problems)))
    return columns


def _headers() -> dict[str, str]:
    found: dict[str, str] = {}
    for form in FORMS:
        for spec in fields_of(form):
            found[spec.name] = spec.name
            for language in LANGUAGES:
                with use_language(language):
                    found.setdefault(_(spec.label), spec.name)
    return found


def _report(path: Path, dry_run: bool, taken: Sequence[_Taken], problems: Sequence[Problem]) -> IntakeReport:
    states = [one.state for one in taken]
    return IntakeReport(
        file=path.name,
        dry_run=dry_run,
        rows=len(taken),
        states={state: states.count(state) for state in dict.fromkeys(states)},
        premium=Fen.total(one.premium for one in taken),
        cases=() if dry_run else tuple(one.number for one in taken if one.number),
        problems=tuple(problems),
    )
