"""What a file to a bank calls itself, and what it calls its parts: ``CICBC-0101-000012``, ``CICBC-0101-000012-F``.

A bank may book a file, or a part of it, in one sum, and name it so (ISO 20022: MsgId, PmtInfId). Source: company
default.
"""

from __future__ import annotations

import re

KINDS = {"collection": "C", "payout": "P"}
"""What the names of each kind of file begin with."""
_FILE = re.compile(rf"([{''.join(KINDS.values())}]\S+-\d{{4,}}-\d{{6,}})(?:-[A-Z])?", re.ASCII)


def file_name(kind: str, bank: str, branch_id: int, no: int) -> str:
    """Of the file `no` (from 1) of a kind that a bank is given for a branch."""
    return f"{KINDS[kind]}{bank}-{branch_id:04d}-{no:06d}"


def part_name(file: str, sequence: str) -> str:
    """Of the collections of one sequence type in a file; payments make one part, which is called like the file."""
    return f"{file}-{sequence[0]}" if sequence else file


def file_of(name: str) -> str:
    """The file named by itself or by a part; empty for what can't be a name of ours.

    >>> file_of("CICBC-0101-000012-F")
    'CICBC-0101-000012'
    >>> file_of("thank you")
    ''
    """
    found = _FILE.fullmatch(name)
    return found[1] if found else ""
