"""Applications whose applicant does not answer in time are withdrawn: an offer, an examination, a questionnaire.

An inspection is the company's own work: it is late, and never a reason to withdraw.
"""

from datetime import date, timedelta

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model import Catalog
from ops_console.data.store import Reader
from ops_console.data.tables import Application, Letter, Party, Task, WorkItem
from ops_console.desk.forms import Account, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import advance
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.underwriting.waiting import EXAMINATION, KINDS, PAPER, QUESTIONNAIRE, open_tasks

OFFER = "changed_terms"
"""The letter that offers changed terms."""
WAITING = ("offered", "questions")
"""States in which an application waits for its applicant, and may be withdrawn for want of an answer."""


def last_day(reader: Reader, catalog: Catalog, case: WorkItem) -> date | None:
    """The last day on which the applicant may still answer; None for an application that waits for no answer. Days
    count from the letter, whose own day is not counted.
    """
    if case.state == "offered":
        offers = [letter.day for letter in reader.find(Letter, case_id=case.id, kind=OFFER)]
        return max(offers) + timedelta(days=catalog.setting("offer_unanswered"))
    if case.state == "questions":
        return min((_due(catalog, task) for task in _asked(reader, case)), default=None)
    return None


def _asked(reader: Reader, case: WorkItem) -> list[Task]:
    """What is out and is the applicant's to bring."""
    return open_tasks(reader, case.id, EXAMINATION, QUESTIONNAIRE, PAPER)


def _due(catalog: Catalog, task: Task) -> date:
    return task.due or task.opened + timedelta(days=catalog.setting("letter_overdue"))


class Expired(Form):
    account_no: Account = field(
        N_("Applicant's account for a refund"), default="", help=N_("empty: the one on the application")
    )


@operation(
    "underwriting.expire",
    code="UW20",
    label=N_("Withdraw for want of an answer"),
    form=Expired,
    duties=("underwriting", "counter"),
)
def expire(view: View, form: Expired) -> Plan:
    """The applicant has not answered the offer, or what underwriting asked for, in time: the application is withdrawn
    and the applicant told (company default). What was paid is owed back in full.
    """
    until = last_day(view.reader, view.catalog, view.the_case)
    if until is None or view.today <= until:
        waits = _("The applicant has time until {day}.").format(day=until)
        nobody = _("Nothing is waited for that is the applicant's to bring.")
        view.refuse_unless(False, "not_expired", nobody if until is None else waits, "company default")
    application = view.own(Application)
    held = advance.advance_held(view, application.case_id)
    account = form.account_no or application.account_no
    if held and not account:
        raise InputErrors([Problem("account_no", _("is needed: money was paid"))])
    plan = Plan(to="closed", outcome="withdrawn")
    plan.change(Application, {"case_id": application.case_id}, conclusion="withdrawn")
    out = open_tasks(view.reader, view.the_case.id)
    for task in out:
        plan.change(Task, {"id": task.id}, done=view.today, outcome="overdue")
    advance.refund(view, plan, application, held, account)
    applicant = view.reader.need(Party, application.applicant_id)
    with speaking_to(applicant):
        kinds = dict.fromkeys(task.kind for task in _asked(view.reader, view.the_case))
        plan.notify(
            "application_expired",
            applicant.id,
            application=view.the_case.number,
            product=str(view.product(application.product).label),
            waited=", ".join(_(KINDS[kind]) for kind in kinds) or _("your answer to our offer"),
            refund=held.yuan(),
        )
    return plan
