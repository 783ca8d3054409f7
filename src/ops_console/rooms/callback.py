"""Callback 回访: every new contract longer than a year is called within its hesitation period, on seven points."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Agent, Callback, Note
from ops_console.desk.forms import Flag, Form, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import ClockStart, NewCase, Plan
from ops_console.desk.view import View
from ops_console.rules import clocks, numbers

FINDING_STANDARD = "finding"


class Call(Form):
    """The seven points of article 15 of the Basic Service Rules, each answered by the applicant with yes or no."""

    outcome: Literal["reached", "not_reached"] = field(
        N_("Outcome"), choices={"reached": N_("applicant reached"), "not_reached": N_("not reached")}
    )
    identity: Flag = field(N_("1 It is the applicant who answers"), default=False)
    signed: Flag = field(N_("2 Bought and signed in person, by applicant and insured"), default=False)
    explained: Flag = field(N_("3 Product explanation and notices read and understood"), default=False)
    cover: Flag = field(N_("4 Cover, exclusions and period known"), default=False)
    surrender_loss: Flag = field(N_("5 Loss on surrender known"), default=False)
    hesitation: Flag = field(N_("6 Hesitation period and its rights known"), default=False)
    premium_term: Flag = field(N_("7 Paying term and frequency known"), default=False)
    finding: str = field(N_("Finding"), default="", max_length=1000, help=N_("needed when a point is answered with no"))
    note: str = field(N_("Call log"), default="", max_length=1000, confidential=True)

    def points(self) -> dict[str, bool]:
        """The answers, by point."""
        return {
            "identity": self.identity,
            "signed": self.signed,
            "explained": self.explained,
            "cover": self.cover,
            "surrender_loss": self.surrender_loss,
            "hesitation": self.hesitation,
            "premium_term": self.premium_term,
        }


@operation("callback.record_call", code="CB01", label=N_("Record a callback"), form=Call, duties=("callback",))
def record_call(view: View, form: Call) -> Plan:
    """Every call is logged. All seven points (Basic Service Rules 2010 art 15) answered with yes end the callback; a no
    opens a finding, which someone other than the seller settles within 15 working days (art 18). Who is not reached is
    called again, and written to after the company's number of attempts.
    """
    callback = view.own(Callback)
    plan = Plan(clocks_met=["callback_attempt"])
    plan.insert(_log(view, form))
    if form.outcome == "not_reached":
        return _not_reached(view, plan, callback)
    points = form.points()
    is_clean = all(points.values())
    if not is_clean and not form.finding:
        raise InputErrors([Problem("finding", _("is needed: a point was answered with no"))])
    if not is_clean:
        _open_finding(view, plan, form.finding)
    plan.change(
        Callback,
        {"case_id": callback.case_id},
        attempts=callback.attempts + 1,
        points=points,
        finding="" if is_clean else form.finding,
    )
    plan.to, plan.outcome = "closed", "confirmed" if is_clean else "finding"
    return plan


class Settled(Form):
    settlement: str = field(N_("How it was settled"), min_length=2, max_length=1000, help=N_("the applicant reads it"))


@operation("callback.settle_finding", code="CB02", label=N_("Settle the finding"), form=Settled, duties=("callback",))
def settle_finding(view: View, form: Settled) -> Plan:
    """What the callback found is settled, by someone other than the seller (Basic Service Rules 2010 art 18), and the
    applicant is told.
    """
    policy = view.the_policy
    seller = None if policy.agent_id is None else view.reader.get(Agent, policy.agent_id)
    view.refuse_unless(
        seller is None or seller.code != view.clerk.login,
        "seller_settles",
        _("Who sold the policy cannot settle the finding."),
        "Basic Service Rules for Personal Insurance 2010 art 18",
    )
    plan = Plan(to="closed", outcome="settled", clocks_met=[FINDING_STANDARD])
    plan.notify(
        "finding_settled",
        known(view.the_case.party_id, "applicant"),
        case=view.the_case.number,
        policy=policy.number,
        settlement=form.settlement,
    )
    return plan


def _log(view: View, form: Call) -> Note:
    text = form.note or form.finding or form.outcome
    return Note(
        id=view.new_id(),
        case_id=view.the_case.id,
        kind="call",
        text=text,
        clerk_id=view.clerk.id,
        written_at=view.now,
    )


def _not_reached(view: View, plan: Plan, callback: Callback) -> Plan:
    attempts = callback.attempts + 1
    plan.to = "to_call"
    plan.change(Callback, {"case_id": callback.case_id}, attempts=attempts)
    if attempts == view.catalog.setting("callback_attempts"):
        plan.notify(
            "callback_missed",
            known(view.the_case.party_id, "applicant"),
            policy=view.the_policy.number,
            attempts=attempts,
        )
        plan.messages.append(_("Not reached {count} times: a letter goes out.").format(count=attempts))
    return plan


def _open_finding(view: View, plan: Plan, finding: str) -> None:
    case, applicant_id = view.the_case, known(view.the_case.party_id, "applicant")
    finding_id = view.new_id()
    plan.cases.append(
        NewCase(
            finding_id,
            "finding",
            view.branch.id,
            party_id=applicant_id,
            policy_id=case.policy_id,
            parent_id=case.id,
            clocks=(ClockStart(FINDING_STANDARD, view.today),),
        )
    )
    due = clocks.start(view.catalog.standards[FINDING_STANDARD], view.today, view.calendar).due
    plan.notify(
        "callback_finding",
        applicant_id,
        called=view.today.isoformat(),
        case=view.number_of(numbers.Prefix.FINDING, finding_id),
        due=due.isoformat(),
        finding=finding,
        policy=view.the_policy.number,
    )
