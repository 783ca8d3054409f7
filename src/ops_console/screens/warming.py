"""Loading the desk behind the screens without getting in the way of who is typing.

SQLAlchemy, pydantic and the rooms take longer to load than a screen takes to paint, and Python loads them holding the
same lock that painting needs. So they come one by one, each after a moment in which nobody pressed a key.
"""

import sys
import time
from collections.abc import Callable
from importlib import import_module

HEAVY = (
    "pydantic",
    "sqlalchemy",
    "sqlalchemy.orm",
    "sqlmodel",
    "ops_console.data.tables",
    "ops_console.catalog.load",
    "ops_console.desk.desk",
    "ops_console.screens.backend",
    "ops_console.screens.form_backend",
    "ops_console.screens.form",
    "ops_console.screens.sections",
    "ops_console.screens.trial",
)
FIRST_LOOK = 0.4
"""Seconds in which the eye finds the first key to press: painting what it opens waits for nothing."""
LONGEST_WAIT = 1.0
"""Seconds one of them waits for a quiet moment."""
LOOK = 0.02


def warm(is_quiet: Callable[[], bool]) -> None:
    """Load everything heavy; returns when it is there."""
    missing = [name for name in HEAVY if name not in sys.modules]
    if missing:
        time.sleep(FIRST_LOOK)
    for name in missing:
        end = time.monotonic() + LONGEST_WAIT
        while not is_quiet() and time.monotonic() < end:
            time.sleep(LOOK)
        import_module(name)
