"""The history of the demo store is cast from moulds; it has to be what clerks would have left, row by row."""

from itertools import groupby
from pathlib import Path

from ops_console import rooms
from ops_console.base.i18n import use_language
from ops_console.catalog.load import shipped
from ops_console.data.bulk import columns_of, every_model, filling, rows_as_held
from ops_console.data.store import Store
from ops_console.desk.setup import init_store
from ops_console.training import demo
from ops_console.training.clerks import FIRST, staff
from ops_console.training.hours import Hours, instant
from ops_console.training.replay import Replay, turn_to
from ops_console.training.sales import KINDS, Period, Sale
from ops_console.training.script import collected, in_order, sold

POLICIES = 50
SEED = 6


def test_fifty_policies_cast_from_moulds_are_those_made_act_by_act(tmp_path: Path) -> None:
    rooms.load()
    catalog = shipped()
    period = Period(catalog, demo.FIRST_DAY, demo.HISTORY_ENDS)
    sales = demo.sales(catalog, period, POLICIES, SEED)
    assert {sale.kind.name for sale in sales} == {kind.name for kind in KINDS}
    with use_language("zh"):
        cast, done = _new(tmp_path / "cast.db"), _new(tmp_path / "done.db")
        with filling(cast):
            demo.history(cast, catalog, period, sales)
        with filling(done):
            _do_every_act(done, sales, period)
    expected, found = _contents(done), _contents(cast)
    for table, rows in expected.items():
        assert found[table] == rows, table


def _new(path: Path) -> Store:
    catalog = shipped()
    at = instant(demo.FIRST_DAY, 0)
    store = init_store(str(path), is_demo=True, business_date=demo.FIRST_DAY, admin=FIRST, at=at)
    demo.people(store, catalog, SEED)
    return store


def _do_every_act(store: Store, sales: list[Sale], period: Period) -> None:
    """Every act through the desk, on its day; the renewal run first on the days it is due."""
    catalog = shipped()
    with store.read() as reader:
        known = staff(reader, catalog)
    replay = Replay(known, Hours(demo.FIRST_DAY))
    scripts = [[*sold(sale, catalog), *collected(sale)] for sale in sales]
    steps = in_order((n, [act.day for act in script]) for n, script in enumerate(scripts))
    acts_of = {day: list(group) for day, group in groupby(steps, key=lambda step: step.day)}
    for day in sorted({*acts_of, *period.runs}):
        if day in period.runs:
            demo.raise_premiums(store, known, day)
        with store.write() as tx:
            turn_to(tx, day)
            replay.hours.turn_to(day)
            for step in acts_of.get(day, ()):
                replay.perform(tx, sales[step.sale], scripts[step.sale][step.number])


def _contents(store: Store) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, as stored. The day the store stands at is none of the history's business."""
    with store.read() as reader:
        found = {
            model.__name__: [dict(zip(columns_of(model), row, strict=True)) for row in rows_as_held(reader, model)]
            for model in every_model()
        }
    for row in [*found["Branch"], *found["StoreState"]]:
        row.pop("open_day", None)
        row.pop("business_date", None)
    return found
