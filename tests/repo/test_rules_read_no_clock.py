"""A rule is handed its dates: the same question has the same answer on any day."""

import ast
from pathlib import Path

import ops_console.rules

FORBIDDEN_CALLS = {"today", "now", "utcnow", "localtime", "gmtime", "time_ns", "monotonic"}
FORBIDDEN_MODULES = {"time", "os", "random", "pendulum"}


def _clocks(tree: ast.Module) -> list[str]:
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FORBIDDEN_CALLS:
            found.append(f"line {node.lineno}: {ast.unparse(node.func)}")
        if isinstance(node, ast.Import):
            found += [f"line {node.lineno}: {alias.name}" for alias in node.names if alias.name in FORBIDDEN_MODULES]
        if isinstance(node, ast.ImportFrom) and node.module in FORBIDDEN_MODULES:
            found.append(f"line {node.lineno}: {node.module}")
    return found


def test_no_rule_reads_the_clock_the_machine_or_chance() -> None:
    folder = Path(str(ops_console.rules.__file__)).parent
    found = {
        str(path.relative_to(folder)): _clocks(ast.parse(path.read_text("utf-8"))) for path in folder.rglob("*.py")
    }
    assert {path: clocks for path, clocks in found.items() if clocks} == {}
