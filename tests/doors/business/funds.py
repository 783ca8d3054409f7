"""Unit-linked contracts: prices come in, units are ordered and traded, a fund is changed for another."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.funds import held, level, price_file
from tests.support.policies import request


@scenario(
    "premium.import_prices",
    "premium.confirm_price",
    "premium.order_units",
    "premium.trade_units",
    "preservation.switch_funds",
)
async def prices_come_in_units_are_bought_and_a_fund_is_changed_for_another(door: Door) -> None:
    company = door.company
    policy = company.policy("UK10")
    company.move_to(date(2026, 3, 6))
    maker, checker, clerk = company.clerk("premium"), company.clerk("premium", no=2), company.clerk("preservation")
    jump = ("STEADY", date(2026, 3, 6), "1.0500")
    with TemporaryDirectory() as folder:
        quiet = price_file(Path(folder), level(company, date(2026, 3, 5)))
        await door.do(maker, "premium.import_prices", file=str(quiet))
        await door.do(checker, "premium.confirm_price", fund=jump[0], day=jump[1], price=jump[2])
        moved = price_file(Path(folder), [jump, ("GROWTH", date(2026, 3, 6), "2.0000")], "moved.csv")
        await door.do(maker, "premium.import_prices", file=str(moved))
    await door.do(maker, "premium.order_units", policy)
    await door.do(maker, "premium.trade_units", policy)
    assert held(company, policy) == {"GROWTH": 1_197_165_000, "STEADY": 3_591_500_000}
    number = request(company, policy, 41)
    switched = await door.do(clerk, "preservation.switch_funds", number, sell="GROWTH", buy="STEADY", percent=50)
    assert switched.state == "review"
