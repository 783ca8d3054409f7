"""What was found in a box against what should stand there: numbers of cases, places, ranges of places."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import ArchiveFile, WorkItem
from ops_console.desk.view import View
from ops_console.rules import numbers

NONE = ("none", "无")
_PLACES = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?", re.ASCII)


@dataclass(frozen=True)
class BoxCount:
    """A box counted: numbers of files that should stand in it and don't, and of what stands in it and shouldn't."""

    missing: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.surplus)


def count(view: View, files: Sequence[ArchiveFile], found: Iterable[str], *, all_there: bool) -> BoxCount:
    """`files`: all that stand in the box by the index; those on loan are not expected. InputErrors for what is typed
    wrong, all of it at once."""
    expected = {one.case_id for one in files if not one.on_loan}
    if all_there:
        return BoxCount((), ())
    present, surplus = _read(view, {one.no: one for one in files}, found)
    missing = sorted(expected - present)
    others = sorted({_number(view, case_id) for case_id in present - expected} | surplus)
    return BoxCount(tuple(_number(view, case_id) for case_id in missing), tuple(others))


def _read(view: View, by_place: dict[int, ArchiveFile], found: Iterable[str]) -> tuple[set[int], set[str]]:
    """Cases found, and places at which the index has nothing."""
    size = view.catalog.setting("archive_box")
    present: set[int] = set()
    empty: set[str] = set()
    problems: list[Problem] = []
    for text in found:
        if text.lower() in NONE:
            continue
        places = _PLACES.fullmatch(text)
        if places is None:
            case_id = _case_id(view, text, problems)
            present |= set() if case_id is None else {case_id}
            continue
        first, last = int(places[1]), int(places[2] or places[1])
        if not 1 <= first <= last <= size:
            message = _("places are numbered from 1 to {last}").format(last=size)
            problems.append(Problem("found", message, value=text))
            continue
        for no in range(first, last + 1):
            if no in by_place:
                present.add(by_place[no].case_id)
            else:
                empty.add(_("place {no}").format(no=no))
    if problems:
        raise InputErrors(problems)
    return present, empty


def _case_id(view: View, text: str, problems: list[Problem]) -> int | None:
    """The case of a number, for a number of this store; else a problem."""
    try:
        number = numbers.parse(text)
    except InputErrors as error:
        problems += [Problem("found", one.message, value=text) for one in error.problems]
        return None
    case = view.reader.get(WorkItem, number.id)
    if case is None or case.number != str(number):
        problems.append(Problem("found", _("There is no such number in this store"), value=text))
        return None
    return case.id


def _number(view: View, case_id: int) -> str:
    return view.reader.need(WorkItem, case_id).number
