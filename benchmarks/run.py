"""Every figure the console is built for, each beside its yardstick: `make bench`.

    python -m benchmarks.run [--only GROUP] [--quick]

Leaves with 1 when an aim is missed. `--quick` takes sizes a hundred times smaller, to see whether all still works: its
ratios mean little.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import (
    bank_export,
    bank_export_pg,
    bank_import,
    bank_import_pg,
    clerks,
    console,
    letters_and_lapses,
    letters_and_lapses_pg,
    quoting,
    renewal,
    renewal_pg,
    searching,
    valuation,
)
from benchmarks.console import Stores
from benchmarks.figures import HEADINGS, Figure

MANY, FEWER = 1_000_000, 10_000

GROUPS: dict[str, Callable[[Stores], Sequence[Figure]]] = {
    "renewal": lambda stores: renewal.measure(stores.many),
    "renewal-pg": lambda stores: renewal_pg.measure(stores.many),
    "bank-export": lambda stores: bank_export.measure(stores.many),
    "bank-export-pg": lambda stores: bank_export_pg.measure(stores.many),
    "bank-import": lambda stores: bank_import.measure(stores.many),
    "bank-import-pg": lambda stores: bank_import_pg.measure(stores.many),
    "notices": lambda stores: letters_and_lapses.measure_notices(stores.many),
    "notices-pg": lambda stores: letters_and_lapses_pg.measure_notices(stores.many),
    "grace": lambda stores: letters_and_lapses.measure_grace(stores.many),
    "grace-pg": lambda stores: letters_and_lapses_pg.measure_grace(stores.many),
    "clerks": lambda _stores: clerks.measure(),
    "valuation": lambda stores: valuation.measure(stores.many),
    "quote": quoting.measure,
    "search": searching.measure,
    "paint": console.measure_paint,
    "cases": console.measure_cases,
    "keys": console.measure_keys,
    "help": console.measure_help,
    "memory": console.measure_memory,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=GROUPS, action="append")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    print(HEADINGS)
    missed = 0
    with tempfile.TemporaryDirectory(prefix="ops-console-bench-") as folder:
        stores = Stores(Path(folder), FEWER if options.quick else MANY)
        for name in options.only or GROUPS:
            for figure in GROUPS[name](stores):
                print(figure.line, flush=True)
                missed += not figure.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
