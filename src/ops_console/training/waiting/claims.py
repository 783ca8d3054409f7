"""Claims that wait."""

from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from typing import Any

from ops_console.base.money import Fen
from ops_console.desk.desk import Outcome
from ops_console.rules.numbers import Prefix
from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.sales import Sale
from ops_console.training.waiting.diary import Do, Story, World

STEPS = ("reported", "registered", "wanted", "assessing", "assessed", "approved", "released", "paid")
WAITED = timedelta(days=120)
"""Longer than any product's waiting period of today."""
LARGE = Fen.of_yuan("200000")
LARGE_ONES = (5, 6, 6, 7, 7, 8)
"""Large claims, worked days ago: so many that some are drawn for the quality sample."""
COVERS = {
    "death": ("life", "term"),
    "hospital": ("hospital",),
    "critical_illness": ("illness",),
    "disability": ("endowment",),
}
"""Event → kinds of sale that pay for it."""
ASKED: dict[str, dict[str, Any]] = {
    "hospital": {"days": 5},
    "critical_illness": {"disease": "malignant_tumour"},
    "disability": {"grade": "4"},
}
"""What an assessor keys besides the cause."""
HEAD = "claims.head"
NOTHING = Fen(0)


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
        ("critical_illness", 5, "assessing"),
        ("disability", 6, "assessing"),
        ("death", 7, "assessed"),
        ("death", 9, "assessed"),
        ("hospital", 5, "assessed"),
        ("critical_illness", 8, "assessed"),
        ("death", 10, "approved"),
        ("hospital", 8, "approved"),
        ("death", 12, "released"),
        ("hospital", 9, "released"),
        ("death", 15, "paid"),
        ("hospital", 14, "paid"),
        ("disability", 16, "paid"),
    )
    for event, ago, until in plan:
        sale = world.policy(_insures(event, world), world.branch())
        if sale is not None:
            yield claimed(world, sale, event, ago, until)
    for event, ago, after in (("death", 7, _investigated), ("death", 11, _advanced), ("hospital", 17, _reopened)):
        sale = world.policy(_insures(event, world), world.branch())
        if sale is not None:
            yield after(world, sale, ago)
    for ago in LARGE_ONES:
        sale = world.policy(_insures("death", world, LARGE), EASY_BRANCH)
        if sale is not None:
            yield claimed(world, sale, "death", ago, "assessed")


def claimed(world: World, sale: Sale, event: str, ago: int, until: str) -> Generator[Do, Outcome, str]:
    """A claim goes through the rooms as far as a step; one that is drawn for the quality sample is looked through on
    its way further. Returns its number."""
    wanted = STEPS.index(until)
    outcome = yield Do(
        world.ago(ago), sale.branch, "counter", "counter.report_claim", None, _report(world, sale, event, ago)
    )
    number = outcome.number or ""
    papers = [paper.code for paper in world.catalog.papers_for("claim", sale.kind.product, event)]
    steps: tuple[tuple[int, int, str, str, dict[str, Any]], ...] = (
        (1, 0, "claims", "claims.register", {"expected_days": 5} if event == "hospital" else {}),
        (2, 1, "claims", "claims.check_papers", {"papers": papers if wanted > 2 else papers[:2]}),
        (4, 2, "claims", "claims.assess", _assessed(sale, event)),
        (5, 3, HEAD, "claims.approve", {}),
    )
    for place, later, who, operation, values in steps:
        if wanted >= place:
            day = world.ago(max(ago - later, 0))
            outcome = yield Do(day, sale.branch, who, operation, number, dict(values))
            if outcome.state == "sampling" and wanted > place:
                outcome = yield Do(day, sale.branch, HEAD, "claims.check_sample", number)
    payments = [one for one in outcome.opened if one.startswith(Prefix.PAYMENT)]
    for payment in payments:
        if wanted >= 6:
            yield Do(world.ago(max(ago - 4, 0)), sale.branch, "cashier", "premium.release_payment", payment)
        if wanted >= 7:
            yield Do(world.ago(max(ago - 5, 0)), sale.branch, "premium", "premium.pay_out", payment, {"method": "bank"})
    return number


def _report(world: World, sale: Sale, event: str, ago: int) -> dict[str, Any]:
    return {
        "insured": sale.insured.document_no,
        "event": event,
        "event_date": world.ago(ago) - timedelta(days=6),
        "place": "市第一人民医院",
        "reporter": sale.heirs[0].name if sale.heirs else sale.applicant.name,
        "relation": "spouse" if sale.heirs else "self",
        "telephone": sale.applicant.phone,
    }


def _assessed(sale: Sale, event: str) -> dict[str, Any]:
    payees = sale.heirs if event == "death" else (sale.insured,)
    accounts = [f"{payee.document_no}/{sale.account_no}" for payee in payees]
    return {"cause": "illness", "payees": accounts, **ASKED.get(event, {})}


def _investigated(world: World, sale: Sale, ago: int) -> Story:
    """An investigation is out."""
    number = yield from claimed(world, sale, "death", ago, "assessing")
    values = {"plan": "走访医院，调取就诊记录；询问邻居", "due": world.ago(0) + timedelta(days=5)}
    yield Do(world.ago(ago - 2), sale.branch, "claims", "claims.investigate", number, values)


def _advanced(world: World, sale: Sale, ago: int) -> Story:
    """An advance payment waits for approval."""
    number = yield from claimed(world, sale, "death", ago, "assessing")
    for heir in sale.heirs:
        named = {"document": heir.document_no, "account_no": sale.account_no}
        yield Do(world.ago(ago - 2), sale.branch, "claims", "claims.name_payee", number, named)
    certain = {"amount": int(sale.sum_assured) // 5}
    yield Do(world.ago(ago - 3), sale.branch, "claims", "claims.propose_advance", number, certain)


def _reopened(world: World, sale: Sale, ago: int) -> Story:
    """Paid, and opened again: two more days in hospital."""
    number = yield from claimed(world, sale, "hospital", ago, "paid")
    reason = {"reason": "客户补交出院小结，住院天数少计两天"}
    yield Do(world.ago(ago - 8), sale.branch, "claims", "claims.reopen", number, reason)


def _insures(event: str, world: World, above: Fen = NOTHING) -> Callable[[Sale], bool]:
    """A cover that pays for the event, was there long before it and owes nothing; of more than a sum."""
    long_ago = world.ago(18) - WAITED
    names = COVERS[event]

    def fits(sale: Sale) -> bool:
        return (
            sale.kind.name in names
            and sale.commenced < long_ago
            and sale.owes_nothing(world.ago(0))
            and sale.sum_assured > above
        )

    return fits
