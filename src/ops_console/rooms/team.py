"""Handing out work: a room's free cases spread over its clerks, a clerk's cases taken back, a deputy named.

For supervisors and above (`minimum_grades.assign` of the catalog's authority). Source: company default.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.days import FOREVER
from ops_console.data.glance import lines_of
from ops_console.data.queries.people import scope_of
from ops_console.data.store import table_of
from ops_console.data.tables import Clerk, WorkItem
from ops_console.desk.checks import duties_of, in_scope
from ops_console.desk.entry import Actor
from ops_console.desk.forms import Codes, Day, Form, Whole, field
from ops_console.desk.offering import why_not
from ops_console.desk.operations import Hand, On, operation, possible
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.everywhere import ASSIGN, must_assign, rooms_of

SOURCE = "company default"


class Spread(Form):
    """Which room's cases are spread, and over whom."""

    room: str = field(N_("Room"), lookup="room", max_length=40)
    clerks: Codes = field(
        N_("Clerks present"), default=(), lookup="clerk",
        help=N_("Their logins; left empty: everybody of the room in your branch who does not hand out work."),
    )  # fmt: skip
    most: Whole = field(N_("Cases at most"), default=100, ge=1, le=500, help=N_("The most urgent first."))


class Whose(Form):
    """Whose cases are taken back."""

    clerk: str = field(N_("Clerk"), lookup="clerk", max_length=40)
    reason: str = field(N_("Reason"), default="", max_length=500)


class Deputy(Form):
    """Who decides in your place, and when."""

    clerk: str = field(
        N_("Deputy"),
        default="",
        lookup="clerk",
        max_length=40,
        help=N_("Left empty, nobody stands in for you any more."),
    )
    first_day: Day | None = field(N_("From"), default=None, help=N_("Left empty, from today."))
    last_day: Day | None = field(N_("Until"), default=None, help=N_("This day is the last."))


@operation("desk.take_back", code="DK07", label=N_("Take back a clerk's cases"), form=Whose, on=On.NOTHING, graded=True)
def take_back(view: View, form: Whose) -> Plan:
    """All open cases a clerk has taken, within your branches, are nobody's again: the clerk is ill, or has too many."""
    must_assign(view)
    clerk = _known(view, "clerk", [form.clerk])[0]
    cases = _held(view, clerk)
    view.refuse_unless(
        bool(cases), "no_cases", _("{clerk} has taken no case in your branches.").format(clerk=clerk.name), SOURCE
    )
    told = ngettext("{count} case taken back.", "{count} cases taken back.", len(cases))
    plan = Plan(messages=[told.format(count=len(cases))])
    for case in cases:
        plan.change(WorkItem, {"id": case.id}, assignee_id=None)
    return plan


@operation("desk.spread", code="DK08", label=N_("Spread a room's cases"), form=Spread, on=On.NOTHING, graded=True)
def spread(view: View, form: Spread) -> Plan:
    """The room's cases that nobody has taken go to the clerks present, the most urgent first, each to whoever has the
    fewest; never to somebody who may not take the next step on it. Cases that wait, and referred ones, stay."""
    must_assign(view)
    clerks = _present(view, form)
    free = _free(view, form.room, form.most)
    view.refuse_unless(bool(free), "no_cases", _("Nothing waits there that nobody has taken."), SOURCE)
    load = {clerk.id: view.reader.count(WorkItem, assignee_id=clerk.id, open=True) for clerk in clerks}
    given = dict.fromkeys(load, 0)
    plan = Plan()
    for case in free:
        fitting = (
            clerk for clerk in sorted(clerks, key=lambda one: (load[one.id], one.id)) if _may_go_on(view, clerk, case)
        )
        clerk = next(fitting, None)
        if clerk is not None:
            plan.change(WorkItem, {"id": case.id}, assignee_id=clerk.id)
            load[clerk.id] += 1
            given[clerk.id] += 1
    view.refuse_unless(
        bool(plan.changes), "nobody_may", _("None of these clerks may go on with what waits there."), SOURCE
    )
    plan.messages += _shares(clerks, given, len(free) - len(plan.changes))
    return plan


@operation("desk.name_deputy", code="DK10", label=N_("Name a deputy"), form=Deputy, on=On.NOTHING, graded=True)
def name_deputy(view: View, form: Deputy) -> Plan:
    """While you are away a clerk decides with your grade, in the duties you both hold; the history says in whose place.
    Who made something ready still does not check it, not as your deputy either."""
    myself = view.reader.need(Clerk, view.clerk.id)
    must_assign(view, myself)
    plan = Plan()
    if not form.clerk:
        plan.change(Clerk, {"id": myself.id}, deputy_id=None, deputy_from=None, deputy_until=None)
        plan.messages.append(_("Nobody stands in for you any more."))
        return plan
    [deputy] = _known(view, "clerk", [form.clerk])
    first, last = _days(view, form)
    if deputy.id == myself.id:
        raise InputErrors([Problem("clerk", _("Nobody stands in for themselves"), value=form.clerk)])
    if not duties_of(view.reader, deputy) & duties_of(view.reader, myself):
        raise InputErrors([Problem("clerk", _("holds none of your duties"), value=form.clerk)])
    if not in_scope(view.reader, deputy, myself.branch_id):
        raise InputErrors([Problem("clerk", _("Your branch lies outside this clerk's branches"), value=form.clerk)])
    plan.change(Clerk, {"id": myself.id}, deputy_id=deputy.id, deputy_from=first, deputy_until=last)
    plan.messages.append(
        _("{clerk} stands in for you from {first} to {last}.").format(
            clerk=deputy.name, first=first.isoformat(), last=last.isoformat()
        )
    )
    return plan


