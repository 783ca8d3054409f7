"""New business that waits: applications in every state, callbacks, findings."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ops_console.base.money import Fen
from ops_console.desk.desk import Outcome
from ops_console.rules.numbers import Prefix
from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.sales import KINDS, Kind, Sale
from ops_console.training.script import APPLICATION, CALLBACK, sold
from ops_console.training.waiting.diary import Do, Story, World

STEPS = ("receive", "check", "key", "accept", "issue", "pay", "deliver", "sign", "call")
LIFE, LIFE_JUDGED, TERM = (
    next(kind for kind in KINDS if kind.name == name) for name in ("life", "life_judged", "term")
)

Changes = Mapping[str, Mapping[str, Any]]
"""What is keyed differently, by step."""

SHORT_OF_PAPERS = {"receive": {"papers": ["application_form", "identity_applicant"]}}
TREATED = {"key": {"conditions": ["hypertension"]}}
DIABETIC = {"key": {"conditions": ["diabetes"], "weight_kg": 95}}
ILL_BEFORE = {"key": {"conditions": ["heart_disease"]}}
LOW_INCOME = {"key": {"income": 3_000_000}}
LARGE = Fen(80_000_000)
VERY_LARGE = Fen(150_000_000)


def applications(world: World) -> Iterator[Story]:
    """The applications of the last weeks; how often, how many worked days ago, how far they came."""
    plan: tuple[tuple[int, int, str, Kind, Changes], ...] = (
        (3, 0, "receive", LIFE, {}),
        (2, 1, "receive", TERM, {}),
        (1, 7, "receive", LIFE, {}),
        (2, 2, "check", LIFE, {}),
        (1, 8, "check", TERM, {}),
        (3, 4, "check", LIFE, SHORT_OF_PAPERS),
        (3, 3, "key", LIFE_JUDGED, TREATED),
        (2, 5, "key", TERM, ILL_BEFORE),
        (1, 12, "key", LIFE, DIABETIC),
        (2, 2, "key", TERM, LOW_INCOME),
        (2, 1, "key", LIFE, {}),
        (2, 4, "issue", LIFE, {}),
        (2, 5, "pay", TERM, {}),
        (3, 7, "deliver", LIFE, {}),
        (6, 9, "sign", LIFE, {}),
        (4, 13, "sign", TERM, {}),
        (3, 14, "call", LIFE, {}),
    )
    for count, ago, until, kind, changes in plan:
        for _again in range(count):
            yield bought(world, world.customer(kind, world.branch(), ago), until, changes)
    for _again in range(2):
        yield referred(world)
        yield offered(world)
        yield asked_for_papers(world)
        yield signed_but_unpaid(world)
        yield not_reached(world)
        yield called_again_today(world)
        yield out_of_time(world)
        yield found(world)


def bought(world: World, sale: Sale, until: str, changes: Changes) -> Story:
    """An application goes through the rooms as far as a step. Returns the numbers of its cases."""
    numbers: dict[str, str] = {}
    wanted = STEPS[: STEPS.index(until) + 1]
    for act in sold(sale, world.catalog):
        if act.name in wanted:
            values = {**act.keyed(), **changes.get(act.name, {})}
            outcome = yield Do(act.day, sale.branch, act.duty, act.operation, numbers.get(act.on), values)
            _remember(numbers, act.name, outcome)
    return numbers


def referred(world: World) -> Story:
    """More than the clerk may accept: referred to the senior."""
    sale = world.customer(TERM, EASY_BRANCH, 5)
    sale = replace(sale, sum_assured=LARGE, income=LARGE)
    numbers = yield from bought(world, sale, "key", {})
    yield Do(world.ago(3), sale.branch, "uw", "underwriting.accept", numbers[APPLICATION])


def offered(world: World) -> Story:
    """Loaded terms were offered and are not answered."""
    sale = world.customer(LIFE, world.branch(), 9)
    numbers = yield from bought(world, sale, "key", TREATED)
    values = {"em_points": 75, "reason": "高血压，经治疗后血压仍偏高"}
    yield Do(world.ago(6), sale.branch, "underwriting", "underwriting.load", numbers[APPLICATION], values)


def asked_for_papers(world: World) -> Story:
    """Underwriting wants an examination."""
    sale = world.customer(TERM, world.branch(), 7)
    sale = replace(sale, sum_assured=VERY_LARGE, income=VERY_LARGE)
    numbers = yield from bought(world, sale, "key", {})
    papers = {"papers": ["examination_form", "income_proof"]}
    yield Do(world.ago(5), sale.branch, "underwriting", "underwriting.ask_papers", numbers[APPLICATION], papers)


def signed_but_unpaid(world: World) -> Story:
    """Delivered and signed for, and nothing paid."""
    sale = world.customer(LIFE, world.branch(), 9)
    numbers: dict[str, str] = {}
    for act in sold(sale, world.catalog):
        if act.name in ("receive", "check", "key", "issue", "deliver", "sign"):
            outcome = yield Do(act.day, sale.branch, act.duty, act.operation, numbers.get(act.on), dict(act.keyed()))
            _remember(numbers, act.name, outcome)


def not_reached(world: World) -> Story:
    """Called twice and never at home."""
    sale = world.customer(LIFE, world.branch(), 12)
    numbers = yield from bought(world, sale, "sign", {})
    for ago in (4, 2):
        values = {"outcome": "not_reached", "note": "无人接听"}
        yield Do(world.ago(ago), sale.branch, "callback", "callback.record_call", numbers[CALLBACK], values)


def called_again_today(world: World) -> Story:
    """Reached at work, and wants to be called this evening; half of the points are answered."""
    sale = world.customer(LIFE, world.branch(), 11)
    numbers = yield from bought(world, sale, "sign", {})
    said = dict.fromkeys(("identity", "signed", "explained"), "yes")
    wish = {"call_on": world.ago(0), "call_hours": "18-20", "note": "客户开会，晚间再致电"}
    values = {"outcome": "reached", **said, **wish}
    yield Do(world.ago(2), sale.branch, "callback", "callback.record_call", numbers[CALLBACK], values)


def out_of_time(world: World) -> Story:
    """A wrong number, and the hesitation period is nearly over."""
    sale = world.customer(LIFE, world.branch(), 18)
    numbers = yield from bought(world, sale, "sign", {})
    values = {"outcome": "wrong_number", "note": "空号"}
    yield Do(world.ago(5), sale.branch, "callback", "callback.record_call", numbers[CALLBACK], values)
    yield Do(world.ago(1), sale.branch, "callback", "callback.escalate", numbers[CALLBACK])


def found(world: World) -> Story:
    """A point of the callback was answered with no, and the address is an old one."""
    sale = world.customer(TERM, world.branch(), 16)
    finding = {"surrender_loss": "no", "contact_wrong": True, "finding": "客户不清楚退保会有损失；已搬家"}
    yield from bought(world, sale, "call", {"call": finding})


def _remember(numbers: dict[str, str], name: str, outcome: Outcome) -> None:
    if name == "receive" and outcome.number:
        numbers[APPLICATION] = outcome.number
    for number in outcome.opened:
        if number.startswith(Prefix.CALLBACK):
            numbers[CALLBACK] = number
