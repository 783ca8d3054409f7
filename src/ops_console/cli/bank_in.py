"""What the banks answer, taken in from their files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.problems import OpsError, Problem
from ops_console.cli.batches import SomeRowsWrong, SomeSetAside, show_progress
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

if TYPE_CHECKING:
    from ops_console.batch.bank_intake import Taken
    from ops_console.data.queries.bank_lines import HeldLine, StateTotal


def import_files(
    files: list[Path] = typer.Argument(help=N_("Files as the bank sent them.")),
    of_bank: str = typer.Option("", "--bank", help=N_("Whose they are; XML says so itself.")),
    profile: str = typer.Option("", "--profile", help=N_("Format, where it is not the bank's usual one.")),
    dry_run: bool = typer.Option(False, "--dry-run", help=N_("Only say what would be done.")),
) -> None:
    """Take in a bank's files: status reports, notifications, statements, text. What fits is booked once; what does not
    is kept, and money that came with it has a case. The same file twice changes nothing."""
    from ops_console.batch.bank_intake import take_in

    store, actor = session().open(), session().actor()
    found, refused = [], []
    for path in files:
        try:
            taken = take_in(
                store, actor, path, bank=of_bank, profile=profile, dry_run=dry_run, reading=_reading,
                booking=show_progress,
            )  # fmt: skip
        except OpsError as error:
            if len(files) == 1:
                raise
            # The others are no worse for it.
            refused.append((path, error))
            continue
        if taken.already:
            say(_("{name} came in on {day} already: nothing was changed.").format(name=taken.name, day=taken.already))
        found.append(taken)
    data = [one.as_dict() for one in found]
    told = [line for one in found for line in _told(one)]
    # Who takes a file in again has nothing to mend: its bank does.
    faulty = [problem for one in found if not one.already for problem in _faulty(one)]
    if refused:
        raise SomeNotTaken({"files": data}, refused, told, faulty)
    if faults := [fault for one in found for fault in one.faults]:
        raise SomeSetAside({"files": data}, faults, told, faulty)
    if faulty:
        count = sum(one.faulty_count for one in found if not one.already)
        text = ngettext("{count} line can't be read", "{count} lines can't be read", count)
        raise SomeRowsWrong({"files": data}, faulty, told, text.format(count=count))
    answer(data, told)


def _faulty(taken: "Taken") -> Iterator[Problem]:
    """A file's answers that can't be read, each with its field and what is wrong; where there are very many, how many
    more."""
    for one in taken.faulty:
        yield Problem(taken.name, _("answer {no}: {what}").format(no=one.no, what=one.text))
    if more := taken.faulty_count - len(taken.faulty):
        yield Problem(taken.name, _("and {count} more: `bank show`").format(count=more))


class SomeNotTaken(OpsError):
    """Files of several that were refused, each with all that is wrong, and then what else is; what was taken in is told
    with them."""

    def __init__(
        self,
        data: dict[str, Any],
        refused: Sequence[tuple[Path, OpsError]],
        told: Sequence[str],
        more: Sequence[Problem] = (),
    ) -> None:
        text = ngettext("{count} file was refused", "{count} files were refused", len(refused))
        first = refused[0][1]
        super().__init__(text.format(count=len(refused)), code=first.code, source=first.source)
        self.problems = (
            *(
                replace(problem, field=" ".join(filter(None, (path.name, problem.field))))
                for path, error in refused
                for problem in error.problems or (Problem("", error.message),)
            ),
            *more,
        )
        self.exit_code = first.exit_code  # type: ignore[misc]
        self.data = data
        self.told = told


def _told(taken: "Taken") -> list[str]:
    """A file's totals, and each line that was not booked with what is wrong."""
    place = _("not kept") if taken.file_id is None else str(taken.file_id)
    lines = [f"{taken.name} ({taken.bank}, {place})"]
    lines += became(taken.totals, taken.held)
    more = taken.held_count - len(taken.held)
    return [*lines, *taken.left, *([_("and {count} more: `bank show`").format(count=more)] if more > 0 else []), ""]


def became(totals: Iterable["StateTotal"], held: Iterable["HeldLine"]) -> list[str]:
    """The lines of a file by what became of them, and each that was not booked."""
    from ops_console.batch.bank_intake import wrong_with
    from ops_console.desk.words import word

    rows = [[word(one.state, "line"), word(one.outcome, "said"), one.lines, one.amount.yuan()] for one in totals]
    lines = table([_("State"), _("The bank says"), _("Lines"), _("Amount")], rows, right=(2, 3))
    wrong = [
        [one.no, one.reference, one.amount.yuan() if one.amount is not None else "", wrong_with(one), one.case or ""]
        for one in held
    ]
    headers = [_("Line"), _("Reference"), _("Amount"), _("What is wrong"), _("Case")]
    return [*lines, "", *table(headers, wrong, right=(0, 2))] if wrong else lines


def _reading(lines: int) -> None:
    say(ngettext("{lines} line read", "{lines} lines read", lines).format(lines=lines))
