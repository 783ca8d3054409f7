"""Who looks after a policy: a collector where premium is paid by hand, a service clerk where the agent has left."""

from datetime import date
from typing import Any, Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.queries.assignments import COLLECTOR, SERVED, SERVICE, loads
from ops_console.data.tables import Agent, Assignment, Clerk, Party
from ops_console.data.types import FOREVER
from ops_console.desk.checks import duties_of
from ops_console.desk.forms import Form, Nothing, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.everywhere import must_assign
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rules.assigning import least_loaded

BY_RULE = "premium.assign_by_rule"
MANUAL = "manual"
CHOSEN = "by_rule"
"""Why somebody looks after a policy: the rule named them."""
KINDS = {COLLECTOR: N_("collector of its premium"), SERVICE: N_("service clerk")}


class ByHand(Form):
    """Who is to look after it."""

    kind: Literal["collector", "service"] = field(N_("As"), choices=KINDS)
    clerk: str = field(N_("Clerk"), lookup="clerk", max_length=40)


@operation(
    "premium.assign",
    code="PR40",
    label=N_("Assign a collector or service clerk"),
    form=ByHand,
    on=On.POLICY,
    duties=("premium",),
    graded=True,
)
def assign(view: View, form: ByHand) -> Plan:
    """Names who collects the premium of a policy that is paid by hand, or serves one, in place of whom the rule chose.
    Supervisors and above do it (company default). The customer is told who serves them.
    """
    must_assign(view)
    position = _looked_after(view)
    clerk = view.reader.first(Clerk, login=form.clerk)
    problems = []
    if clerk is None or clerk.locked or form.kind not in duties_of(view.reader, clerk):
        problems.append(Problem("clerk", _("there is no such clerk with the duty {duty}").format(duty=_(form.kind))))
    if form.kind == COLLECTOR and not _pays_by_hand(position):
        problems.append(Problem("kind", _("its premium is not paid by hand")))
    if clerk is not None and not _in_reach(position, clerk, form.kind):
        problems.append(Problem("clerk", _("money is collected for one's own branch only"), value=form.clerk))
    if problems or clerk is None:
        raise InputErrors(problems)
    view.refuse_unless(
        _who(view, form.kind) != clerk.id,
        "assigned",
        _("{clerk} looks after it already.").format(clerk=clerk.name),
        "company default",
    )
    plan = Plan()
    _name(view, plan, position, form.kind, clerk, "by_hand")
    return plan


