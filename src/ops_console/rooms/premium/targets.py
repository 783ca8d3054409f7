"""Targets of planning 计划督导: what a branch shall collect in a month."""

import re
from datetime import date
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Branch, PremiumTarget
from ops_console.desk.checks import in_scope
from ops_console.desk.forms import Amount, Form, Whole, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.everywhere import must_assign

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
MONTHS = 12


class Target(Form):
    """What is to be reached, where and when."""

    branch: Whole = field(N_("Branch"), lookup="branch", ge=1)
    month: str = field(N_("Month"), max_length=7, help=N_("as 2026-11"))
    amount: Amount = field(N_("Premium to collect"), ge=0)


@operation(
    "premium.set_target",
    code="PR43",
    label=N_("Set a branch's target"),
    form=Target,
    on=On.NOTHING,
    duties=("premium",),
    graded=True,
)
def set_target(view: View, form: Target) -> Plan:
    """What a branch shall collect in a month, instead of what was set before; reports and the premium room show how far
    it is. Supervisors and above set it, for months that are not over (company default).
    """
    must_assign(view)
    month, problems = _month(view, form.month)
    branch = view.reader.get(Branch, form.branch)
    if branch is None or not in_scope(view.reader, view.clerk, branch.id):
        problems.append(Problem("branch", _("is not a branch of yours"), value=str(form.branch)))
    if problems or month is None or branch is None:
        raise InputErrors(problems)
    key: dict[str, Any] = {"branch_id": branch.id, "month": month}
    plan = Plan(data={"branch": branch.id, "month": month.isoformat()})
    known = view.reader.get(PremiumTarget, branch.id, month)
    if known is None:
        plan.insert(PremiumTarget(**key, amount=form.amount))
    else:
        plan.change(PremiumTarget, key, amount=form.amount)
    plan.messages.append(
        _("{branch} shall collect {amount} in {month}.").format(
            branch=view.catalog.branches[branch.id].label, amount=form.amount.yuan(), month=form.month
        )
    )
    return plan


def _month(view: View, text: str) -> tuple[date | None, list[Problem]]:
    found = MONTH.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= MONTHS or int(found[1]) == 0:
        return None, [Problem("month", _("is typed like {example}").format(example="2026-11"), value=text)]
    month = date(int(found[1]), int(found[2]), 1)
    if month < view.today.replace(day=1):
        return None, [Problem("month", _("is over"), value=text)]
    return month, []
