"""What underwriting waits for: papers, examinations, inspections, questionnaires; a case goes on when all are back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.data.store import Reader
from ops_console.data.tables import Application, Party, Task
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View

EXAMINATION, INSPECTION, QUESTIONNAIRE, PAPER = "examination", "inspection", "questionnaire", "paper"
"""Kinds of task. Their detail: the paper's code, how much of an examination, what a questionnaire is about."""
EXAMINATION_FORM = "examination_form"
"""The paper that stands for an examination the applicant sees to alone."""
KINDS = {
    EXAMINATION: N_("examination"),
    INSPECTION: N_("inspection"),
    QUESTIONNAIRE: N_("questionnaire"),
    PAPER: N_("papers"),
}
WAIVED = "waived"
"""Outcome of a task nobody waits for any more."""
_WAITS = {EXAMINATION: "examination", INSPECTION: "inspection", QUESTIONNAIRE: "papers", PAPER: "papers"}
_REPORT, _ANSWERED = "after_examination", "inquiry_answered"


def open_tasks(reader: Reader, case_id: int, *kinds: str) -> list[Task]:
    """What a case waits for, oldest first; of some kinds, or of all."""
    return [task for task in reader.find(Task, case_id=case_id, done=None) if not kinds or task.kind in kinds]


def the_open(view: View, kind: str, detail: str | None = None) -> Task:
    """The open task of a kind; Refused when nothing of the kind is out."""
    found = [task for task in open_tasks(view.reader, view.the_case.id, kind) if detail in (None, task.detail)]
    view.refuse_unless(
        bool(found),
        "not_asked",
        _("{number} waits for no {what}.").format(number=view.the_case.number, what=_(KINDS[kind])),
        "company default",
    )
    return found[0]


def answer_due(view: View) -> date:
    """Until when the customer has time for a letter sent today."""
    return view.today + timedelta(days=view.catalog.setting("letter_overdue"))


def ask(
    view: View,
    plan: Plan,
    kind: str,
    detail: str,
    *,
    data: Mapping[str, Any] | None = None,
    confidential: Mapping[str, Any] | None = None,
    clerk_id: int | None = None,
) -> None:
    """Let the case wait for one thing more: task, state, the clocks that stop. Refused when it is out already."""
    out = [task.detail for task in open_tasks(view.reader, view.the_case.id, kind)]
    single = kind in (EXAMINATION, INSPECTION)
    view.refuse_unless(
        not out if single else detail not in out,
        "asked_already",
        _("{number} waits for this already.").format(number=view.the_case.number),
        "company default",
    )
    if view.the_case.state != "questions":
        plan.to = "questions"
    plan.waits.append(_WAITS[kind])
    plan.clocks.append(ClockStart(_ANSWERED, view.today, allowed=view.catalog.setting("letter_overdue")))
    if _is_report(kind, detail):
        # Told of it, and the time after an earlier report is over: it runs anew from the next.
        plan.waits.append("examination")
        plan.clocks_met += ["examination_notice", _REPORT]
    plan.insert(
        Task(
            id=view.new_id(),
            case_id=view.the_case.id,
            kind=kind,
            detail=detail,
            opened=view.today,
            due=answer_due(view),
            clerk_id=clerk_id,
            data=dict(data) if data else None,
            opinion=dict(confidential) if confidential else None,
        )
    )


def come_back(
    view: View, plan: Plan, tasks: Iterable[Task], outcome: str | None = None, opinion: Mapping[str, Any] | None = None
) -> None:
    """Some of what was out is back, or given up. With the last of it the case returns to underwriting and its clocks go
    on; with the last report the 15 working days to decide and deliver begin (Basic Service Rules 2010 art 12).
    """
    back = list(tasks)
    for task in back:
        said = {**(task.opinion or {}), **(opinion or {})}
        plan.change(Task, {"id": task.id}, done=view.today, outcome=outcome, opinion=said or None)
    ids = {task.id for task in back}
    left = [task for task in open_tasks(view.reader, view.the_case.id) if task.id not in ids]
    if not left:
        plan.to, plan.waits_over = "underwriting", True
        plan.clocks_met.append(_ANSWERED)
    if _last_report(view, back, left, outcome):
        application = view.own(Application)
        applicant = view.reader.need(Party, application.applicant_id)
        plan.clocks.append(ClockStart(_REPORT, view.today, vip=is_vip(applicant)))
        plan.waits += [_WAITS[task.kind] for task in left]


def reports(reader: Reader, case_id: int) -> list[Task]:
    """Examinations and inspections that led to a report."""
    return [
        task
        for task in reader.find(Task, case_id=case_id)
        if task.done is not None and task.outcome != WAIVED and _is_report(task.kind, task.detail)
    ]


def _last_report(view: View, back: Sequence[Task], left: Sequence[Task], outcome: str | None) -> bool:
    concerned = any(_is_report(task.kind, task.detail) for task in back)
    if not concerned or any(_is_report(task.kind, task.detail) for task in left):
        return False
    return outcome != WAIVED or bool(reports(view.reader, view.the_case.id))


def _is_report(kind: str, detail: str) -> bool:
    return kind in (EXAMINATION, INSPECTION) or detail == EXAMINATION_FORM
