"""Issuing what was accepted 承保出单."""

from collections.abc import Iterator
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.data.tables import (
    Application,
    BillingTerms,
    Coverage,
    Mandate,
    Party,
    Policy,
    PolicyRole,
    PolicyStatus,
    WorkItem,
)
from ops_console.data.types import FOREVER
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms import proposals
from ops_console.rooms.mandates import BANK, first_mandate
from ops_console.rooms.members import EMPLOYEE, member_row, members_of
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.riders import rider_row
from ops_console.rules import numbers
from ops_console.rules.underwriting import priced_points

STANDARD = "standard"
"""Conclusion: accepted as applied for."""
DatedRow = PolicyStatus | Coverage | BillingTerms | PolicyRole


@operation("underwriting.issue", code="UW06", label=N_("Issue the policy"), form=Nothing, duties=("underwriting",))
def issue(view: View, _form: Nothing) -> Plan:
    """Makes the policy: its number, covers, people and terms, still without effect. It takes effect when it is signed
    for and the first premium is paid. The applicant is told (Basic Service Rules 2010 art 11).
    """
    application = view.own(Application)
    applicant = view.reader.need(Party, application.applicant_id)
    policy_id = view.new_id()
    number = view.number_of(numbers.Prefix.POLICY, policy_id)
    plan = Plan(to="issued", clocks_met=["issue"])
    plan.insert(
        Policy(
            id=policy_id,
            number=number,
            application_id=application.case_id,
            product=application.product,
            catalog_version=application.catalog_version or view.reader.state().catalog_version,
            agent_id=application.agent_id,
            issued_on=view.today,
        ),
        *_rows(view, application, policy_id),
        *_mandate(view, application, policy_id, number),
    )
    plan.change(Application, {"case_id": application.case_id}, policy_id=policy_id)
    plan.change(WorkItem, {"id": application.case_id}, policy_id=policy_id)
    _tell(view, plan, application, applicant, policy_id, number)
    plan.messages.append(
        _("The policy's number is given when it is issued.")
        if view.is_trial
        else _("Policy {number} is issued.").format(number=number)
    )
    return plan


def _rows(view: View, application: Application, policy_id: int) -> list[DatedRow]:
    """The dated rows of a new policy, all from today."""
    dated: dict[str, Any] = {
        "policy_id": policy_id,
        "revision": 1,
        "valid_from": view.today,
        "valid_to": FOREVER,
        "source_id": 0,
    }
    return [
        PolicyStatus(**dated, status="issued", branch_id=view.branch.id),
        BillingTerms(
            **dated,
            months=application.months,
            premium=application.premium,
            loading=application.loading,
            channel=application.channel,
            account_no=application.account_no,
            premium_loan=application.premium_loan,
            dividend=application.dividend,
            allocation=application.allocation,
        ),
        PolicyRole(**dated, role="applicant", no=1, party_id=known(application.applicant_id, "applicant")),
        *(_of_members(view, application, dated) if application.members else _of_insured(view, application, dated)),
        *(PolicyRole(**dated, role="beneficiary", no=no, **one) for no, one in enumerate(application.beneficiaries, 1)),
    ]


def _of_members(view: View, application: Application, dated: dict[str, Any]) -> Iterator[DatedRow]:
    """Each member of a group, and the member's own cover."""
    for no, member in enumerate(members_of(view, application), 1):
        kept = {"policy_id": dated["policy_id"], "no": no}
        yield member_row(member, application.product, {**dated, **kept})
        yield PolicyRole(**dated, role="insured", no=no, party_id=member.party.id, relation=EMPLOYEE)


def _of_insured(view: View, application: Application, dated: dict[str, Any]) -> Iterator[DatedRow]:
    """The insured, and the covers on that life."""
    insured = view.reader.need(Party, application.insured_id)
    yield from _covers(view, application, insured, dated)
    yield PolicyRole(**dated, role="insured", no=1, party_id=insured.id, relation=application.relation)


def _mandate(view: View, application: Application, policy_id: int, number: str) -> list[Mandate]:
    """The authorisation to collect that was signed with the application."""
    if application.channel != BANK or not application.account_no:
        return []
    return [first_mandate(view, policy_id, number, application.account_no, application.stamped)]


def _covers(view: View, application: Application, insured: Party, dated: dict[str, Any]) -> list[Coverage]:
    """The main cover, and one for each rider; each knows its part of the instalment where there are riders or it was
    planned."""
    same: dict[str, Any] = {
        **dated,
        "insured_id": insured.id,
        "sex": insured.sex,
        "entry_age": proposals.age_at_application(application, insured),
        "em_points": application.em_points if application.loading or _is_charged(view, application) else 0,
        "exclusions": application.exclusion or "",
    }
    riders = application.riders or []
    main = Coverage(
        **same,
        no=1,
        product=application.product,
        sum_assured=application.sum_assured,
        pay_years=application.pay_years,
        cover_years=application.cover_years,
    )
    if view.product(application.product).basis.class_factors:
        main.occupation_class = proposals.occupation_class(view, application)
    if riders or application.planned_premium is not None:
        main.premium = Fen(application.premium - sum(one["premium"] for one in riders))
        main.loading = Fen(application.loading - sum(one["loading"] for one in riders))
    return [main, *(Coverage(**same, **rider_row(one, no)) for no, one in enumerate(riders, 2))]


def _is_charged(view: View, application: Application) -> bool:
    """Extra mortality of a cover with an account has no loading: it is charged to the account."""
    offered = application.planned_premium is not None and application.conclusion != STANDARD
    return offered and priced_points(application.em_points, view.catalog.underwriting) > 0


def _tell(view: View, plan: Plan, application: Application, applicant: Party, policy_id: int, number: str) -> None:
    product = view.product(application.product)
    with speaking_to(applicant):
        if application.members:
            lines = [
                f"{one.party.name}: {one.terms.sum_assured.yuan()}, {one.premium.yuan()}"
                for one in members_of(view, application)
            ]
            plan.notify(
                "group_schedule",
                applicant.id,
                policy_id,
                policy=number,
                product=str(product.label),
                count=len(lines),
                members=lines,
                premium=application.premium.yuan(),
            )
        plan.notify(
            "accepted",
            applicant.id,
            policy_id,
            application=view.the_case.number,
            policy=number,
            product=str(product.label),
            sum=application.sum_assured.yuan(),
            premium=application.premium.yuan(),
            days=product.hesitation_days,
            fee=product.production_fee.yuan(),
        )
