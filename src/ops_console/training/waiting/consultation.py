"""What waits in Consultation & appeals, and in the rooms it has asked: enquiries and complaints in every state."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.sales import Sale
from ops_console.training.waiting.diary import Do, Story, World

ANSWERS = "consultation"

Step = tuple[str, str, Mapping[str, Any]]
"""Who does what, with what."""

ENQUIRIES: tuple[tuple[str, str, tuple[Step, ...]], ...] = (
    ("product", "想了解重疾险与定期寿险有什么区别", ()),
    ("premium", "本期保费是否已经扣款？", (("ask", "premium", {"question": "请核实扣款情况"}),)),
    (
        "preservation",
        "受益人变更需要带什么资料？",
        (
            ("ask", "preservation", {"question": "请说明所需资料"}),
            ("say", "preservation", {"statement": "保全申请书、身份证件、被保险人同意书"}),
        ),
    ),
)
"""Topic, question, and what was done about it, the latest yesterday."""


def consultation(world: World) -> Iterator[Story]:
    """Enquiries of these days; complaints new, asked about, complex, answered and under review."""
    for ago, (topic, text, steps) in enumerate(ENQUIRIES):
        yield from _of(world, partial(enquiry, world, ago=ago, asked=(topic, text), steps=steps))
    for ago, end in ((0, ""), (4, "ask"), (13, ""), (9, "complex"), (3, "answer"), (8, "review")):
        yield from _of(world, partial(complaint, world, ago=ago, end=end))


def enquiry(world: World, sale: Sale, ago: int, asked: tuple[str, str], steps: tuple[Step, ...]) -> Story:
    """Asked at the counter or by telephone, then as many steps as were made."""
    topic, text = asked
    values = {**_who(sale), "channel": "phone", "topic": topic, "text": text}
    outcome = yield Do(world.ago(ago), sale.branch, "counter", "consultation.register_enquiry", None, values)
    for what, room, given in steps:
        asks = what == "ask"
        operation = "consultation.ask_statement" if asks else "consultation.give_statement"
        more = {"room": room} if asks else {}
        yield Do(world.ago(ago), sale.branch, ANSWERS if asks else room, operation, outcome.number, {**more, **given})


def complaint(world: World, sale: Sale, ago: int, end: str) -> Story:
    """How it was sold, and how far its answer has come."""
    text = "销售人员称随时可以全额退保，与合同不符"
    values = {**_who(sale), "topic": "sales", "text": text, "about": sale.agent}
    outcome = yield Do(world.ago(ago), sale.branch, "counter", "consultation.register_complaint", None, values)
    later = world.ago(max(ago - 1, 0))
    if end == "ask":
        asked = {"room": "callback", "question": "回访录音中客户如何回答？"}
        yield Do(later, sale.branch, ANSWERS, "consultation.ask_statement", outcome.number, asked)
    elif end == "complex":
        reason = {"reason": "需走访销售人员并调阅双录资料"}
        yield Do(later, sale.branch, ANSWERS, "consultation.make_complex", outcome.number, reason)
    elif end in ("answer", "review"):
        answer = {"answer": "经核实，销售人员未尽说明义务，已予处理", "justified": True}
        yield Do(later, sale.branch, ANSWERS, "consultation.answer_complaint", outcome.number, answer)
    if end == "review":
        why = {"text": "未答复退费要求"}
        yield Do(world.ago(ago - 2), sale.branch, "counter", "consultation.ask_review", outcome.number, why)


def _of(world: World, story: Callable[[Sale], Story]) -> Iterator[Story]:
    sale = world.policy(lambda _sale: True, EASY_BRANCH)
    if sale is not None:
        yield story(sale)


def _who(sale: Sale) -> dict[str, Any]:
    return {"client": sale.applicant.document_no, "contact": f"{sale.applicant.name} {sale.applicant.phone}"}
