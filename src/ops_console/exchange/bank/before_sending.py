"""An instruction before it goes out: nothing a bank would have to guess."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.exchange.bank.model import MOST_REFERENCE, REFERENCE, Collection, Line, Outgoing
from ops_console.rules import accounts

MOST_MESSAGE = 30
"""Characters of our message's name: its parts are named by it and a letter more, within 35."""
MOST_FAULTS = 100
_ACCOUNT = re.compile(rf"\d{{{accounts.SHORTEST},{accounts.LONGEST}}}", re.ASCII)


def checked(outgoing: Outgoing) -> Iterator[tuple[int, Line]]:
    """The lines, numbered from 1, while they are as they have to be. InputErrors with the faults of all of them, at
    most 100, and with totals that are not those of the lines; after it nothing of the file is of use.
    """
    problems = _head(outgoing)
    count, total = 0, 0
    sequence = "FRST"
    for count, line in enumerate(outgoing.lines, 1):
        total += int(line.amount)
        for field, message, value in faults(line):
            problems.append(Problem(field, message, count, value))
        if isinstance(line, Collection):
            if line.sequence < sequence:
                problems.append(Problem("sequence", _("first collections come before repeated ones"), count))
            sequence = line.sequence
        if len(problems) >= MOST_FAULTS:
            break
        if not problems:
            yield count, line
    else:
        if (count, total) != (outgoing.count, outgoing.total):
            given = _("{count} lines of {total} were announced, {lines} of {sum} came")
            problems.append(
                Problem(
                    "total",
                    given.format(count=outgoing.count, total=outgoing.total.yuan(), lines=count, sum=Fen(total).yuan()),
                )
            )
    if problems:
        raise InputErrors(problems)


def _head(outgoing: Outgoing) -> list[Problem]:
    problems = []
    if not REFERENCE.fullmatch(outgoing.message) or len(outgoing.message) > MOST_MESSAGE:
        problems.append(Problem("message", _("at most {most} letters, digits, / and -").format(most=MOST_MESSAGE)))
    if outgoing.count < 1:
        problems.append(Problem("count", _("a file has at least one line")))
    return problems


def faults(line: Line) -> list[tuple[str, str, str]]:
    """What is wrong with a line: field, message, value."""
    found = []
    if not REFERENCE.fullmatch(line.reference):
        wanted = _("1 to {most} letters, digits, / and -")
        found.append(("reference", wanted.format(most=MOST_REFERENCE), line.reference))
    if line.amount <= 0:
        found.append(("amount", _("an amount is more than 0"), line.amount.yuan()))
    if not _ACCOUNT.fullmatch(line.account):
        wanted = _("a number of {least} to {most} digits")
        found.append(("account", wanted.format(least=accounts.SHORTEST, most=accounts.LONGEST), line.account))
    if isinstance(line, Collection) and not REFERENCE.fullmatch(line.mandate):
        wanted = _("1 to {most} letters, digits, / and -")
        found.append(("mandate", wanted.format(most=MOST_REFERENCE), line.mandate))
    return found
