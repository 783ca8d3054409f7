"""Which tests are run for both engines.

A rule of business does not know its engine: plans are computed from records, and the desk writes them the same way. So
where a folder or a file holds tests of rules (`BY_RULE`: the rooms, what a sheet of applications may say, when a cover
of one year is renewed), PostgreSQL runs the first test of each file, which shows that its operations read and write
there, and what is marked `both_engines`: what engines may answer differently, as locks, numbers without gaps, sums,
dates, search and order, and parts of a transaction that are undone. Everywhere else (runs, stores, commands,
verification) every test is run for both, and with `--every-engine` here too.
"""

from collections.abc import Iterable, Iterator

import pytest

BY_RULE = ("tests/rooms/", "tests/batch/test_intake.py", "tests/batch/test_terms.py")
"""How the paths of their files begin."""
MARK = "both_engines"
ENGINE = "postgres"


def left_out(items: Iterable[pytest.Item]) -> Iterator[pytest.Item]:
    """The tests that only SQLite runs unless every engine is asked for."""
    begun = set[object]()
    for item in items:
        if not item.nodeid.startswith(BY_RULE) or item.get_closest_marker(ENGINE) is None:
            continue
        if item.path in begun and item.get_closest_marker(MARK) is None:
            yield item
        begun.add(item.path)
