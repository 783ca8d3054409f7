"""Policies at work in tests: time passes, premiums fall due, requests are made, and where a policy stands then."""

from datetime import date
from typing import Any

from ops_console.batch.renewal import RENEWAL
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.tables import BankFile, Branch, Clerk, Policy
from ops_console.desk.desk import Outcome
from ops_console.desk.entry import Actor
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rules import numbers
from tests.support.company import BRANCH, Company


def renew(company: Company, day: date) -> None:
    """It is that day, and every premium due by it is raised."""
    company.move_to(day)
    RENEWAL.run(company.store, company.clerk("premium"), day)


def position(company: Company, policy: str) -> PolicyPosition:
    """Where a policy stands today."""
    with company.store.read() as reader:
        state = reader.state()
        record = reader.need(Policy, numbers.parse(policy).id)
        clerk = reader.find(Clerk, limit=1)[0]
        catalog = catalog_of(reader, state.catalog_version)
        view = View(reader, catalog, clerk, reader.need(Branch, BRANCH), state.business_date, policy=record)
        return position_of(view)


def request(company: Company, policy: str, item: int, **values: Any) -> str:
    """Number of a preservation request, received at the counter."""
    number = company.do("counter.receive_request", policy, item=item, **values).number
    assert number is not None
    return number


def asked(
    company: Company, policy: str, item: int, operation: str, actor: Actor | None = None, **values: Any
) -> tuple[str, Outcome]:
    """A request received and keyed: its number, and what came of keying it."""
    number = request(company, policy, item)
    return number, company.do(f"preservation.{operation}", number, actor, **values)


def pay_all(company: Company, policy: str, day: date) -> None:
    """It is that day, and every premium due by it is paid by the bank."""
    renew(company, day)
    owed = int(position(company, policy).premium_owed)
    company.do("premium.collect", policy, amount=owed, method="bank", identity_checked=True)


def files_went_out(company: Company) -> None:
    """What was drawn up for the banks is with them."""
    with company.store.write() as tx:
        tx.update(BankFile, {"direction": "out", "state": "drawn"}, {"state": "written"})
