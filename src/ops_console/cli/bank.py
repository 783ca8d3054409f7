"""Files to and from the banks."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.cli.asking import day_of_option, storable
from ops_console.cli.bank_in import became, import_files
from ops_console.cli.batches import SomeSetAside
from ops_console.cli.output import answer, say
from ops_console.cli.session import must_be_seen, session

if TYPE_CHECKING:
    from ops_console.batch.bank_export import Exported
    from ops_console.batch.report import RunReport
    from ops_console.data.tables import BankFile

RUNS = ("collection-run", "payout-run")

bank = typer.Typer(help=N_("Files to the banks, and what they answer."), no_args_is_help=True)


@bank.command("export")
def export(
    to: Path = typer.Option(..., "--to", metavar="DIR", help=N_("Folder the files are written into.")),
    of_bank: str = typer.Option("", "--bank", help=N_("Of this bank only: its code in the catalog.")),
    branch: int = typer.Option(
        0, "--branch", callback=storable, help=N_("Issued by this branch and those below it; else your own.")
    ),
    first: bool = typer.Option(False, "--run", help=N_("Start collection-run and payout-run first.")),
    as_of: str = typer.Option("", "--as-of", metavar="DATE", help=N_("Day of those runs; else the business date.")),
    again: int = typer.Option(
        0, "--again", callback=storable, metavar="FILE", help=N_("Write this file once more, exactly as it was.")
    ),
) -> None:
    """Write the files that are drawn up and not written yet. None is written twice: that takes --again."""
    from ops_console.batch.bank_export import write_again, write_drawn

    if not to.is_dir():
        raise UsageError(_("There is no folder {folder}.").format(folder=to))
    if as_of and not first:
        raise UsageError(_("--as-of is for --run."))
    if again and (of_bank or branch or first):
        raise UsageError(_("--again writes one file: no --bank, --branch or --run with it."))
    store, actor = session().open(), session().actor()
    if again:
        done = write_again(store, actor, to, again)
        answer([done.as_dict()], _lines([done]))
        return
    reports = _run_first(as_of, branch) if first else []
    runs = [report.as_dict() for report in reports]
    result = write_drawn(store, actor, to, bank=of_bank or None, branch=branch or None, watch=_told())
    for line in _withdrawn(result.void):
        say(line)
    files = [one.as_dict() for one in result.written]
    if result.problems:
        raise SomeNotWritten({"runs": runs, "files": files}, result.problems, _lines(result.written))
    if faults := [fault for report in reports for fault in report.faults]:
        raise SomeSetAside({"runs": runs, "files": files}, faults, _lines(result.written))
    answer({"runs": runs, "files": files} if first else files, _lines(result.written))


@bank.command("list")
def listed(
    direction: str = typer.Option("", "--direction", help=N_("out or in; both without it.")),
    of_bank: str = typer.Option("", "--bank", help=N_("Of this bank only: its code in the catalog.")),
    since: str = typer.Option("", "--from", metavar="DATE", help=N_("From this day on.")),
) -> None:
    """The files of both ways, the newest first, with their orders or lines and how they stand."""
    from ops_console.data.queries.bank_files import bank_files
    from ops_console.desk.words import word

    if direction not in ("", "out", "in"):
        raise UsageError(_("--direction is out or in."))
    start, scope = day_of_option(since) if since else None, session().scope()
    with session().open().read() as reader:
        found = bank_files(reader, direction=direction or None, bank=of_bank or None, since=start, branches=scope)
    data = [_plain(one) for one in found]
    headers = [_("File"), _("Way"), _("Kind"), _("Bank"), _("Message"), _("Day"), _("Lines"), _("Amount"), _("State")]
    rows = [
        [one.id, word(one.direction), word(one.kind, "kind"), one.bank, one.message, one.day, one.lines,
         one.amount.yuan(), word(one.state)]
        for one in found
    ]  # fmt: skip
    answer(data, table(headers, rows, right=(0, 6, 7)))


@bank.command("show")
def show(file: int = typer.Argument(callback=storable, help=N_("Number of the file in `bank list`."))) -> None:
    """One file: what it has, what became of its orders or lines, and each line that was not booked."""
    from ops_console.data.queries.bank_files import answers_to
    from ops_console.data.queries.bank_lines import held_lines, totals_of
    from ops_console.data.tables import BankFile
    from ops_console.desk.words import word

    scope = session().scope()
    with session().open().read() as reader:
        found = reader.get(BankFile, file)
        if found is None:
            raise UsageError(_("There is no file {id}.").format(id=file))
        if found.branch_id is not None:
            must_be_seen(found.branch_id, scope)
        data = _plain(found)
        lines = [f"{label}: {value}" for label, value in _said(found) if value not in (None, "")]
        if found.direction == "out":
            answers = answers_to(reader, found)
            data["orders"] = answers
            headers = [_("State"), _("Reason"), _("Orders"), _("Amount")]
            rows = [[word(one.state), word(one.reason), one.orders, one.amount.yuan()] for one in answers]
            lines += ["", *table(headers, rows, right=(2, 3))]
        else:
            data["totals"], data["held"] = totals_of(reader, file), list(held_lines(reader, file))
            lines += ["", *became(data["totals"], data["held"])]
    answer(data, lines)


class SomeNotWritten(InputErrors):
    """Files with orders that can't go out; what was written all the same is told with it."""

    def __init__(self, data: dict[str, Any], problems: Sequence[Problem], told: list[str]) -> None:
        super().__init__(problems)
        self.data = data
        self.told = told


