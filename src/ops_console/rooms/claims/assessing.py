"""Assessing a claim 核赔: the rules propose, the clerk decides, and every benefit keeps its reason and its article."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Claim, ClaimItem, Note, Task
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.contracts import periods
from ops_console.rooms.claims.decisions import ADJUDICATION, Decided, Decision, Decisions, typed_decisions
from ops_console.rooms.claims.facts import (
    Assessed,
    Facts,
    contract_keyed,
    disclosure_keyed,
    event_keyed,
    keep,
    known_facts,
    problems_of,
)
from ops_console.rooms.claims.handlers import NEGOTIATION
from ops_console.rooms.claims.insured import Insured, cover_day, insured_of
from ops_console.rooms.claims.investigating import INVESTIGATION
from ops_console.rooms.claims.letters import planned, reason_of
from ops_console.rooms.claims.payees import excluded, named_before, shares_of, typed_heirs, typed_payees
from ops_console.rooms.claims.sampling import draw
from ops_console.rules.claims.assessment import Assessment, benefit_due, propose, settle
from ops_console.rules.claims.conclusions import LABELS, SOURCE, CaseConclusion, Conclusion, case_conclusion
from ops_console.rules.claims.facts import Event
from ops_console.rules.claims.liability import Finding
from ops_console.rules.not_possible import NotPossible
from ops_console.rules.sources import source_text


@dataclass
class Assessing:
    """A claim while it is assessed: its row and items carry what the plan will write."""

    claim: Claim
    items: list[ClaimItem]
    looked_at: Mapping[int, Insured]
    plan: Plan = field(default_factory=Plan)

    @property
    def conclusion(self) -> CaseConclusion:
        return CaseConclusion(self.claim.conclusion or "")

    @property
    def total(self) -> Fen:
        return Fen.total(item.net for item in self.items)


@operation(
    "claims.assess",
    code="CL03",
    label=N_("Assess the claim"),
    form=Assessed,
    duties=("claims",),
    hand=Hand.MAKES,
    proposes=known_facts,
)
def assess(view: View, form: Assessed) -> Plan:
    """For each policy and benefit the rules propose a conclusion and an amount: in force on the day, grace (art 36),
    waiting period, limitation (26), suicide (44), crime (45), applicant's act (43), exclusions (17), disclosure (16),
    age (32); premium owed, loans and interest are taken off. The clerk may conclude otherwise with a reason. Another
    clerk approves; a stated share is looked through by a third before.
    """
    done = assessed(view, form, form.decisions)
    done.plan.to = "sampling" if draw(view, done.plan, done.claim, done.total) else "assessed"
    return done.plan


def assessed(view: View, form: Facts, decisions: Decisions = ()) -> Assessing:
    """The claim with a result for every benefit. InputErrors with every problem; Refused for a mixture there may not
    be, while an investigation is out, and for an agreement that nobody negotiated."""
    _refuse_open_investigation(view)
    claim = view.own(Claim)
    items = view.reader.find(ClaimItem, case_id=claim.case_id)
    looked_at = {one: insured_of(view, one, cover_day(claim)) for one in {item.policy_id for item in items}}
    done = Assessing(claim, items, looked_at)
    problems = problems_of(view, claim, form)
    covers = {one: [cover.no for cover in each.then.coverages] for one, each in looked_at.items()}
    decided = typed_decisions(decisions, covers, problems)
    keep(view, claim, form)
    _name_payees(view, done, form, problems)
    if problems:
        raise InputErrors(problems)
    event = event_keyed(view, claim, form)
    for item in items:
        insured = looked_at[item.policy_id]
        decision = _decision_on(item, insured, event, decided)
        _assess(done.plan, item, insured, _result(view, item, insured, event, form, decision))
    _conclude(view, done)
    return done


def _refuse_open_investigation(view: View) -> None:
    open_one = view.reader.first(Task, case_id=view.the_case.id, kind=INVESTIGATION, done=None)
    view.refuse_unless(
        open_one is None,
        "investigated",
        _("The investigation is not back yet: its report comes first."),
        "company default",
    )


def _name_payees(view: View, done: Assessing, form: Facts, problems: list[Problem]) -> None:
    """Accounts and heirs typed now stand before those named earlier; who takes nothing is named anew each time."""
    typed = [*typed_payees(view, form.payees, problems), *typed_heirs(view, done.plan, form.heirs, problems)]
    culprit = excluded(view, [form.culprit] if form.culprit else [], problems)
    unnamed = excluded(view, form.unnamed, problems, "unnamed")
    done.claim.payees = [*named_before(done.claim, typed), *typed, *culprit, *unnamed]


def _decision_on(item: ClaimItem, insured: Insured, event: Event, decided: Decided) -> Decision | None:
    """What the clerk decided on a cover: by its number, or with its policy, where that is about it."""
    decision = decided.get((item.policy_id, 0))
    if (item.policy_id, item.coverage_no) in decided or decision is None:
        return decided.get((item.policy_id, item.coverage_no))
    covers = insured.then.coverages
    concerned = [one.no for one in covers if event.kind in insured.now.products[one.product].benefits]
    concerned = concerned or [min(one.no for one in covers)]
    return decision if item.coverage_no in (concerned if decision.amount is None else concerned[:1]) else None


def _result(
    view: View, item: ClaimItem, insured: Insured, event: Event, form: Facts, decision: Decision | None
) -> Assessment:
    """What the rules propose, or what the clerk decided, with debts taken off either way."""
    contract = contract_keyed(view, insured, item, event, form)
    if decision is None:
        return propose(contract, event, disclosure_keyed(insured, form), periods(view), view.today)
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
        try:
            return settle(contract, event, finding, *benefit_due(contract, event))
        except NotPossible as error:
            raise Refused(f"{error}.", code="no_benefit", source="cover clause of the contract") from error
    return settle(contract, event, finding, Fen(0))


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


def _conclude(view: View, done: Assessing) -> None:
    """The case's conclusion, which must follow from its items, and everybody who takes must have an account."""
    claim, items, plan = done.claim, done.items, done.plan
    conclusion = case_conclusion(Conclusion(item.conclusion) for item in items)
    if conclusion is None:
        raise Refused(
            _("These conclusions can't stand together in one claim: {mixture}.").format(
                mixture=", ".join(sorted({_(LABELS[item.conclusion]) for item in items}))
            ),
            code="mixture",
            source=SOURCE,
        )
    _refuse_not_negotiated(view, claim, conclusion)
    problems = [one for item in items for one in _unpayable(view, plan, claim, done.looked_at[item.policy_id], item)]
    if problems:
        raise InputErrors(problems)
    claim.conclusion = conclusion.value
    kept = ("cause", "days", "diagnosis", "disability_degree", "payees", "conclusion")
    plan.change(Claim, {"case_id": claim.case_id}, **{name: getattr(claim, name) for name in kept})
    plan.messages.append(
        _("Conclusion: {conclusion}, {amount} in all.").format(
            conclusion=_(LABELS[conclusion]), amount=done.total.yuan()
        )
    )


def _refuse_not_negotiated(view: View, claim: Claim, conclusion: CaseConclusion) -> None:
    """An agreement is one with the claimant: what was said must be on record."""
    if conclusion is CaseConclusion.AGREEMENT:
        view.refuse_unless(
            view.reader.first(Note, case_id=claim.case_id, kind=NEGOTIATION) is not None,
            "not_negotiated",
            _("An agreement needs a note of the negotiation first."),
            "company default",
        )


def _unpayable(view: View, plan: Plan, claim: Claim, insured: Insured, item: ClaimItem) -> list[Problem]:
    """Money that nobody is known to take, or that has no account to go to."""
    shares = shares_of(view, claim, insured, item)
    if item.net and not shares:
        message = _("are needed: {amount} of policy {number} goes to the estate (Insurance Law art 42)")
        return [Problem("heirs", message.format(amount=item.net.yuan(), number=insured.policy.number))]
    return [
        Problem(
            "payees", _("{name} has no account to be paid to").format(name=planned(view, plan, share.party_id).name)
        )
        for share in shares
        if not share.account_no
    ]


def _whole(amounts: Mapping[str, Fen]) -> dict[str, int]:
    return {name: int(amount) for name, amount in amounts.items()}
