"""docs/reports.md tells of every report, and of how each can be told apart."""

import re
from pathlib import Path

from ops_console.cli.report_register import BOOKS, FIGURES, GROUPED

PAGE = Path(__file__).parents[2] / "docs" / "reports.md"


def test_every_report_has_its_line_and_no_other() -> None:
    lists, figures = PAGE.read_text(encoding="utf-8").split("## Figures")
    named = [re.findall(r"^\| `([a-z-]+)`", part, re.MULTILINE) for part in (lists, figures)]
    assert named == [[*BOOKS], [*FIGURES]]


def test_what_figures_are_told_apart_by_is_as_the_command_takes_it() -> None:
    for name, groups in GROUPED.items():
        [line] = re.findall(rf"^\| `{name}` \(`--by ([^)]*)\)", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
        assert tuple(re.findall(r"[a-z]+", line)) == groups