def _days(view: View, form: Deputy) -> tuple[date, date]:
    first = form.first_day or view.today
    if form.last_day is None:
        raise InputErrors([Problem("last_day", _("is needed"))])
    if form.last_day < max(first, view.today):
        raise InputErrors(
            [Problem("last_day", _("lies before the first day, or is past"), value=form.last_day.isoformat())]
        )
    return first, form.last_day


def _known(view: View, field_name: str, logins: Iterable[str]) -> list[Clerk]:
    """Clerks who may work, by login; InputErrors names every other."""
    found, problems = [], []
    for login in logins:
        clerk = view.reader.first(Clerk, login=login)
        if clerk is None or clerk.locked:
            problems.append(Problem(field_name, _("There is no such clerk"), value=login))
        else:
            found.append(clerk)
    if problems:
        raise InputErrors(problems)
    return found


def _present(view: View, form: Spread) -> list[Clerk]:
    """The clerks named, or those of the branch below the grade that hands out work; each has a duty in the room."""
    if form.room not in {duty.room for duty in view.catalog.duties.values()}:
        raise InputErrors([Problem("room", _("There is no such room"), value=form.room)])
    if form.clerks:
        named = _known(view, "clerks", dict.fromkeys(form.clerks))
        strangers = [clerk for clerk in named if form.room not in rooms_of(view, clerk)]
        if strangers:
            raise InputErrors(
                [Problem("clerks", _("has no duty in this room"), value=clerk.login) for clerk in strangers]
            )
        return named
    ladder = view.catalog.authority
    handing_out = ladder.grade(ladder.minimum_grades[ASSIGN]).rank
    here = view.reader.find(Clerk, branch_id=view.branch.id, locked=False)
    found = [one for one in here if ladder.grade(one.grade).rank < handing_out and form.room in rooms_of(view, one)]
    if not found:
        raise InputErrors([Problem("clerks", _("nobody of your branch works in this room: name who is there"))])
    return found


def _free(view: View, room: str, most: int) -> list[WorkItem]:
    """The room's most urgent cases that nobody has taken, locked in ascending order; urgent first."""
    item = table_of(WorkItem).c
    wanted = (
        item.branch_id.in_(_scope(view)),
        item.due < FOREVER,
        item.assignee_id.is_(None),
        item.referred_to.is_(None),
    )
    found = view.reader.find(WorkItem, *wanted, room=room, open=True, order_by=("due", "id"), limit=most)
    held = {case_id: view.lock(WorkItem, case_id) for case_id in sorted(case.id for case in found)}
    locked = [held[case.id] for case in found]
    return [case for case in locked if case.open and case.room == room and case.assignee_id is None]


def _held(view: View, clerk: Clerk) -> list[WorkItem]:
    """The open cases a clerk has taken in the branches of who asks, locked in ascending order."""
    item = table_of(WorkItem).c
    found = view.reader.find(WorkItem, item.branch_id.in_(_scope(view)), assignee_id=clerk.id, open=True)
    locked = [view.lock(WorkItem, case.id) for case in found]
    return [case for case in locked if case.open and case.assignee_id == clerk.id]


def _scope(view: View) -> tuple[int, ...]:
    return scope_of(lines_of(view.reader), view.clerk.branch_id)


def _may_go_on(view: View, clerk: Clerk, case: WorkItem) -> bool:
    """May the clerk take the next step: check, where it waits for a second clerk; decide, where for a decision?"""
    if not in_scope(view.reader, clerk, case.branch_id):
        return False
    steps = [one for one in possible(case.kind, case.state) if one.room == case.room]
    steps = [one for one in steps if one.hand is Hand.CHECKS] or [one for one in steps if one.decides] or steps
    return not steps or any(why_not(view.reader, step, Actor(clerk.id), case) is None for step in steps)


def _shares(clerks: Sequence[Clerk], given: Mapping[int, int], left: int) -> list[str]:
    """Who got how many, and what stays free."""
    told = [_("{clerk} {count}").format(clerk=clerk.name, count=given[clerk.id]) for clerk in clerks]
    more = ngettext(
        "{count} stays free: none of them may go on with it.",
        "{count} stay free: none of them may go on with them.",
        left,
    )
    return [_("Given out: {shares}.").format(shares=", ".join(told)), *([more.format(count=left)] if left else [])]
