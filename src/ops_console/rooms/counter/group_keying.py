"""Keying an application for a group: the list of its members, checked one by one, priced, and put to the rules."""

from collections.abc import Sequence
from typing import Literal

from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Party
from ops_console.desk.forms import Account, Flag, Form, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.beneficiaries import Lines
from ops_console.rooms.groups import assess, at_risk, refuse_unless_group
from ops_console.rooms.insurability import check_person
from ops_console.rooms.member_lines import AS_TYPED, typed_members
from ops_console.rooms.members import (
    CONSENT,
    EMPLOYEE,
    MEMBERS,
    ONE_YEAR,
    Member,
    refuse_without_consent,
    sums,
    too_few,
    whys_of,
)
from ops_console.rooms.money_in import CHANNELS
from ops_console.rules import identity


class KeyedGroup(Form):
    """What the form of a group says besides its organisation."""

    applicant_document: str = field(
        N_("Organisation's social credit code"), max_length=30, help=N_("keyed a second time, to be compared")
    )
    members: Lines = field(MEMBERS, min_length=1, help=AS_TYPED)
    members_consent: Flag = field(
        CONSENT, default=False, help=N_("to the cover and its amount, Insurance Law art 34; the list is on file")
    )
    channel: Literal["bank", "manual"] = field(N_("Collected by"), default="bank", choices=CHANNELS)
    account_no: Account = field(N_("Applicant's bank account"), default="")


@operation(
    "counter.key_group",
    code="CN14",
    label=N_("Key the members of a group"),
    form=KeyedGroup,
    duties=("counter",),
    hand=Hand.MAKES,
    suits=refuse_unless_group,
)
def key_group(view: View, form: KeyedGroup) -> Plan:
    """Takes the members into the case, at least three (Notice on group insurance 2015 art 1), each priced at age and
    occupation class. The employer has an insurable interest in its employees (Insurance Law art 31); each has consented
    to the cover and its amount (art 34). Within the free cover limit a group is accepted by rule, else it goes to
    underwriting with the reasons by member. On death a member's sum goes to the estate: the employer can't be named
    (art 39).
    """
    application = view.own(Application)
    product = view.product(application.product)
    applicant = view.reader.need(Party, application.applicant_id)
    check_person(view, applicant)
    plan = Plan()
    problems = _problems(form, applicant)
    members = typed_members(view, plan, product, application.stamped, form.members, problems)
    problems += too_few(view, len(form.members))
    if problems:
        raise InputErrors(problems)
    refuse_without_consent(view, consent=form.members_consent)
    for member in members:
        check_person(view, member.party)
    findings = assess(view, product, at_risk(view, product, members))
    plan.to = "underwriting" if findings else "accepted"
    plan.change(
        Application,
        {"case_id": application.case_id},
        **sums(members),
        relation=EMPLOYEE,
        pay_years=ONE_YEAR,
        cover_years=ONE_YEAR,
        months=product.basis.mode_factors[0][0],
        channel=form.channel,
        account_no=form.account_no,
        findings=[one.record() for one in findings],
        em_points=0,
        catalog_version=view.reader.state().catalog_version,
        conclusion=None if findings else "standard",
    )
    plan.whys += whys_of(members)
    plan.messages.append(_told(members, len(findings)))
    return plan


def _problems(form: KeyedGroup, applicant: Party) -> list[Problem]:
    found = []
    if identity.normalise(form.applicant_document) != applicant.document_no:
        message = _("differs from the number taken at the counter")
        found.append(Problem("applicant_document", message, value=form.applicant_document))
    if form.channel == "bank" and not form.account_no:
        found.append(Problem("account_no", _("is needed, to be debited")))
    return found


def _told(members: Sequence[Member], reasons: int) -> str:
    premium = Fen.total(one.premium for one in members).yuan()
    insured = ngettext("{count} member", "{count} members", len(members)).format(count=len(members))
    if not reasons:
        return _("{members}, accepted by rule. First premium: {premium}.").format(members=insured, premium=premium)
    return ngettext(
        "{members}, to underwriting with {count} reason. First premium: {premium}.",
        "{members}, to underwriting with {count} reasons. First premium: {premium}.",
        reasons,
    ).format(members=insured, count=reasons, premium=premium)
