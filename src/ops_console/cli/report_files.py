"""A report in the form it is asked for: a table, a plot, csv, xlsx or JSON."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ops_console.base.aligned import table
from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.plots import bar, signs
from ops_console.base.problems import UsageError
from ops_console.base.rates import Rate
from ops_console.base.safe_text import safe
from ops_console.cli.output import Row, answer, say
from ops_console.cli.session import session

FORMATS = ("table", "csv", "xlsx", "json", "plot")
FORMULA = ("=", "+", "-", "@", "\t")
BAR_CELLS = 40


@dataclass(frozen=True)
class Report:
    """`right`: columns of figures. `plot`: the column whose bars are drawn, beside those that say what a row is; None
    where a plot would tell nothing. `notes`: what is counted and what is left out."""

    headers: Sequence[str]
    rows: Sequence[Row]
    right: Sequence[int] = ()
    plot: int | None = None
    notes: Sequence[str] = ()


def put_out(report: Report, form: str, file: Path | None) -> None:
    """Print it, or write it to a file: an xlsx always needs one. UsageError for a form that it does not have, and for
    what is no place for a file."""
    if file is not None and form not in ("csv", "xlsx"):
        raise UsageError(_("--out is for csv and xlsx."))
    if file is not None and (file.is_dir() or not file.parent.is_dir()):
        raise UsageError(_("{file} is no place for a file.").format(file=file))
    if form == "json":
        session().json = True
    if form == "xlsx":
        if file is None:
            raise UsageError(_("An xlsx file needs its name: --out FILE."))
        _xlsx(report, file)
        say(_("{count} rows written to {file}").format(count=len(report.rows), file=file))
        return
    lines = {"csv": _csv, "plot": _plot}.get(form, _table)(report)
    if file is not None and form == "csv":
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8-sig")
        say(_("{count} rows written to {file}").format(count=len(report.rows), file=file))
        return
    data = [dict(zip(report.headers, map(_plain, row), strict=True)) for row in report.rows]
    answer(data, lines)
    if form != "csv":
        for note in report.notes:
            say(note)


def _table(report: Report) -> list[str]:
    return table(report.headers, [[_shown(cell) for cell in row] for row in report.rows], right=report.right)


def _plot(report: Report) -> list[str]:
    """A bar for each row, its longest the largest figure; of rates 100 per cent."""
    column = report.plot
    if column is None:
        raise UsageError(_("This report has no plot."))
    names = [no for no in range(len(report.headers)) if no not in report.right]
    sizes = [_size(row[column]) for row in report.rows]
    most = max((1000, *sizes)) if any(isinstance(row[column], Rate) for row in report.rows) else max((1, *sizes))
    rows = [
        [*(_shown(row[no]) for no in names), bar(size, most, BAR_CELLS, signs()), _shown(row[column])]
        for row, size in zip(report.rows, sizes, strict=True)
    ]
    return table([*(report.headers[no] for no in names), "", report.headers[column]], rows, right=[len(names) + 1])


def _size(cell: object) -> int:
    if isinstance(cell, Rate):
        return round((cell.value or 0) * 1000)
    return cell if isinstance(cell, int) else 0


def _csv(report: Report) -> list[str]:
    """Amounts and rates as plain decimals; a text that a spreadsheet would take for a formula is quoted."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(report.headers)
    for row in report.rows:
        writer.writerow([_decimal(cell) for cell in row])
    return made.getvalue().splitlines()


def _decimal(cell: object) -> object:
    if isinstance(cell, Fen):
        return cell.yuan().replace(",", "")
    if isinstance(cell, Rate):
        return "" if cell.value is None else cell.value
    text = safe(str(cell))
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


def _xlsx(report: Report, file: Path) -> None:
    """A sheet with figures that a spreadsheet can add up, and the notes below."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        amounts, rates = book.add_format({"num_format": "#,##0.00"}), book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, list(report.headers), bold)
        for line, row in enumerate(report.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, Fen):
                    sheet.write_number(line, column, int(cell) / 100, amounts)
                elif isinstance(cell, Rate):
                    if cell.value is not None:
                        sheet.write_number(line, column, cell.value, rates)
                elif isinstance(cell, int):
                    sheet.write_number(line, column, cell)
                else:
                    sheet.write_string(line, column, safe("" if cell is None else str(cell)))
        for line, note in enumerate(report.notes, len(report.rows) + 2):
            sheet.write_string(line, 0, note)
        sheet.freeze_panes(1, 0)


def _shown(cell: object) -> object:
    return cell.yuan() if isinstance(cell, Fen) else str(cell) if isinstance(cell, Rate) else cell


def _plain(cell: object) -> object:
    return cell.value if isinstance(cell, Rate) else cell
