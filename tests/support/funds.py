"""Funds at work in tests: price files, the run that trades, and what a policy holds then."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from ops_console.base.money import Fen
from ops_console.batch.funds import FUND
from ops_console.batch.report import RunReport
from ops_console.data.tables import FundHolding, FundOrder, FundTrade
from ops_console.desk.desk import Outcome
from ops_console.desk.entry import Actor
from ops_console.rules import numbers
from tests.support.company import Company

Line = tuple[str, date, str]
BEGAN = date(2026, 3, 2)


def price_file(folder: Path, lines: Iterable[Line], name: str = "prices.csv") -> Path:
    path = folder / name
    rows = [f"{fund},{day.isoformat()},{price}" for fund, day, price in lines]
    path.write_text("\n".join(["fund,date,price", *rows]), encoding="utf-8")
    return path


def take_in(company: Company, *lines: Line, actor: Actor | None = None) -> Outcome:
    """Prices taken in by the premium clerk."""
    with TemporaryDirectory() as folder:
        file = str(price_file(Path(folder), lines))
        return company.do("premium.import_prices", None, actor or company.clerk("premium"), file=file)


def correct(company: Company, fund: str, day: date, price: str) -> None:
    """A price that a second clerk has confirmed takes another's place."""
    company.do("premium.confirm_price", None, company.clerk("premium", no=2), fund=fund, day=day, price=price)
    take_in(company, (fund, day, price))


def level(company: Company, until: date, since: date = BEGAN, **prices: str) -> list[Line]:
    """The same prices on every working day: 1.0000 and 2.0000, or others."""
    given = {"STEADY": "1.0000", "GROWTH": "2.0000", **prices}
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    worked = [day for day in days if company.catalog.calendar.is_working(day)]
    return [(fund, day, price) for fund, price in given.items() for day in worked]


def trade(company: Company) -> RunReport:
    """fund-run as of today."""
    return FUND.run(company.store, company.clerk("premium"), company.today)


def held(company: Company, policy: str) -> dict[str, int]:
    """Units by fund."""
    with company.store.read() as reader:
        rows = reader.find(FundHolding, policy_id=numbers.parse(policy).id)
    return {row.fund: row.units for row in rows}


def trades(company: Company, policy: str) -> list[FundTrade]:
    with company.store.read() as reader:
        return reader.find(FundTrade, policy_id=numbers.parse(policy).id)


def orders(company: Company, policy: str) -> list[FundOrder]:
    with company.store.read() as reader:
        return reader.find(FundOrder, policy_id=numbers.parse(policy).id)


def books(company: Company, policy: str) -> Mapping[str, Fen]:
    """The accounts of units, debit positive: fund assets, units, money waiting."""
    return {account: company.balance(account, policy) for account in ("1821", "2652.01", "2652.09")}
