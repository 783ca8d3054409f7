"""benefit-run: survival and maturity benefits are announced in time and granted on their day; others release them."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import gcd

from ops_console.base.i18n import N_
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.runs.candidates import Candidates, benefits_to_come
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.survival import NOTICE_DAYS, next_benefit


def _candidates(reader: Reader, task: Task) -> Candidates:
    horizon = task.as_of + timedelta(days=task.catalog.setting(NOTICE_DAYS))
    return benefits_to_come(task.as_of, horizon, _years_between(reader), task.branches)


def _years_between(reader: Reader) -> Mapping[str, int]:
    """The least number of years between two benefits, by product, in whichever version it was sold."""
    years: dict[str, int] = {}
    for version in range(1, reader.state().catalog_version + 1):
        for product in catalog_of(reader, version).products.values():
            survival = product.basis.survival
            if survival is not None:
                years[product.code] = gcd(years.get(product.code, 0), survival.every_years, *product.cover_years)
    return years


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    step = next_benefit(view, position, day)
    return None if step is None else Needed(step.operation, step.due.amount)


_WORK = ByPolicy(_candidates, _look)
BENEFIT = RunKind("benefit-run", N_("Survival and maturity benefits"), ("premium",), _WORK.cut, _WORK.worker)