@operation(
    BY_RULE,
    code="PR41",
    label=N_("Assign by rule"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def assign_by_rule(view: View, _form: Nothing) -> Plan:
    """Names who collects or serves where somebody has to: of the servicing branch's clerks with the duty, or else those
    of the branch above, the one who looks after the fewest policies (company default). A service clerk is named where
    the agent has left, and the customer told (Sales Conduct Rules 2023 art 36). Whoever is not needed any more is
    relieved: a collector, or who was to serve in place of an agent who had not left after all.
    """
    position = position_of(view)
    wanted = missing(view, position, view.today)
    view.refuse_unless(
        bool(wanted), "looked_after", _("Nobody has to be found to look after this policy."), "company default"
    )
    plan = Plan()
    for kind, needed in wanted.items():
        if not needed:
            _relieve(view, plan, position, kind)
            continue
        chosen = least_loaded(loads(view.reader, kind, position.status.branch_id))
        if chosen is None:
            raise Refused(
                _("No clerk of the branch or those above it has the duty {duty}.").format(duty=_(kind)),
                code="nobody",
                source="catalog: duties",
            )
        _name(view, plan, position, kind, view.reader.need(Clerk, chosen), CHOSEN)
    return plan


def missing(view: View, position: PolicyPosition, day: date) -> dict[str, bool]:
    """Kinds of assignment that do not fit the policy as it is on a day: True where somebody is needed who can, False
    where somebody is assigned whom nobody needs."""
    wanted = {}
    for kind, needed in ((COLLECTOR, _pays_by_hand(position)), (SERVICE, _is_orphan(view, position, day))):
        who = _who(view, kind)
        able = who is not None and _can(view, position, who, kind)
        if needed and not able:
            wanted[kind] = True
        elif who is not None and not needed and (kind == COLLECTOR or _agent_stays(view, position)):
            wanted[kind] = False
    return wanted


def _pays_by_hand(position: PolicyPosition) -> bool:
    billing = position.billing
    return billing is not None and billing.active and billing.channel == MANUAL


def _is_orphan(view: View, position: PolicyPosition, day: date) -> bool:
    agent = _agent(view, position)
    gone = agent is not None and agent.left_on is not None and agent.left_on <= day
    return gone and position.status.status in SERVED


def _agent_stays(view: View, position: PolicyPosition) -> bool:
    """The rule found somebody to serve in place of an agent who has not left."""
    row, agent = _row(view, SERVICE), _agent(view, position)
    there = agent is not None and agent.left_on is None
    return there and row is not None and row.reason == CHOSEN and position.status.status in SERVED


def _agent(view: View, position: PolicyPosition) -> Agent | None:
    return view.reader.get(Agent, position.policy.agent_id) if position.policy.agent_id else None


def _looked_after(view: View) -> PolicyPosition:
    position = position_of(view)
    view.refuse_unless(
        position.status.status in SERVED, "ended", _("The policy has ended: nobody looks after it."), "company default"
    )
    return position


def _row(view: View, kind: str) -> Assignment | None:
    return next(iter(view.reader.current(Assignment, view.the_policy.id, kind=kind)), None)


def _who(view: View, kind: str) -> int | None:
    row = _row(view, kind)
    return row.clerk_id if row else None


def _can(view: View, position: PolicyPosition, clerk_id: int, kind: str) -> bool:
    clerk = view.reader.need(Clerk, clerk_id)
    return not clerk.locked and kind in duties_of(view.reader, clerk) and _in_reach(position, clerk, kind)


def _in_reach(position: PolicyPosition, clerk: Clerk, kind: str) -> bool:
    """Receipts are numbered by branch: a collector has none of another's."""
    return kind != COLLECTOR or clerk.branch_id == position.status.branch_id


def _relieve(view: View, plan: Plan, position: PolicyPosition, kind: str) -> None:
    key = {"policy_id": position.policy.id, "kind": kind}
    plan.change(Assignment, key, day=view.today, clerk_id=None, reason="over", told_on=None)
    agent = _agent(view, position)
    if kind == COLLECTOR or agent is None:
        plan.messages.append(_("Nobody has to collect its premium any more."))
        return
    applicant = view.reader.need(Party, position.applicant_id)
    plan.notify("agent_stays", applicant.id, agent=agent.name, policy=position.policy.number)
    plan.messages.append(_("{agent} serves it as before.").format(agent=agent.name))


def _name(view: View, plan: Plan, position: PolicyPosition, kind: str, clerk: Clerk, reason: str) -> None:
    """The clerk looks after the policy from today; who is served is told so."""
    told = view.today if kind == SERVICE else None
    key: dict[str, Any] = {"policy_id": position.policy.id, "kind": kind}
    if _row(view, kind) is None:
        plan.insert(
            Assignment(
                **key,
                revision=1,
                valid_from=view.today,
                valid_to=FOREVER,
                source_id=0,
                clerk_id=clerk.id,
                reason=reason,
                told_on=told,
            )
        )
    else:
        plan.change(Assignment, key, day=view.today, clerk_id=clerk.id, reason=reason, told_on=told)
    if kind == SERVICE:
        applicant = view.reader.need(Party, position.applicant_id)
        agent = _agent(view, position)
        with speaking_to(applicant):
            plan.notify(
                "served_by",
                applicant.id,
                agent=agent.name if agent else "-",
                clerk=clerk.name,
                policy=position.policy.number,
            )
    plan.messages.append(
        _("{clerk} looks after {policy} as {kind}.").format(
            clerk=clerk.name, policy=position.policy.number, kind=_(KINDS[kind])
        )
    )
