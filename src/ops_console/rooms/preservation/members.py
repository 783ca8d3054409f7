"""Items on the members of a group: some added (47), some taken out (48), from the next day on.

The year's premium is charged and given back by days, 1/365 of it for each (company default): cover begins and ends at
midnight after the day the request takes effect.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.queries.deaths import deaths_of
from ops_console.data.tables import Coverage, Party, PolicyRole
from ops_console.data.types import FOREVER
from ops_console.desk.forms import Account, Codes, Flag, Form, field
from ops_console.desk.payables import pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.beneficiaries import Lines
from ops_console.rooms.groups import assess, at_risk
from ops_console.rooms.instalments import ask_for
from ops_console.rooms.insurability import check_person
from ops_console.rooms.member_lines import AS_TYPED, typed_members
from ops_console.rooms.members import (
    CONSENT,
    EMPLOYEE,
    FIELD,
    MEMBERS,
    Member,
    document_of,
    end_member,
    member_row,
    refuse_without_consent,
    whys_of,
)
from ops_console.rooms.money_in import CHECKED, check_payee
from ops_console.rooms.policies import ONE_DAY, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.preservation.items import OUT, Effect, item
from ops_console.rooms.preservation.notices import Line, endorse
from ops_console.rooms.settling import HELD
from ops_console.rules import identity
from ops_console.rules.products.values import unearned_premium
from ops_console.rules.underwriting import text_of

INSTALMENT = N_("Instalment")


class Added(Form):
    """Who joins, as on the list that they have signed."""

    members: Lines = field(MEMBERS, min_length=1, help=AS_TYPED)
    members_consent: Flag = field(CONSENT, default=False, help=N_("to the cover and its amount, Insurance Law art 34"))


@item(47, name="add_members", code="PS47", label=N_("Add members to a group"), form=Added, reversible=False)
def add_members(view: View, form: Added) -> Effect:
    """Insures more members from the next day to the end of the running year, within the free cover limit, each with the
    written consent of the law (Insurance Law art 34). The premium of the days that are left is paid first."""
    position = _running(view)
    start = _next_day(view, position)
    plan, problems = Plan(), list[Problem]()
    there = {one.insured_id for one in position.coverages}
    members = typed_members(view, plan, position.product, start, form.members, problems, there)
    problems += [
        Problem(FIELD, text_of(one.record(), view.catalog.underwriting))
        for one in assess(view, position.product, at_risk(view, position.product, members))
    ]
    if problems:
        raise InputErrors(problems)
    refuse_without_consent(view, consent=form.members_consent)
    charged = Fen(0)
    for no, member in enumerate(members, _last_no(view, position) + 1):
        check_person(view, member.party)
        _join(plan, position, member, no, start)
        charged += _left(plan, position, member.premium, start)
    plan.whys += whys_of(members)
    accounts = {"money": HELD, "income": position.current_billing.account}
    plan.post("members_added", position.policy.id, accounts, premium=charged)
    more = Fen.total(one.premium for one in members)
    ask_for(view, plan, position, more, 0)
    _endorse(
        view, plan, position, [(one.party.name, "", one.terms.sum_assured.yuan()) for one in members], more, charged
    )
    plan.messages.append(
        _("Insured from {day} on; {amount} is to be paid.").format(day=start.isoformat(), amount=charged.yuan())
    )
    return Effect(plan, to_pay=charged)


class Removed(Form):
    """Who leaves, and where the premium goes: only to the applicant's own account (Sales Conduct Rules 2023 art 32)."""

    members: Codes = field(N_("Members taken out"), min_length=1, help=N_("their numbers or documents, by commas"))
    account_no: Account = field(N_("Applicant's own account"))
    identity_checked: Flag = field(CHECKED, default=False, help=N_("needed for large sums"))


