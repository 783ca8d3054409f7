"""Finding clients among a million, against a thousand: the query behind the search of the console and the command."""

import time
from pathlib import Path
from statistics import median

from benchmarks.big_store import BRANCH
from benchmarks.console import Stores
from benchmarks.figures import Figure
from ops_console.data.glance import glance
from ops_console.data.queries.search import search

TIMES = 25
LIMIT = 50.0
"""Milliseconds."""
COLUMNS = {"name": "name", "initials": "initials", "document": "document_no", "phone": "phone"}
"""What a customer says, and where it is looked for."""


def measure(stores: Stores) -> list[Figure]:
    """Median of many; one client whom both stores have is looked for in each way."""
    many, few = stores.clients(stores.many), stores.clients(min(1_000, stores.many))
    figures = []
    for what, column in COLUMNS.items():
        ours, yardstick = _searched(many, column), _searched(few, column)
        figures.append(
            Figure(f"search by {what}, {stores.many:,} clients", "ms", ours, yardstick, "1,000 clients", 1.5, LIMIT)
        )
    return figures


def _searched(path: Path, column: str) -> float:
    """Milliseconds, the store opened each time as the console does."""
    times = []
    for _ in range(TIMES):
        with glance(str(path)) as lines:
            ((text,),) = lines(f"SELECT {column} FROM party ORDER BY id LIMIT 1", {})
        started = time.perf_counter()
        with glance(str(path)) as lines:
            found = search(lines, text, [BRANCH])
        times.append(time.perf_counter() - started)
        assert found.parties
    return median(times) * 1000
