"""What clerks did on each sale, act by act: the operation, the day, the duty, and what was keyed.

The parity test does these acts one by one through the desk; the demo store is filled from moulds of them. Both take
them in the same order, so that ids, receipts and events get the same numbers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console.catalog.model import Catalog
from ops_console.training.people import Invented
from ops_console.training.sales import Sale

APPLICATION, CALLBACK, POLICY = "application", "callback", "policy"
HEALTH = {"occupation": "office", "height_cm": 168, "weight_kg": 62, "systolic": 120, "diastolic": 80}
CHILD = {"occupation": "student", "height_cm": 110, "weight_kg": 20}
DRIVER = {"occupation": "driver"}
"""Class 3: points for the trade, and with a smoker's points still standard."""


@dataclass(frozen=True, slots=True)
class Act:
    """One operation of the script. ``on``: application, callback or policy, or empty; ``values`` as keyed."""

    name: str
    day: date
    duty: str
    operation: str
    on: str
    values: Mapping[str, Any]


def sold(sale: Sale, catalog: Catalog) -> Iterator[Act]:
    """From the application to the files in the archive, in the order of the operations."""
    days = sale.days
    yield Act("receive", days.received, "counter", "counter.receive_application", "", _received(sale, catalog))
    yield Act("check", days.received, "counter", "counter.check_papers", APPLICATION, {})
    yield Act("key", days.received, "counter", "counter.key_application", APPLICATION, _keyed(sale))
    if sale.kind.smoker:
        yield Act("accept", days.judged, "underwriting", "underwriting.accept", APPLICATION, {})
    yield Act("issue", days.issued, "underwriting", "underwriting.issue", APPLICATION, {})
    premium = {"amount": int(sale.premium), "method": "bank"}
    yield Act("pay", days.paid, "counter", "counter.collect_first_premium", APPLICATION, premium)
    delivered = {"delivered_on": days.delivered}
    yield Act("deliver", days.delivered, "counter", "counter.record_delivery", APPLICATION, delivered)
    yield Act("sign", days.signed, "counter", "counter.record_receipt", APPLICATION, {"signed_on": days.signed})
    yield Act("file", days.filed, "archive_keeper", "archive.file", APPLICATION, {})
    if catalog.products[sale.kind.product].callback:
        yield Act("call", days.called, "callback", "callback.record_call", CALLBACK, _called())
        yield Act("file_call", days.call_filed, "archive_keeper", "archive.file", CALLBACK, {})


def collected(sale: Sale) -> Iterator[Act]:
    """The renewal premiums that came in, oldest first."""
    values = {"amount": int(sale.premium), "method": "bank"}
    for one in sale.collected:
        yield Act("collect", one.on, "premium", "premium.collect", POLICY, values)


@dataclass(frozen=True, slots=True)
class Step:
    """An act in the company's order. ``number``: its place among the sale's own acts."""

    day: date
    sale: int
    number: int


def in_order(days: Iterable[tuple[int, Iterable[date]]]) -> list[Step]:
    """The acts of all sales, given as sale and days of its acts: by day, then by sale, then as the script has them."""
    steps = [Step(day, sale, number) for sale, acts in days for number, day in enumerate(acts)]
    return sorted(steps, key=lambda step: (step.day, step.sale, step.number))


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


def _called() -> dict[str, Any]:
    points = ("identity", "signed", "explained", "cover", "surrender_loss", "hesitation", "premium_term")
    return {"outcome": "reached", **dict.fromkeys(points, True)}


def _typed(heir: Invented, relation: str) -> str:
    return f"{heir.name}/{heir.document_no}/{relation}/1/"
