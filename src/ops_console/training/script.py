"""What clerks did on each sale, act by act: the operation, the day, the duty, and what was keyed.

The parity test does these acts one by one through the desk; the demo store is filled from moulds of them. Both take
them in the same order, so that ids, receipts and events get the same numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from ops_console.catalog.model import Catalog
from ops_console.training.people import Invented
from ops_console.training.sales import Sale

APPLICATION, CALLBACK, POLICY = "application", "callback", "policy"
RECEIVE = "counter", "counter.receive_application"
CHECK = "counter", "counter.check_papers"
KEY = "counter", "counter.key_application"
ACCEPT = "underwriting", "underwriting.accept"
ISSUE = "underwriting", "underwriting.issue"
PAY = "counter", "counter.collect_first_premium"
DELIVER = "counter", "counter.record_delivery"
SIGN = "counter", "counter.record_receipt"
CALL = "callback", "callback.record_call"
FILE = "archive_keeper", "archive.file"
COLLECT = "premium", "premium.collect"
HEALTH = {"occupation": "office", "height_cm": 168, "weight_kg": 62, "systolic": 120, "diastolic": 80}
CHILD = {"occupation": "student", "height_cm": 110, "weight_kg": 20}
DRIVER = {"occupation": "driver"}
"""Class 3: points for the trade, and with a smoker's points still standard."""


class Act(NamedTuple):
    """One operation of the script. ``on``: application, callback or policy, or empty; ``keyed`` gives its input."""

    name: str
    day: date
    duty: str
    operation: str
    on: str
    keyed: Callable[[], Mapping[str, Any]]


def sold(sale: Sale, catalog: Catalog) -> Iterator[Act]:
    """From the application to the files in the archive, in the order of the operations."""
    days = sale.days
    yield Act("receive", days.received, *RECEIVE, "", lambda: _received(sale, catalog))
    yield Act("check", days.received, *CHECK, APPLICATION, dict)
    yield Act("key", days.received, *KEY, APPLICATION, lambda: _keyed(sale))
    if sale.kind.smoker:
        yield Act("accept", days.judged, *ACCEPT, APPLICATION, dict)
    yield Act("issue", days.issued, *ISSUE, APPLICATION, dict)
    yield Act("pay", days.paid, *PAY, APPLICATION, lambda: _paid(sale))
    yield Act("deliver", days.delivered, *DELIVER, APPLICATION, lambda: {"delivered_on": days.delivered})
    yield Act("sign", days.signed, *SIGN, APPLICATION, lambda: {"signed_on": days.signed})
    yield Act("file", days.filed, *FILE, APPLICATION, dict)
    if catalog.products[sale.kind.product].callback:
        yield Act("call", days.called, *CALL, CALLBACK, _called)
        yield Act("file_call", days.call_filed, *FILE, CALLBACK, dict)


def collected(sale: Sale) -> Iterator[Act]:
    """The renewal premiums that came in, oldest first."""
    for one in sale.collected:
        yield Act("collect", one.on, *COLLECT, POLICY, lambda: _paid(sale))


class Step(NamedTuple):
    """An act in the company's order: by day, then by sale, then by its ``number`` among the sale's own acts."""

    day: date
    sale: int
    number: int


def in_order(days: Iterable[tuple[int, Iterable[date]]]) -> list[Step]:
    """The acts of all sales, given as sale and days of its acts, in the company's order."""
    return sorted(Step(day, sale, number) for sale, acts in days for number, day in enumerate(acts))


def _received(sale: Sale, catalog: Catalog) -> dict[str, Any]:
    papers = catalog.papers_for("application", sale.kind.product, "minor" if sale.kind.insured == "child" else None)
    return {
        "form_no": sale.form_no,
        "product": sale.kind.product,
        "agent": sale.agent,
        "applicant_name": sale.applicant.name,
        "applicant_document": sale.applicant.document_no,
        "applicant_phone": sale.applicant.phone,
        "applicant_address": sale.applicant.address,
        "papers": [paper.code for paper in papers],
    }


def _keyed(sale: Sale) -> dict[str, Any]:
    body = HEALTH | (DRIVER if sale.kind.smoker else {})
    values: dict[str, Any] = {
        "applicant_document": sale.applicant.document_no,
        "sum_assured": int(sale.sum_assured),
        "pay_years": sale.pay_years,
        "months": sale.months,
        "account_no": sale.account_no,
        "premium_loan": sale.kind.premium_loan,
        "beneficiaries": [_typed(heir, kin) for heir, kin in zip(sale.heirs, sale.kind.heirs, strict=True)],
        "income": int(sale.income),
        "smoker": sale.kind.smoker,
    }
    if sale.cover_years is not None:
        values["cover_years"] = sale.cover_years
    if sale.kind.insured != "self":
        body = CHILD if sale.kind.insured == "child" else body
        values |= {
            "relation": sale.kind.insured,
            "insured_name": sale.insured.name,
            "insured_document": sale.insured.document_no,
            "insured_consent": True,
        }
    return values | body


def _paid(sale: Sale) -> dict[str, Any]:
    return {"amount": int(sale.premium), "method": "bank"}


def _called() -> dict[str, Any]:
    return {"outcome": "reached", "all_yes": True}


def _typed(heir: Invented, relation: str) -> str:
    return f"{heir.name}/{heir.document_no}/{relation}/1/"
