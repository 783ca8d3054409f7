"""An xlsx file's first sheet, read by a process of its own: a file made to exhaust memory ends that one, not ours.

A few hundred bytes can name a cell so far out, or one text so often, that reading them takes gigabytes, and the reader
then aborts instead of raising. So the child has little memory and little time, and the parent counts what it sends.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

MOST_MEMORY = 1 << 30
"""Bytes of address space; an honest sheet of 100,000 rows needs about a third of it."""
MOST_SECONDS = 60
"""Of processor time."""
_DAY = "day"

Line = tuple[int, Sequence[Any]]


class NotReadable(Exception):
    """It is no xlsx file, or none that can be read within the limits."""


class TooLarge(Exception):
    """It holds more than the caller takes."""


def rows_of(path: Path, most_bytes: int) -> Iterator[Line]:
    """Line (from 1) and cells of every row: texts, floats, booleans, dates, None. NotReadable, TooLarge."""
    # -P: nothing is imported from the folder one happens to stand in.
    command = [sys.executable, "-P", "-m", __name__, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603 - our own module
        lines = cast("IO[bytes]", child.stdout)
        try:
            received = 0
            while text := lines.readline(most_bytes):
                received += len(text)
                if received > most_bytes:
                    raise TooLarge
                line, cells = json.loads(text)
                yield line, [date.fromisoformat(one[_DAY]) if isinstance(one, dict) else one for one in cells]
            if child.wait() != 0:
                raise NotReadable
        finally:
            child.kill()


def _send(path: str) -> None:
    from python_calamine import CalamineWorkbook

    with open(path, "rb") as file:
        sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
        # Empty rows above the first are not told, but count as lines.
        first = (sheet.start or (0, 0))[0] + 1
        for line, cells in enumerate(sheet.to_python(skip_empty_area=True), first):
            sys.stdout.write(json.dumps([line, [_plain(cell) for cell in cells]]) + "\n")


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return {_DAY: cell.date().isoformat()}
    if isinstance(cell, date):
        return {_DAY: cell.isoformat()}
    if cell is None or isinstance(cell, (str, bool, float)):
        return cell
    return float(cell) if isinstance(cell, int) else str(cell)


def _limit() -> None:
    with suppress(ImportError):  # Windows has no such limits; the process of its own remains.
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _limit()
    _send(sys.argv[1])