@item(
    48,
    name="remove_members",
    code="PS48",
    label=N_("Take members out of a group"),
    form=Removed,
    measures=(OUT,),
    reversible=False,
)
def remove_members(view: View, form: Removed) -> Effect:
    """Ends the cover of members at midnight and gives back the premium of the days that are left, to the employer who
    paid it. Not of a member whose death is known, which the claim decides; and not of all of them: that is a surrender.
    """
    position = _running(view)
    day = _next_day(view, position)
    leaving = _leaving(view, position, form.members)
    view.refuse_unless(
        len(leaving) < len(position.coverages),
        "nobody_left",
        _("Nobody would be left in the group: the contract is surrendered."),
        "company default",
    )
    plan, out, less = Plan(), Fen(0), Fen(0)
    for coverage, _party in leaving:
        premium, last = coverage.premium or Fen(0), max(day, coverage.valid_from)
        end_member(plan, position, coverage, last)
        out += _left(plan, position, premium, last)
        less += premium
    plan.post("members_removed", position.policy.id, None, unearned_premium=out)
    check_payee(view, out, checked=form.identity_checked)
    pay(view, plan, position.applicant_id, out, "preservation", form.account_no)
    ask_for(view, plan, position, -less, 0)
    _endorse(view, plan, position, [(party.name, one.sum_assured.yuan(), "-") for one, party in leaving], -less, out)
    plan.messages.append(
        _("Insured to the end of {day}; {amount} is given back.").format(
            day=(day - ONE_DAY).isoformat(), amount=out.yuan()
        )
    )
    return Effect(plan, out=out)


def _running(view: View) -> PolicyPosition:
    """A group in force whose premium is paid; else Refused."""
    position = position_of(view)
    refuse_unless_in_force(position)
    view.refuse_unless(
        position.product.is_group,
        "no_group",
        _("{number} is of no group: it has no members.").format(number=position.policy.number),
        "company default",
    )
    view.refuse_unless(
        not position.owed,
        "premium_owed",
        _("Premium of {amount} is owed: it is paid first.").format(amount=position.premium_owed.yuan()),
        "company default",
    )
    return position


def _next_day(view: View, position: PolicyPosition) -> date:
    """The first day of what is asked; Refused when the year is over by then."""
    day = max(view.today + ONE_DAY, position.commenced_on)
    ends = position.current_billing.ends_on
    view.refuse_unless(
        day < ends,
        "year_over",
        _("The year ends on {day}: members change with the new one.").format(day=ends.isoformat()),
        "company default",
    )
    return day


def _left(plan: Plan, position: PolicyPosition, premium: Fen, day: date) -> Fen:
    """The part of a member's premium for the year that is for a day and those after it."""
    began = position.began(position.coverages[0])
    amount, why = unearned_premium(premium, began, position.current_billing.ends_on, day)
    plan.whys.append(why)
    return amount


def _last_no(view: View, position: PolicyPosition) -> int:
    """The number of the last member there ever was."""
    return max(row.no for row in view.reader.find(Coverage, policy_id=position.policy.id))


def _join(plan: Plan, position: PolicyPosition, member: Member, no: int, start: date) -> None:
    dated: dict[str, Any] = {
        "policy_id": position.policy.id,
        "no": no,
        "revision": 1,
        "valid_from": start,
        "valid_to": FOREVER,
        "source_id": 0,
    }
    row = member_row(member, position.product.code, dated)
    row.term_from = position.coverages[0].term_from
    plan.insert(row, PolicyRole(**dated, role="insured", party_id=member.party.id, relation=EMPLOYEE))


def _leaving(view: View, position: PolicyPosition, typed: Sequence[str]) -> list[tuple[Coverage, Party]]:
    """The members named by number or document. InputErrors for who is none, and for one whose death is known."""
    people = {}
    for coverage in position.coverages:
        party = view.reader.need(Party, coverage.insured_id)
        people[party.document_no] = (coverage, party)
    by_number = {coverage.no: document for document, (coverage, _party) in people.items()}
    wanted = list(dict.fromkeys(document_of(one, by_number) for one in typed))
    dead = deaths_of(view.reader, [people[one][1].id for one in wanted if one in people])
    problems = []
    for one in wanted:
        if one not in people:
            problems.append(Problem(FIELD, _("nobody of the group has this document"), value=identity.mask(one)))
        elif people[one][1].id in dead:
            message = _("{name} has died: the claim decides what is paid").format(name=people[one][1].name)
            problems.append(Problem(FIELD, message, value=identity.mask(one)))
    if problems:
        raise InputErrors(problems)
    return [people[one] for one in wanted]


def _endorse(view: View, plan: Plan, position: PolicyPosition, members: Sequence[Line], more: int, amount: int) -> None:
    premium = position.terms.premium
    changed = (INSTALMENT, premium.yuan(), Fen(premium + more).yuan())
    endorse(view, plan, position.applicant_id, [*members, changed], amount)
