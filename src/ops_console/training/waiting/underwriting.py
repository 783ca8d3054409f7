"""Underwriting that waits: examinations, inspections and questionnaires that are out, offers, an answer from above."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ops_console.base.money import Fen
from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.sales import Kind
from ops_console.training.script import APPLICATION
from ops_console.training.waiting.applications import ILL_BEFORE, LARGE, LIFE, LOW_INCOME, TERM, Changes, bought
from ops_console.training.waiting.diary import Do, Story, World

EXAMINED = Fen(120_000_000)
NODULE = {"key": {"conditions": ["thyroid_nodule", "asthma"]}}


def underwriting(world: World) -> Iterator[Story]:
    """What an underwriter meets besides applications just keyed."""
    for _again in range(2):
        yield examined(world)
        yield asked_and_inspected(world)
        yield excluded(world)
    yield missed(world)
    yield long_unanswered(world)
    yield offered_less(world)
    yield sent_back(world)
    yield postponed(world)


def _keyed(world: World, kind: Kind, ago: int, changes: Changes, sum_assured: Fen | None = None) -> Story:
    """An application of the easy branch in underwriting; returns its number and what acts on it need."""
    sale = world.customer(kind, EASY_BRANCH, ago + 2)
    if sum_assured:
        sale = replace(sale, sum_assured=sum_assured, income=sum_assured)
    numbers = yield from bought(world, sale, "key", changes)
    return numbers[APPLICATION]


def _act(world: World, ago: int, operation: str, number: str, who: str = "uw", **values: Any) -> Do:
    return Do(world.ago(ago), EASY_BRANCH, who, f"underwriting.{operation}", number, values)


def examined(world: World) -> Story:
    """Sent to be examined, and the day of it is tomorrow or later."""
    number = yield from _keyed(world, TERM, 4, {}, EXAMINED)
    booked: dict[str, Any] = {"examination": "routine", "hospital": "central", "day": world.ago(0)}
    yield _act(world, 2, "order_examination", number, **booked)


def missed(world: World) -> Story:
    """Did not come to the examination, and is to be booked again."""
    number = yield from _keyed(world, TERM, 9, {}, EXAMINED)
    booked: dict[str, Any] = {"examination": "extended", "hospital": "first_people", "day": world.ago(5)}
    yield _act(world, 8, "order_examination", number, **booked)
    yield _act(world, 4, "record_examination", number, outcome="no_show")


def asked_and_inspected(world: World) -> Story:
    """A low income: the questionnaire is back, the inspector is not."""
    number = yield from _keyed(world, TERM, 7, LOW_INCOME, LARGE)
    yield _act(world, 6, "ask_questionnaire", number, subject="financial", asks="请附近三年纳税证明")
    yield _act(world, 6, "order_inspection", number, plan="核实收入来源及投保目的")
    yield _act(
        world, 2, "record_questionnaire", number, subject="financial", report="个体经营，年净收入约三万元，另有房租收入"
    )


def long_unanswered(world: World) -> Story:
    """A questionnaire that nobody has answered for weeks: after thirty days the expiry run withdraws it."""
    number = yield from _keyed(world, LIFE, 15, ILL_BEFORE)
    yield _act(world, 15, "ask_questionnaire", number, subject="health")


def excluded(world: World) -> Story:
    """Offered without what the thyroid may lead to, and not answered yet."""
    number = yield from _keyed(world, LIFE, 8, NODULE)
    terms: dict[str, Any] = {"exclusion": ["thyroid"], "em_points": 50, "reason": "甲状腺结节，未定期复查"}
    yield _act(world, 5, "exclude", number, **terms)


def offered_less(world: World) -> Story:
    """Offered for a sum that the income bears."""
    number = yield from _keyed(world, TERM, 6, LOW_INCOME, LARGE)
    terms: dict[str, Any] = {"sum_assured": Fen(10_000_000), "em_points": 0, "reason": "保额与收入不相称"}
    yield _act(world, 4, "limit", number, "uw.supervisor", **terms)


def sent_back(world: World) -> Story:
    """Referred to the senior with a remark, who wants more."""
    number = yield from _keyed(world, TERM, 5, {}, LARGE)
    yield _act(world, 3, "accept", number, comment="客户为多年老客户，资料齐全")
    answer = {"reason": "请先补财务问卷，再上报"}
    yield Do(world.ago(2), EASY_BRANCH, "uw.supervisor", "desk.return_referral", number, answer)


def postponed(world: World) -> Story:
    """Postponed after an operation on the heart."""
    number = yield from _keyed(world, LIFE, 10, ILL_BEFORE)
    until = world.ago(0).replace(year=world.ago(0).year + 1, day=1)
    yield _act(world, 6, "postpone", number, "uw.supervisor", until=until, reason="心脏术后未满一年，建议一年后再投保")
