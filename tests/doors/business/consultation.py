"""Enquiries and complaints, through Consultation & appeals and the rooms that are asked."""

from pathlib import Path
from tempfile import TemporaryDirectory

from ops_console.data.tables import Document
from tests.doors.door import Door
from tests.doors.scenario import scenario
from tests.support.company import LI_MING

CLIENT = LI_MING["applicant_document"]


@scenario(
    "consultation.register_enquiry",
    "consultation.ask_statement",
    "consultation.give_statement",
    "consultation.answer_enquiry",
)
async def an_enquiry_is_answered_with_what_preservation_says(door: Door) -> None:
    company = door.company
    counter, answers = company.clerk("counter"), company.clerk("consultation")
    policy = company.policy("WL20")
    asked = await door.do(
        counter, "consultation.register_enquiry", client=CLIENT, contact="李明", channel="phone", topic="policy",
        policy=policy, text="[地址]何时变更？", urgent=True,
    )  # fmt: skip
    number = asked.number
    await door.do(answers, "consultation.ask_statement", number, room="preservation", question="何时变更的地址？")
    said = await door.do(company.clerk("preservation"), "consultation.give_statement", number, statement="从未变更")
    assert said.state == "open"
    assert (await door.do(answers, "consultation.answer_enquiry", number, answer="地址未变更")).state == "answered"


@scenario("counter.remind_papers")
async def an_applicant_is_reminded_of_what_is_missing(door: Door) -> None:
    company = door.company
    number = company.received(papers="application_form")
    company.do("counter.check_papers", number)
    company.move_by(7)
    await door.do(company.clerk("counter"), "counter.remind_papers", number)
    assert company.letters(number)[-1].kind == "papers_reminder"


@scenario("counter.attach_image")
async def the_scan_of_a_paper_is_kept_with_the_case(door: Door) -> None:
    company = door.company
    number = company.received()
    with TemporaryDirectory() as folder:
        scan = Path(folder) / "投保单.png"
        scan.write_bytes(b"\x89PNG\r\n\x1a\n scanned")
        clerk, paper = company.clerk("counter"), "application_form"
        await door.do(clerk, "counter.attach_image", number, paper=paper, file=str(scan))
    with company.store.read() as reader:
        (kept,) = reader.find(Document, case_id=company.case(number).id)
    assert (kept.name, kept.size) == ("投保单.png", 16)


@scenario(
    "consultation.register_complaint",
    "consultation.make_complex",
    "consultation.extend",
    "consultation.answer_complaint",
    "consultation.ask_review",
    "consultation.answer_review",
    "consultation.withdraw_complaint",
)
async def a_complaint_takes_long_and_is_reviewed_by_another(door: Door) -> None:
    company = door.company
    company.received()
    counter, clerk = company.clerk("counter"), company.clerk("consultation")
    supervisor = company.clerk("consultation", "supervisor")
    complained = {"client": CLIENT, "contact": "李明", "topic": "sales", "text": "未说明犹豫期", "about": "SH0001"}
    number = (await door.do(counter, "consultation.register_complaint", **complained, people=3)).number
    await door.do(clerk, "consultation.make_complex", number, reason="需走访")
    assert (await door.do(clerk, "consultation.extend", number, reason="鉴定未完成")).referred_to == "supervisor"
    await door.do(supervisor, "consultation.extend", number, reason="鉴定未完成")
    answer = {"answer": "已解除合同并退费", "justified": True}
    assert (await door.do(supervisor, "consultation.answer_complaint", number, **answer)).state == "closed"
    assert (await door.do(counter, "consultation.ask_review", number, text="退费金额有误")).state == "review"
    assert (await door.do(clerk, "consultation.answer_review", number, answer="金额无误")).state == "closed"
    second = (await door.do(counter, "consultation.register_complaint", **complained)).number
    assert (await door.do(counter, "consultation.withdraw_complaint", second, comment="误会")).state == "closed"
