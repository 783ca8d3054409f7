"""Assessing a claim 核赔: the rules propose, the clerk decides, and every benefit keeps its reason and its article."""

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Claim, ClaimItem, Coverage, Party
from ops_console.desk.forms import Day, Flag, Form, Whole, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.beneficiaries import typed_lines
from ops_console.rooms.claims.contracts import Insured, contract_of, event_of, insured_of, periods
from ops_console.rooms.claims.decisions import ADJUDICATION, Decision, Decisions, typed_decisions
from ops_console.rooms.claims.letters import reason_of
from ops_console.rooms.claims.payees import excluded, shares_of, typed_heirs, typed_payees
from ops_console.rules.claims import conclusions
from ops_console.rules.claims.assessment import Assessment, benefit_due, propose, settle
from ops_console.rules.claims.conclusions import LABELS, Conclusion, case_conclusion
from ops_console.rules.claims.facts import Breach, Cause, Disclosure, Event, EventKind
from ops_console.rules.claims.liability import Finding
from ops_console.rules.sources import source_text

Typed = Annotated[tuple[str, ...], BeforeValidator(typed_lines)]
CAUSES = {
    "illness": N_("illness"),
    "accident": N_("accident"),
    "suicide": N_("suicide"),
    "crime": N_("intentional crime or resisting arrest"),
    "by_applicant": N_("caused intentionally by the applicant"),
    "by_beneficiary": N_("caused intentionally by a beneficiary"),
}
BREACHES = {"none": N_("none"), "intentional": N_("intentional"), "negligent": N_("gross negligence, with effect")}


class Assessed(Form):
    """What the papers show, and where the clerk decides otherwise than the rules."""

    cause: Literal["illness", "accident", "suicide", "crime", "by_applicant", "by_beneficiary"] = field(
        N_("Cause"), choices=CAUSES, confidential=True
    )
    days: Whole = field(N_("Days in hospital"), default=0, ge=0, le=366)
    without_capacity: Flag = field(N_("Insured without capacity"), default=False, confidential=True)
    breach: Literal["none", "intentional", "negligent"] = field(
        N_("Breach of disclosure"), default="none", choices=BREACHES, confidential=True
    )
    breach_known: Day | None = field(N_("Breach known since"), default=None)
    culprit: str = field(
        N_("Document of the culprit"),
        default="",
        max_length=30,
        confidential=True,
        help=N_("of a beneficiary who caused the event"),
    )
    payees: Typed = field(N_("Accounts of payees"), default=(), help=N_("document/account, by commas"))
    heirs: Typed = field(
        N_("Statutory heirs"),
        default=(),
        help=N_(
            "name/document/relation/account, by commas; where no beneficiary is left, or cash value goes to the estate"
        ),
    )
    decisions: Decisions = field(
        N_("Other conclusions"),
        default=(),
        confidential=True,
        help=N_("policy/conclusion/reason, then /amount; by semicolons"),
    )


@operation(
    "claims.assess", code="CL03", label=N_("Assess the claim"), form=Assessed, duties=("claims",), hand=Hand.MAKES
)
def assess(view: View, form: Assessed) -> Plan:
    """For each policy and benefit the rules propose a conclusion and an amount: in force on the day, grace (art 36),
    waiting period, suicide (art 44), crime (45), applicant's act (43), disclosure (16); premium owed, loans and
    interest are taken off. The clerk may conclude otherwise with a reason. Another clerk approves.
    """
    claim = view.own(Claim)
    plan = Plan(to="assessed")
    problems = _problems(claim, form, view)
    items = view.reader.find(ClaimItem, case_id=claim.case_id)
    looked_at = {one: insured_of(view, one, claim.event_date) for one in {item.policy_id for item in items}}
    numbers = {one: insured.policy.number for one, insured in looked_at.items()}
    decisions = typed_decisions(form.decisions, numbers, problems)
    claim.cause = form.cause
    claim.payees = [
        *typed_payees(view, form.payees, problems),
        *typed_heirs(view, plan, form.heirs, problems),
        *excluded(view, form.culprit, problems),
    ]
    if problems:
        raise InputErrors(problems)
    event = event_of(view, claim, Cause(form.cause), form.days, form.without_capacity)
    disclosure = Disclosure(Breach(form.breach), form.breach_known)
    for item in items:
        insured = looked_at[item.policy_id]
        _assess(plan, item, insured, _result(view, item, insured, event, disclosure, decisions.get(item.policy_id)))
    _conclude(view, plan, claim, items, looked_at, form)
    return plan


