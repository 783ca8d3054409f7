"""Administration: who works here and may do what. Administrators decide no case; nobody grants duties to themselves."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, NotAllowed, Problem, Refused
from ops_console.data.queries.clerks import next_clerk_id
from ops_console.data.tables import Agent, Branch, Clerk, ClerkDuty
from ops_console.desk.checks import check_scope, duties_of
from ops_console.desk.forms import Codes, Flag, Form, Seen, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.passwords import hash_password
from ops_console.desk.plan import Change, Plan
from ops_console.desk.view import View

ADMINISTRATOR = "administrator"
LOGIN = r"^[a-z][a-z0-9._-]{1,39}$"


class NewClerk(Form):
    """A person who starts to work here."""

    login: str = field(N_("Login"), pattern=LOGIN)
    name: Seen = field(N_("Name"), min_length=1, max_length=80)
    branch: Whole = field(N_("Branch"), lookup="branch", ge=1)
    grade: str = field(N_("Grade"), default="clerk", lookup="grade", max_length=20)
    duties: Codes = field(N_("Duties"), default=(), lookup="duty")
    language: Literal["zh", "en"] = field(N_("Language"), default="zh", choices={"zh": "中文", "en": "English"})
    password: str = field(N_("Password"), default="", confidential=True, max_length=200)


class Duties(Form):
    """What a clerk may do from now on."""

    clerk: str = field(N_("Clerk"), lookup="clerk", max_length=40)
    duties: Codes = field(N_("Duties"), default=(), lookup="duty", help=N_("All of them; none takes every duty away."))
    grade: str = field(
        N_("Grade"), default="", lookup="grade", max_length=20, help=N_("Left empty, it stays as it is.")
    )


class Lock(Form):
    """A clerk who may not work for now, or may again."""

    clerk: str = field(N_("Clerk"), lookup="clerk", max_length=40)
    locked: Flag = field(N_("Locked"), default=True)


class NewPassword(Form):
    """A new password."""

    clerk: str = field(N_("Clerk"), lookup="clerk", max_length=40)
    password: str = field(N_("Password"), confidential=True, max_length=200)


class NewAgent(Form):
    """A sales agent, whose policies we keep."""

    code: str = field(N_("Code"), pattern=r"^[A-Za-z0-9-]{2,20}$")
    name: Seen = field(N_("Name"), min_length=1, max_length=80)
    branch: Whole = field(N_("Branch"), lookup="branch", ge=1)
    phone: str = field(N_("Telephone"), min_length=5, max_length=20)


@operation(
    "administration.add_clerk",
    code="AD01",
    label=N_("Add a clerk"),
    form=NewClerk,
    on=On.NOTHING,
    duties=[ADMINISTRATOR],
)
def add_clerk(view: View, form: NewClerk) -> Plan:
    """A clerk of a branch, with a grade and duties; without a password the clerk can't log in yet."""
    problems = [
        *_grade_problems(view, form.grade),
        *_duty_problems(view, form.duties),
        *_branch_problems(view, form.branch),
    ]
    if view.reader.first(Clerk, login=form.login):
        problems.append(Problem("login", _("Another clerk has this login"), value=form.login))
    if problems:
        raise InputErrors(problems)
    check_scope(view.reader, view.clerk, form.branch)
    _check_compatible(view, form.duties)
    clerk = Clerk(
        id=next_clerk_id(view.reader), login=form.login, name=form.name, branch_id=form.branch, grade=form.grade,
        password_hash=hash_password(form.password) if form.password else None, language=form.language,
    )  # fmt: skip
    plan = Plan(messages=[_("{name} is clerk {id}.").format(name=form.name, id=clerk.id)], data={"clerk": clerk.id})
    plan.insert(clerk, *(ClerkDuty(clerk_id=clerk.id, duty=duty) for duty in sorted(set(form.duties))))
    return plan


@operation(
    "administration.set_duties", code="AD02", label=N_("Set a clerk's duties"), form=Duties, on=On.NOTHING,
    duties=[ADMINISTRATOR],
)  # fmt: skip
def set_duties(view: View, form: Duties) -> Plan:
    """A clerk's duties and grade. Duties that are kept apart are refused, and so is granting them to oneself."""
    clerk = _clerk(view, form.clerk)
    if clerk.id == view.clerk.id:
        raise NotAllowed(_("Nobody grants duties to themselves."), code="own_duties", source="company default")
    grade = form.grade or clerk.grade
    problems = [*_grade_problems(view, grade), *_duty_problems(view, form.duties)]
    if problems:
        raise InputErrors(problems)
    _check_compatible(view, form.duties)
    before, after = duties_of(view.reader, clerk), frozenset(form.duties)
    if ADMINISTRATOR in before - after:
        _keep_an_administrator(view, clerk)
    plan = Plan(data={"clerk": clerk.id, "duties_before": sorted(before), "duties_after": sorted(after)})
    for duty in sorted(before - after):
        plan.removals.append(Change(ClerkDuty, {"clerk_id": clerk.id, "duty": duty}, {}))
    plan.insert(*(ClerkDuty(clerk_id=clerk.id, duty=duty) for duty in sorted(after - before)))
    if grade != clerk.grade:
        plan.change(Clerk, {"id": clerk.id}, grade=grade)
    return plan


