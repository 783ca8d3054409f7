"""How many keys a task takes beyond what is typed into it; the page `docs/keystrokes.md` holds what was counted.

A test plays a task with `play.press` for keys and `play.write` for content, and hands in `play.keystrokes`. With
`OPS_CONSOLE_WRITE_KEYSTROKES` set, it writes the page instead of comparing with it.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "keystrokes.md"
_WRITES = bool(os.environ.get("OPS_CONSOLE_WRITE_KEYSTROKES"))
"""Read before the tests' environment is cleaned of the program's own variables."""


@dataclass(frozen=True)
class Task:
    """A task of a clerk's day, and the most keys it may take."""

    name: str
    room: str
    begins: str
    most: int


TASKS = {
    task.name: task
    for task in (
        Task("Standard application", "counter", "in the room, the application checked and under the cursor", 0),
        Task("Underwriting acceptance", "underwriting", "in the room, the case under the cursor", 3),
        Task("Surrender with print", "counter to preservation", "in the counter, no case open", 14),
        Task("Callback", "callback", "in the room, the case under the cursor", 14),
        Task("Claim approval", "claims", "in the room, the case under the cursor", 4),
    )
}
"""The most of a standard application is one key a field and six."""
BEYOND_FIELDS = 6

_HEAD = """# Keystrokes

Keys beyond typed content: Enter, arrows, function keys, digits of actions, transaction codes with their colon. What is
written into a field, and the digit that picks a choice, is content. Counted by tests that play the console; the tests
fail when a count rises above its limit or this page is not what they counted.

| task | room | begins | keys | at most |
|---|---|---|---|---|
"""


def counted(name: str, keys: int, fields: int = 0) -> None:
    """Hold a count against its limit and against the page. `fields`: of the form, for a limit that grows with them."""
    task = TASKS[name]
    most = task.most or fields + BEYOND_FIELDS
    assert keys <= most, f"{name}: {keys} keys, at most {most}"
    row = f"| {task.name} | {task.room} | {task.begins} | {keys} | {most} |"
    if _WRITES:
        _write(name, row)
    else:
        assert row in _rows().values(), f"docs/keystrokes.md says something else than: {row}"


def _rows() -> dict[str, str]:
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    return {match[1]: match[0] for match in re.finditer(r"^\| ([^|]+?) \|.*\|$", text, re.MULTILINE)}


def _write(name: str, row: str) -> None:
    rows = _rows() | {name: row}
    PAGE.write_text(_HEAD + "".join(f"{rows[one]}\n" for one in TASKS if one in rows), encoding="utf-8")