def _problems(claim: Claim, form: Assessed, view: View) -> list[Problem]:
    found = []
    if claim.event_kind == EventKind.HOSPITAL and not form.days:
        found.append(Problem("days", _("is needed for a stay in hospital")))
    if Breach(form.breach) is not Breach.NONE and form.breach_known is None:
        found.append(Problem("breach_known", _("is needed with a breach: the right to rescind runs out")))
    if form.breach_known is not None and form.breach_known > view.today:
        found.append(Problem("breach_known", _("lies in the future"), value=form.breach_known.isoformat()))
    if Cause(form.cause) is Cause.BY_BENEFICIARY and not form.culprit:
        found.append(Problem("culprit", _("is needed: who loses the right")))
    return found


def _result(
    view: View, item: ClaimItem, insured: Insured, event: Event, disclosure: Disclosure, decision: Decision | None
) -> Assessment:
    """What the rules propose, or what the clerk decided, with debts taken off either way."""
    contract = contract_of(view, insured, _coverage(insured, item), event)
    if decision is None:
        return propose(contract, event, disclosure, periods(view), view.today)
    finding = Finding(decision.conclusion, decision.reason, ADJUDICATION)
    if decision.amount is not None:
        return settle(contract, event, finding, decision.amount)
    if decision.conclusion is Conclusion.PAY:
        if event.kind not in contract.benefits:
            raise Refused(
                _("Policy {number} has no benefit for this event: an amount is paid ex gratia only.").format(
                    number=insured.policy.number
                ),
                code="no_benefit",
                source="cover clause of the contract",
            )
        return settle(contract, event, finding, *benefit_due(contract, event))
    return settle(contract, event, finding, Fen(0))


def _coverage(insured: Insured, item: ClaimItem) -> Coverage:
    return next(one for one in insured.then.coverages if one.no == item.coverage_no)


def _assess(plan: Plan, item: ClaimItem, insured: Insured, result: Assessment) -> None:
    """Keep the result on the item, here and in the plan."""
    values = {
        "conclusion": result.conclusion.value,
        "benefit": result.benefit,
        "refunds": _whole(result.refunds),
        "deductions": _whole(result.deductions),
        "net": result.net,
        "reason": result.reason,
        "article": result.article,
        "why": json.loads(result.why.to_json()),
    }
    for name, value in values.items():
        setattr(item, name, value)
    key = {"case_id": item.case_id, "policy_id": item.policy_id, "coverage_no": item.coverage_no}
    plan.change(ClaimItem, key, **values)
    plan.whys.append(result.why)
    plan.messages.append(
        _("{policy}: {conclusion}, {amount}. {reason} ({article})").format(
            policy=insured.policy.number,
            conclusion=_(LABELS[result.conclusion]),
            amount=result.net.yuan(),
            reason=reason_of(item),
            article=source_text(result.article),
        )
    )


def _conclude(
    view: View, plan: Plan, claim: Claim, items: list[ClaimItem], looked_at: Mapping[int, Insured], form: Assessed
) -> None:
    """The case's conclusion, which must follow from its items, and everybody who takes must have an account."""
    conclusion = case_conclusion(Conclusion(item.conclusion) for item in items)
    if conclusion is None:
        raise Refused(
            _("These conclusions can't stand together in one claim: {mixture}.").format(
                mixture=", ".join(sorted({_(LABELS[item.conclusion]) for item in items}))
            ),
            code="mixture",
            source=conclusions.SOURCE,
        )
    problems: list[Problem] = []
    for item in items:
        problems += _unpayable(view, plan, claim, looked_at[item.policy_id], item)
    if problems:
        raise InputErrors(problems)
    plan.change(
        Claim,
        {"case_id": claim.case_id},
        cause=claim.cause,
        days=form.days,
        payees=claim.payees,
        conclusion=conclusion.value,
    )
    plan.messages.append(
        _("Conclusion: {conclusion}, {amount} in all.").format(
            conclusion=_(LABELS[conclusion]), amount=Fen.total(item.net for item in items).yuan()
        )
    )


def _unpayable(view: View, plan: Plan, claim: Claim, insured: Insured, item: ClaimItem) -> list[Problem]:
    """Money that nobody is known to take, or that has no account to go to."""
    shares = shares_of(view, claim, insured, item)
    if item.net and not shares:
        message = _("are needed: {amount} of policy {number} goes to the estate (Insurance Law art 42)")
        return [Problem("heirs", message.format(amount=item.net.yuan(), number=insured.policy.number))]
    return [
        Problem("payees", _("{name} has no account to be paid to").format(name=_name(view, plan, share.party_id)))
        for share in shares
        if not share.account_no
    ]


def _name(view: View, plan: Plan, party_id: int) -> str:
    planned = next((one for one in plan.inserts if isinstance(one, Party) and one.id == party_id), None)
    return (planned or view.reader.need(Party, party_id)).name


def _whole(amounts: Mapping[str, Fen]) -> dict[str, int]:
    return {name: int(amount) for name, amount in amounts.items()}
