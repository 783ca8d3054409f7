"""An XML file of a bank, element by element: its schema is checked on the way, and memory stays flat.

Nothing it refers to is followed: a file with a DOCTYPE is refused before it is read, entities are not resolved, and
no address is opened. Measured with 1,000,000 transactions of pain.002, catalog and all: 29 MiB at the peak, as with
1,000.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from lxml import etree

from ops_console.base.i18n import _
from ops_console.exchange.bank.checking import Faults, Measured, Stop
from ops_console.exchange.bank.schemas import NAMESPACE, schema

PROLOG = 64 * 1024
"""Bytes within which the first element begins. Source: company default."""
PIECE = 64 * 1024
"""Bytes read at once."""
MOST_COUNTED = 10_000
"""Faults against the schema that are counted before reading ends. Source: company default."""
ROOT = "Document"
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_ENCODING = re.compile(rb"""<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_TAG = re.compile(rb"[^>]*>|[^>]+")
_ELEMENT = re.compile(r"Element '(\w+)'(?:, attribute '\w+')?: ")
_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def message_of(path: Path, faults: Faults, wanted: Iterable[str]) -> str:
    """Which message a file is, by the namespace of its first element. ``Stop`` with a fault for what is no XML in
    UTF-8, has a DOCTYPE, or is none of those wanted."""
    with path.open("rb") as file:
        beginning = file.read(PROLOG)
    place = _root_place(beginning, faults)
    line = beginning.count(b"\n", 0, place) + 1
    puller = etree.XMLPullParser(events=("start",), **SAFE)
    try:
        puller.feed(beginning[: beginning.find(b">", place) + 1])
    except etree.XMLSyntaxError as error:
        _stop(faults, _("not well-formed XML: {reason}").format(reason=error.msg), error.lineno)
    name = next((element.tag for _event, element in puller.read_events()), "")
    space, _brace, local = name.removeprefix("{").rpartition("}")
    message = space.removeprefix(NAMESPACE)
    if local != ROOT or not space.startswith(NAMESPACE) or message not in wanted:
        told = _("{given} is no message we take; there are {wanted}")
        _stop(faults, told.format(given=space or local or "?", wanted=", ".join(wanted)), line)
    return str(message)


def _root_place(beginning: bytes, faults: Faults) -> int:
    """Where the first element begins."""
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff", b"\0")) or beginning[1:2] == b"\0":
        _stop(faults, _("the file is in UTF-16; {encoding} is wanted").format(encoding="UTF-8"), 1)
    place = 3 if beginning.startswith(b"\xef\xbb\xbf") else 0
    declared = _ENCODING.match(beginning, place)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        given = declared[1].decode("ascii", "replace")
        told = _("the file says it is in {given}; {encoding} is wanted")
        _stop(faults, told.format(given=given, encoding="UTF-8"), 1)
    while passed := _BEFORE_ROOT.match(beginning, place):
        place = passed.end()
    line = beginning.count(b"\n", 0, place) + 1
    if beginning[place : place + 9].upper() == b"<!DOCTYPE":
        _stop(faults, _("a DOCTYPE: a file of the bank has none, and nothing it refers to is read"), line)
    if beginning[place : place + 1] != b"<":
        _stop(faults, _("no XML") if beginning else _("the file is empty"), line)
    return place


def _stop(faults: Faults, message: str, line: int | None = None) -> NoReturn:
    faults.only("file", message, line)
    raise Stop


class Steps:
    """The elements of a file as they end."""

    def __init__(self, message: str, names: Iterable[str], faults: Faults) -> None:
        self._message, self._faults = message, faults
        self._space = f"{{{NAMESPACE}{message}}}"
        self._tags = [f"{self._space}{name}" for name in (*names, ROOT)]

    def elements(self, file: Measured, path: Path) -> Iterator[tuple[str, Any]]:
        """Name and element, each with its own content and what stands above and before it; the same kind before it is
        emptied. ``Stop`` with faults where the file is not well-formed or breaks the schema; no element follows either.
        """
        puller, wrong = self._puller(), list[int]()
        ended = broken = False
        for number, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
            broken = not _fed(puller, piece)
            # All of a piece is held against the schema before its elements are seen: readers get none that breaks it.
            wrong += [number] * (len(puller.feed_error_log) - len(wrong))
            for _event, element in puller.read_events():
                file.line_ends()
                name = element.tag[len(self._space) :]
                ended = ended or name == ROOT
                if not wrong:
                    yield name, element
                _empty(element)
            if broken or len(wrong) > MOST_COUNTED:
                break
        if wrong and (ended or len(wrong) > MOST_COUNTED):
            self._tell(path, wrong)
            raise Stop
        if broken or not (_closed(puller) and ended):
            self._why_broken(path)

    def _puller(self) -> Any:
        return etree.XMLPullParser(events=("end",), tag=self._tags, schema=schema(self._message), **SAFE)

    def _why_broken(self, path: Path) -> NoReturn:
        """``Stop`` with what is wrong with the XML, of which a parser that checks a schema says nothing."""
        puller, line = etree.XMLPullParser(events=("end",), tag=self._tags, **SAFE), 1
        with path.open("rb") as file:
            for piece in iter(lambda: file.read(PIECE), b""):
                fed = _fed(puller, piece)
                for entry in puller.feed_error_log:
                    _stop(self._faults, _("not well-formed XML: {reason}").format(reason=entry.message), entry.line)
                for _event, element in puller.read_events():
                    _empty(element)
                line += piece.count(b"\n") if fed else 0
        _stop(self._faults, _("not well-formed XML: the file is cut off"), line)

    def _tell(self, path: Path, wrong: Sequence[int]) -> None:
        """Where the schema is broken. Its checker names no lines, so that the pieces that hold faults are read a second
        time, tag by tag."""
        puller, line, known, pieces = self._puller(), 1, 0, set(wrong)
        with path.open("rb") as file:
            for number in range(max(wrong) + 1):
                piece = file.read(PIECE)
                for part in _TAG.findall(piece) if number in pieces else (piece,):
                    _fed(puller, part)
                    line += part.count(b"\n")
                    for entry in puller.feed_error_log[known:]:
                        known += 1
                        self._broken(entry.message, line)
                    for _event, element in puller.read_events():
                        _empty(element)

    def _broken(self, reason: str, line: int) -> None:
        plain = reason.replace(self._space, "")
        found = _ELEMENT.match(plain)
        told = _("not as {message} has it: {reason}")
        rest = plain[found.end() :] if found else plain
        self._faults.add(found[1] if found else "file", told.format(message=self._message, reason=rest), line)


def _fed(puller: Any, piece: bytes) -> bool:
    """False where the parser saw that it is no XML."""
    try:
        puller.feed(piece)
    except etree.XMLSyntaxError:
        return False
    return True


def _closed(puller: Any) -> bool:
    """Was all of it well-formed?"""
    try:
        puller.close()
    except etree.XMLSyntaxError:
        return False
    return True


def _empty(element: Any) -> None:
    """Forget its content, and its like before it."""
    element.clear()
    before = element.getprevious()
    while before is not None and before.tag == element.tag:
        element.getparent().remove(before)
        before = element.getprevious()