@operation(
    "administration.lock_clerk", code="AD03", label=N_("Lock or unlock a clerk"), form=Lock, on=On.NOTHING,
    duties=[ADMINISTRATOR],
)  # fmt: skip
def lock_clerk(view: View, form: Lock) -> Plan:
    """A locked clerk can do nothing; what they did stays under their name."""
    clerk = _clerk(view, form.clerk)
    if form.locked and ADMINISTRATOR in duties_of(view.reader, clerk):
        _keep_an_administrator(view, clerk)
    plan = Plan()
    plan.change(Clerk, {"id": clerk.id}, locked=form.locked)
    return plan


@operation(
    "administration.add_agent",
    code="AD09",
    label=N_("Add an agent"),
    form=NewAgent,
    on=On.NOTHING,
    duties=[ADMINISTRATOR],
)
def add_agent(view: View, form: NewAgent) -> Plan:
    """A sales agent of a branch; applications name the agent by the code."""
    problems = _branch_problems(view, form.branch)
    if view.reader.first(Agent, code=form.code):
        problems.append(Problem("code", _("Another agent has this code"), value=form.code))
    if problems:
        raise InputErrors(problems)
    check_scope(view.reader, view.clerk, form.branch)
    plan = Plan()
    plan.insert(Agent(id=view.new_id(), code=form.code, name=form.name, branch_id=form.branch, phone=form.phone))
    return plan


@operation("administration.set_password", code="AD04", label=N_("Set a password"), form=NewPassword, on=On.NOTHING)
def set_password(view: View, form: NewPassword) -> Plan:
    """Your own password; an administrator sets anybody's within the own branches."""
    clerk = _clerk(view, form.clerk, own=True)
    plan = Plan()
    plan.change(Clerk, {"id": clerk.id}, password_hash=hash_password(form.password))
    return plan


def _clerk(view: View, login: str, *, own: bool = False) -> Clerk:
    """The clerk by login; NotAllowed outside the administrator's branches, unless it is the own account and may be."""
    clerk = view.reader.first(Clerk, login=login)
    if clerk is None:
        raise InputErrors([Problem("clerk", _("There is no such clerk"), value=login)])
    if own and clerk.id == view.clerk.id:
        return clerk
    if ADMINISTRATOR not in duties_of(view.reader, view.clerk):
        raise NotAllowed(_("Only an administrator does this for others."), code="duty", source="catalog: duties")
    check_scope(view.reader, view.clerk, clerk.branch_id)
    return clerk


def _branch_problems(view: View, branch: int) -> list[Problem]:
    known = view.reader.get(Branch, branch) is not None
    return [] if known else [Problem("branch", _("There is no such branch"), value=str(branch))]


def _grade_problems(view: View, grade: str) -> list[Problem]:
    known = [one.code for one in view.catalog.authority.grades]
    return (
        [] if grade in known else [Problem("grade", _("one of: {values}").format(values=", ".join(known)), value=grade)]
    )


def _duty_problems(view: View, duties: tuple[str, ...]) -> list[Problem]:
    known = ", ".join(view.catalog.duties)
    return [
        Problem("duties", _("one of: {values}").format(values=known), value=duty)
        for duty in duties
        if duty not in view.catalog.duties
    ]


def _check_compatible(view: View, duties: tuple[str, ...]) -> None:
    """Refused, naming the pair and the source, when two of the duties are kept apart at all."""
    for separation in view.catalog.separations:
        if not separation.on_case and set(separation.duties) <= set(duties):
            one, other = (view.catalog.duties[duty].label for duty in separation.duties)
            raise Refused(
                _("{one} and {other} are not given to one person.").format(one=one, other=other),
                code="incompatible_duties",
                source=separation.source,
            )


def _keep_an_administrator(view: View, leaving: Clerk) -> None:
    """Refused when nobody could grant duties any more. All administrators are locked first, in one order: of two who
    take the duty from each other at the same moment the second is refused."""
    for clerk_id in sorted(row.clerk_id for row in view.reader.find(ClerkDuty, duty=ADMINISTRATOR)):
        view.lock(Clerk, clerk_id)
    others = [row.clerk_id for row in view.reader.find(ClerkDuty, duty=ADMINISTRATOR) if row.clerk_id != leaving.id]
    if not any(not view.reader.need(Clerk, clerk_id).locked for clerk_id in others):
        raise Refused(
            _("{name} is the last administrator.").format(name=leaving.name),
            code="last_administrator",
            source="company default",
        )
