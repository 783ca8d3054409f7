"""benefit-run: survival and maturity benefits and annuities are announced in time and granted on their day; others
release them."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import gcd

from ops_console.base.i18n import N_
from ops_console.batch.by_policy import ByPolicy, Needed
from ops_console.batch.runs import RunKind, Task
from ops_console.batch.sold import products_sold
from ops_console.data.runs.candidates import Candidates, Rhythm, benefits_to_come
from ops_console.data.store import Reader
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.premium.survival import NOTICE_DAYS, next_benefit


def _candidates(reader: Reader, task: Task) -> Candidates:
    horizon = task.as_of + timedelta(days=task.catalog.setting(NOTICE_DAYS))
    return benefits_to_come(task.as_of, horizon, _rhythms(reader), task.branches)


def _rhythms(reader: Reader) -> Mapping[str, Rhythm]:
    """The least number of years between two benefits, and the least age of an annuity, by product, in whichever version
    it was sold."""
    rhythms: dict[str, Rhythm] = {}
    for product in products_sold(reader):
        survival, age = product.basis.survival, product.basis.annuity_age
        if survival is not None:
            before = rhythms.get(product.code, Rhythm(0, age))
            years = gcd(before.years, survival.every_years, *product.cover_years)
            rhythms[product.code] = Rhythm(years, age and min(age, before.from_age or age))
    return rhythms


def _look(view: View, position: PolicyPosition, day: date) -> Needed | None:
    step = next_benefit(view, position, day)
    return None if step is None else Needed(step.operation, step.due.amount)


_WORK = ByPolicy(_candidates, _look)
BENEFIT = RunKind(
    "benefit-run", N_("Survival and maturity benefits"), ("premium",), _WORK.cut, _WORK.worker, expect=_WORK.expect
)
