"""The rows of a sheet that were not taken, given back to be mended: as they were, with what is wrong in front."""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path

from ops_console.base.i18n import LANGUAGES, N_, _, use_language
from ops_console.base.problems import Problem, UsageError
from ops_console.exchange.sheets import Sheet

FAULTS = N_("What is wrong")
"""Header of the column in front: passed over when the mended sheet comes back."""
WIDE = 60
NARROW = 18


def is_about_faults(column: str) -> bool:
    """Is it the column we put in front ourselves?"""
    for language in LANGUAGES:
        with use_language(language):
            if column == _(FAULTS):
                return True
    return False


def must_be_writable(path: Path) -> None:
    """UsageError for a file that is neither xlsx nor csv, or whose folder is not there: said before any work."""
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(_("{path} is neither xlsx nor csv.").format(path=path.name))
    if not path.parent.is_dir():
        raise UsageError(_("There is no folder {path}.").format(path=path.parent))


def write_faulty(path: Path, sheet: Sheet, problems: Mapping[int, Sequence[Problem]]) -> None:
    """The rows with problems (by line), as xlsx or csv by the name's ending. UsageError when it can't be written."""
    columns = [column for column in sheet.columns if not is_about_faults(column)]
    rows = [[_(FAULTS), *columns]]
    for row in sheet.rows:
        if row.line in problems:
            rows.append([_told(problems[row.line]), *(row.values.get(column, "") for column in columns)])
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_bytes(_WRITERS[path.suffix.lower()](rows))
        unfinished.replace(path)
    except OSError as error:
        raise UsageError(_("{path} can't be written: {reason}").format(path=path, reason=error.strerror)) from error


def _told(problems: Sequence[Problem]) -> str:
    return "; ".join(f"{one.field}: {one.message}" if one.field else one.message for one in problems)


def _csv(rows: list[list[str]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[list[str]]) -> bytes:
    """All cells are texts: no value becomes a formula, and no long number loses its end."""
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head, text = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
        page = book.add_worksheet()
        page.set_column(0, 0, WIDE, text)
        page.set_column(1, max(1, len(rows[0]) - 1), NARROW, text)
        page.freeze_panes(1, 1)
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                page.write_string(line, place, value, head if line == 0 else text)
    return file.getvalue()


_WRITERS: Mapping[str, Callable[[list[list[str]]], bytes]] = {".xlsx": _xlsx, ".csv": _csv}
