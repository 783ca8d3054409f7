"""Claims that wait."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from ops_console.rules.numbers import Prefix
from ops_console.training.sales import Sale
from ops_console.training.waiting.diary import Do, Story, World

STEPS = ("reported", "registered", "wanted", "assessing", "assessed", "approved", "released", "paid")
WAITED = timedelta(days=60)
"""Longer than any product's waiting period of today."""


def claims(world: World) -> Iterator[Story]:
    """The claims of the last weeks: event, worked days ago, how far they came."""
    plan = (
        ("death", 0, "reported"),
        ("hospital", 0, "reported"),
        ("hospital", 3, "reported"),
        ("death", 2, "registered"),
        ("hospital", 1, "registered"),
        ("hospital", 4, "wanted"),
        ("death", 6, "wanted"),
        ("death", 4, "assessing"),
        ("hospital", 3, "assessing"),
        ("hospital", 11, "assessing"),
        ("death", 7, "assessed"),
        ("death", 9, "assessed"),
        ("hospital", 5, "assessed"),
        ("death", 10, "approved"),
        ("hospital", 8, "approved"),
        ("death", 12, "released"),
        ("hospital", 9, "released"),
        ("death", 15, "paid"),
        ("hospital", 14, "paid"),
    )
    for event, ago, until in plan:
        sale = world.policy(_insures(event, world), world.branch())
        if sale is not None:
            yield claimed(world, sale, event, ago, until)


def claimed(world: World, sale: Sale, event: str, ago: int, until: str) -> Story:
    """A claim goes through the rooms as far as a step."""
    wanted = STEPS.index(until)
    report = {
        "insured": sale.insured.document_no,
        "event": event,
        "event_date": world.ago(ago) - timedelta(days=6),
        "place": "市第一人民医院",
        "reporter": sale.heirs[0].name if sale.heirs else sale.applicant.name,
        "relation": "spouse" if sale.heirs else "self",
        "telephone": sale.applicant.phone,
    }
    outcome = yield Do(world.ago(ago), sale.branch, "counter", "counter.report_claim", None, report)
    number = outcome.number
    papers = [paper.code for paper in world.catalog.papers_for("claim", sale.kind.product, event)]
    payees = sale.heirs if event == "death" else (sale.insured,)
    assessed: dict[str, Any] = {
        "cause": "illness",
        "payees": [f"{payee.document_no}/{sale.account_no}" for payee in payees],
    }
    if event == "hospital":
        assessed["days"] = 5
    steps: tuple[tuple[int, int, str, str, dict[str, Any]], ...] = (
        (1, 0, "claims", "claims.register", {"expected_days": 5} if event == "hospital" else {}),
        (2, 1, "claims", "claims.check_papers", {"papers": papers if wanted > 2 else papers[:2]}),
        (4, 2, "claims", "claims.assess", assessed),
        (5, 3, "claims.head", "claims.approve", {}),
    )
    for place, later, who, operation, values in steps:
        if wanted >= place:
            outcome = yield Do(world.ago(max(ago - later, 0)), sale.branch, who, operation, number, dict(values))
    payments = [one for one in outcome.opened if one.startswith(Prefix.PAYMENT)]
    for payment in payments:
        if wanted >= 6:
            yield Do(world.ago(max(ago - 4, 0)), sale.branch, "cashier", "premium.release_payment", payment)
        if wanted >= 7:
            yield Do(world.ago(max(ago - 5, 0)), sale.branch, "premium", "premium.pay_out", payment, {"method": "bank"})


def _insures(event: str, world: World) -> Callable[[Sale], bool]:
    """A cover that pays for the event, and was there long before it."""
    long_ago = world.ago(18) - WAITED
    names = ("hospital",) if event == "hospital" else ("life", "term")
    return lambda sale: sale.kind.name in names and sale.commenced < long_ago and not sale.missed
