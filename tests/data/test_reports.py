"""The premium department's figures, against a plain count over a small book made at random."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from ops_console.base.money import Fen
from ops_console.base.rates import Rate
from ops_console.catalog.model import Catalog
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.queries.reports.collection import collection
from ops_console.data.queries.reports.forecast import forecast
from ops_console.data.queries.reports.lapses import lapses
from ops_console.data.queries.reports.persistency import persistency
from ops_console.data.store import Store
from ops_console.data.tables import (
    Billing,
    BillingTerms,
    Coverage,
    DueEvent,
    Party,
    Policy,
    PolicyStatus,
    PremiumDue,
)
from ops_console.data.types import FOREVER
from ops_console.rules.calendar import add_months
from tests.support.company import BRANCH, build
from tests.support.stores import Stores

TODAY = date(2030, 2, 15)
ANNIVERSARY = 12
KINDS = ("collected", "lent", "waived", "cancelled", "returned", "")
PRODUCTS = ("WL20", "TM20", "HC01")


@dataclass
class Sold:
    """A contract as the plain count knows it."""

    id: int
    product: str
    begun: date
    pay_years: int
    premium: int
    ended: tuple[str, date] | None
    dues: list[tuple[date, str, date | None]]
    """Due date, what became of it, when."""


def _book(seed: int) -> list[Sold]:
    draw = random.Random(seed)
    found = []
    for no in range(1, 61):
        begun = date(2026, draw.randint(1, 3), draw.randint(1, 28))
        dues = []
        for year in range(1, 4):
            due = add_months(begun, ANNIVERSARY * year)
            kind = draw.choice(KINDS)
            dues.append((due, kind, due + timedelta(days=draw.choice((0, 1, 59, 60, 61, 65, 200))) if kind else None))
        reason = draw.choice(("", "", "surrendered", "hesitation", "death", "claimed", "unpaid"))
        ended = (reason, begun + timedelta(days=draw.randint(10, 1100))) if reason else None
        pay = draw.choice((1, 2, 20))
        found.append(
            Sold(BRANCH * 10**11 + no, draw.choice(PRODUCTS), begun, pay, draw.randint(1, 9) * 1000, ended, dues)
        )
    return found


def _write(store: Store, book: list[Sold]) -> None:
    """The rows the reports read, and no more."""
    with store.write() as tx:
        life = Party(id=BRANCH * 10**11 + 999, name="x", document_kind="resident_id", document="1", language="zh")
        for name in Party.model_fields:
            if getattr(life, name, None) is None:
                setattr(life, name, "")
        tx.connection.exec_driver_sql(
            "PRAGMA foreign_keys=OFF" if tx.is_sqlite else "SET session_replication_role = replica"
        )
        for one in book:
            dated = {"policy_id": one.id, "revision": 1, "valid_from": one.begun, "valid_to": FOREVER, "source_id": 1}
            status = PolicyStatus(**dated, status="in_force", branch_id=BRANCH, commenced_on=one.begun)
            rows = [
                Policy(id=one.id, number=f"P{one.id}", application_id=1, product=one.product, catalog_version=1,
                       issued_on=one.begun),
                Coverage(**dated, no=1, product=one.product, insured_id=1, sex="male", entry_age=30,
                         sum_assured=Fen(1), pay_years=one.pay_years),
                BillingTerms(**dated, months=12, premium=Fen(one.premium), loading=Fen(0), channel="bank"),
            ]  # fmt: skip
            if one.ended:
                status.valid_to = one.ended[1]
                over = {**dated, "revision": 2, "valid_from": one.ended[1]}
                rows.append(PolicyStatus(**over, status="ended", end_reason=one.ended[0], branch_id=BRANCH,
                                         commenced_on=one.begun))  # fmt: skip
            rows.append(status)
            for due, kind, day in one.dues:
                rows.append(PremiumDue(policy_id=one.id, due_date=due, amount=Fen(one.premium), channel="bank",
                                       branch_id=BRANCH, source_id=1))  # fmt: skip
                events = ["collected", "returned"] if kind == "returned" else [kind] if kind else []
                for no, event in enumerate(events, 1):
                    rows.append(DueEvent(policy_id=one.id, due_date=due, no=no, kind=event, amount=Fen(one.premium),
                                         day=day, source_id=1))  # fmt: skip
            tx.insert(rows)


@pytest.fixture
def made(stores: Stores) -> Iterator[tuple[Store, Catalog, list[Sold]]]:
    store = Store(stores.copy("company", build))
    book = _book(20261122)
    _write(store, book)
    with store.write() as tx:
        from ops_console.data.tables import StoreState

        tx.update(StoreState, {"id": 1}, {"business_date": TODAY})
    with store.read() as reader:
        catalog = catalog_of(reader, 1)
    yield store, catalog, book
    store.close()


def _grace(catalog: Catalog, due: date) -> date:
    return catalog.calendar.legal_deadline(due, 60).day


def test_collection_is_what_a_count_by_hand_finds(made: tuple[Store, Catalog, list[Sold]]) -> None:
    store, catalog, book = made
    first, last = date(2027, 1, 1), date(2029, 3, 31)
    with store.read() as reader:
        found = collection(reader, catalog, first, last, [BRANCH], None)
        by_product = collection(reader, catalog, first, last, [BRANCH], "product")
    wanted: dict[date, list[int]] = {}
    for one in book:
        for due, kind, day in one.dues:
            if one.product == "HC01" or kind in ("waived", "cancelled"):
                continue
            figures = wanted.setdefault(due.replace(day=1), [0] * 8)
            came = kind in ("collected", "lent")
            over = _grace(catalog, due) < TODAY
            in_time = came and day is not None and day <= _grace(catalog, due)
            for place, holds in enumerate((True, came, over, over and in_time)):
                figures[2 * place] += holds
                figures[2 * place + 1] += one.premium * holds
    told = {
        one.month: [one.due, one.due_amount, one.came, one.came_amount, one.over, one.over_amount, one.in_grace,
                    one.in_grace_amount]
        for one in found
    }  # fmt: skip
    assert told == {month: wanted[month] for month in sorted(wanted)}
    assert sum(one.due_amount for one in by_product) == sum(one.due_amount for one in found)
    assert {one.group for one in by_product} == {"WL20", "TM20"}


@pytest.mark.parametrize(("after", "years"), [(13, 1), (25, 2), (37, 3)])
def test_persistency_is_what_a_count_by_hand_finds(
    made: tuple[Store, Catalog, list[Sold]], after: int, years: int
) -> None:
    store, catalog, book = made
    months = [date(2026, month, 1) for month in (1, 2, 3)]
    with store.read() as reader:
        found = persistency(reader, catalog, months, after, [BRANCH], None)
    wanted: dict[date, list[int]] = {}
    for one in book:
        due, kind, day = one.dues[years - 1]
        if one.product == "HC01" or one.pay_years <= years or _grace(catalog, due) >= TODAY:
            continue
        figures = wanted.setdefault(one.begun.replace(day=1), [0] * 5)
        reason, over = one.ended or ("", date.max)
        if reason == "hesitation" or (reason in ("death", "claimed") and over <= due):
            figures[4] += 1
            continue
        kept = kind in ("collected", "lent", "waived") and day is not None and day <= _grace(catalog, due)
        figures[0] += 1
        figures[1] += one.premium
        figures[2] += kept
        figures[3] += one.premium * kept
    told = {one.month: [one.sold, one.sold_premium, one.kept, one.kept_premium, one.left_out] for one in found}
    assert told == {month: wanted[month] for month in sorted(wanted)}


def test_lapses_count_what_stood_on_the_first_day_and_what_lapsed_in_the_month(
    made: tuple[Store, Catalog, list[Sold]],
) -> None:
    store, catalog, book = made
    with store.write() as tx:
        for no, one in enumerate([one for one in book if not one.ended and one.product == "TM20"][:2]):
            tx.update(PolicyStatus, {"policy_id": one.id, "revision": 1}, {"valid_to": date(2029, 5, 10 + no)})
            tx.insert([PolicyStatus(policy_id=one.id, revision=2, valid_from=date(2029, 5, 10 + no), valid_to=FOREVER,
                                    source_id=1, status="lapsed", lapsed_on=date(2029, 5, 10 + no),
                                    branch_id=BRANCH)])  # fmt: skip
    with store.read() as reader:
        [may, june] = lapses(reader, catalog, [date(2029, 5, 1), date(2029, 6, 1)], [BRANCH], None)
    standing = [one for one in book if one.product != "HC01" and (one.ended is None or one.ended[1] > date(2029, 5, 1))]
    assert (may.in_force, may.lapsed, may.reinstated) == (len(standing), 2, 0)
    assert (june.in_force, june.lapsed) == (len(standing) - 2, 0)


def test_a_forecast_raises_every_instalment_to_come_until_the_last(
    made: tuple[Store, Catalog, list[Sold]],
) -> None:
    store, _catalog, book = made
    with store.write() as tx:
        for no, months in enumerate((1, 3, 12)):
            tx.insert([Billing(policy_id=book[no].id, branch_id=BRANCH, active=True, next_due=date(2030, 3, 1),
                               paid_to=date(2030, 3, 1), ends_on=date(2030, 10, 1), months=months, anchor_day=1,
                               premium=Fen(1000), channel="bank", account="6031.01")])  # fmt: skip
    with store.read() as reader:
        found = forecast(reader, TODAY, 9, [BRANCH], Rate(9, 10))
    assert [one.instalments for one in found] == [0, 3, 1, 1, 2, 1, 1, 2, 0]
    assert [(one.amount, one.expected) for one in found][:2] == [(0, 0), (3000, 2700)]
