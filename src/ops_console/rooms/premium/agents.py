"""Agents who work for the company no more, and those of whom that was said by mistake."""

from datetime import date, timedelta

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Agent, Policy, WorkItem
from ops_console.desk.checks import check_scope
from ops_console.desk.forms import Day, Form, Reason, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View

ORPHAN_NOTICE = "orphan_notice"
"""Standard: days in which customers are told that their agent has left."""
DUTIES = ("premium", "administrator")
AGENT = N_("Agent")


class AgentGone(Form):
    """An agent who works for the company no more."""

    agent: str = field(AGENT, lookup="agent", max_length=20)
    day: Day | None = field(N_("Last day"), default=None, help=N_("empty: today"))


@operation(
    "premium.agent_left",
    code="PR42",
    label=N_("Record that an agent left"),
    form=AgentGone,
    on=On.NOTHING,
    duties=DUTIES,
)
def agent_left(view: View, form: AgentGone) -> Plan:
    """From that evening on the agent's policies are orphans: the orphan-run names who serves each, and its customer is
    told within thirty days (Sales Conduct Rules 2023 art 36). No application names the agent any more.
    """
    agent = view.reader.first(Agent, code=form.agent)
    problems = []
    if agent is None:
        problems.append(Problem("agent", _("There is no such agent"), value=form.agent))
    elif agent.left_on is not None:
        problems.append(Problem("agent", _("left on {day} already").format(day=agent.left_on.isoformat())))
    day = form.day or view.today
    if day > view.today:
        problems.append(Problem("day", _("is in the future"), value=day.isoformat()))
    sold = _last_sale(view, agent) if agent is not None else None
    if sold is not None and day < sold:
        message = _("not before {day}, when the agent's last policy was applied for").format(day=sold.isoformat())
        problems.append(Problem("day", message, value=day.isoformat()))
    if problems or agent is None:
        raise InputErrors(problems)
    check_scope(view.reader, view.clerk, agent.branch_id)
    until = day + timedelta(days=view.catalog.standards[ORPHAN_NOTICE].allowed())
    plan = Plan(data={"agent": agent.code})
    plan.change(Agent, {"id": agent.id}, left_on=day)
    plan.messages.append(
        _("{agent} left on {day}; customers are told who serves them by {until}.").format(
            agent=agent.name, day=day.isoformat(), until=until.isoformat()
        )
    )
    if until < view.today:
        plan.messages.append(
            _("That day was {days} days ago: is it the right one? The time to tell the customers is over.").format(
                days=(view.today - day).days
            )
        )
    return plan


def _last_sale(view: View, agent: Agent) -> date | None:
    """When the last policy the agent sold was applied for; it may well have been issued after the agent left."""
    policies = view.reader.find(Policy, agent_id=agent.id, order_by="-issued_on", limit=1)
    if not policies:
        return None
    application = view.reader.get(WorkItem, policies[0].application_id)
    return application.received if application is not None else policies[0].issued_on


class AgentStays(Reason):
    """An agent who was said to have left and has not."""

    agent: str = field(AGENT, lookup="agent", max_length=20)


@operation(
    "premium.agent_stays",
    code="PR44",
    label=N_("An agent was said to have left by mistake"),
    form=AgentStays,
    on=On.NOTHING,
    duties=DUTIES,
)
def agent_stays(view: View, form: AgentStays) -> Plan:
    """The agent works for the company as before, and applications may name the agent again. Whoever the rule named
    meanwhile to serve a policy is relieved by the orphan-run, which tells its customer; whom a supervisor named stays
    (company default).
    """
    agent = view.reader.first(Agent, code=form.agent)
    if agent is None:
        raise InputErrors([Problem("agent", _("There is no such agent"), value=form.agent)])
    if agent.left_on is None:
        raise InputErrors([Problem("agent", _("has not left"), value=form.agent)])
    check_scope(view.reader, view.clerk, agent.branch_id)
    plan = Plan(data={"agent": agent.code}, comment=form.reason)
    plan.change(Agent, {"id": agent.id}, left_on=None)
    plan.messages.append(_("{agent} has not left.").format(agent=agent.name))
    return plan