def _run_first(as_of: str, branch: int) -> "list[RunReport]":
    from ops_console.batch.registry import BATCHES
    from ops_console.batch.runs import check_day

    store, actor = session().open(), session().actor()
    with store.read() as reader:
        day = day_of_option(as_of) if as_of else reader.state().business_date
        check_day(reader, day)
    reports = [BATCHES[name].run(store, actor, day, branch or None) for name in RUNS]
    for line in (line for report in reports for line in (*report.left, *report.faults)):
        say(line)
    return reports


def _told() -> "Callable[[Exported], None] | None":
    """Each file as it is written, where they are not read on the same terminal as the list of them."""
    if sys.stdout.isatty() and sys.stderr.isatty():
        return None
    return lambda one: say(one.path)


def _lines(files: Sequence["Exported"]) -> list[str]:
    headers = [_("File"), _("Message"), _("Lines"), _("Amount"), _("Path")]
    rows = [[one.id, one.message, one.lines, one.amount.yuan(), one.path] for one in files]
    told = table(headers, rows, right=(0, 2, 3))
    for one in files:
        told += [
            _("{message}, {reference}: {field} {given} goes out as {sent}").format(message=one.message, **altered)
            for altered in one.altered
        ]
    return told + _withdrawn(files)


def _withdrawn(files: Sequence["Exported"]) -> list[str]:
    text = _("{message}, {order} was withdrawn: {wrong} ({value})")
    return [text.format(message=one.message, **order) for one in files for order in one.withdrawn]


def _said(file: "BankFile") -> list[tuple[str, Any]]:
    from ops_console.desk.words import word

    return [
        (_("File"), file.id),
        (_("Way"), word(file.direction)),
        (_("Kind"), word(file.kind, "kind")),
        (_("Bank"), file.bank),
        (_("Message"), file.message),
        (_("File name"), file.name),
        (_("Day"), file.day),
        (_("To be done on"), file.value_day if file.direction == "out" else None),
        (_("Lines"), file.lines),
        (_("Amount"), file.amount.yuan()),
        (_("State"), word(file.state)),
        ("SHA-256", file.digest),
    ]


def _plain(file: "BankFile") -> dict[str, Any]:
    return file.model_dump(exclude={"created_at"})


def add_to(app: typer.Typer) -> None:
    """The group of commands."""
    bank.command("import")(import_files)
    app.add_typer(bank, name="bank")
