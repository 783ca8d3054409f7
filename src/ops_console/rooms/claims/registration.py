"""Registering a claim 立案: every policy of the insured is looked at, and papers are asked for once, all together."""

from collections.abc import Mapping, Sequence
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Refused
from ops_console.data.tables import Claim, ClaimItem, Clock, Party, WorkItem
from ops_console.desk.forms import Codes, Day, Form, Reason, Whole, field
from ops_console.desk.operations import Offered, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.contracts import Insured, insured_of, periods, policies_of
from ops_console.rooms.claims.letters import ask_for_papers
from ops_console.rooms.papers import to_tick, unknown_papers
from ops_console.rules.claims.facts import EventKind
from ops_console.rules.claims.triggers import TRIGGERS, triggers

OPEN = "open"
"""Conclusion of a benefit that is not assessed yet."""


class Registered(Form):
    """What is known when the claim is registered."""

    expected_days: Whole = field(
        N_("Days in hospital expected"), default=0, ge=0, le=366, help=N_("for the estimate of a hospital claim")
    )


@operation("claims.register", code="CL01", label=N_("Register the claim"), form=Registered, duties=("claims",))
def register(view: View, form: Registered) -> Plan:
    """Lists every policy and every benefit of the insured, also those not asked for, with an estimate that is the
    claim's reserve. The company's clock starts, a longer one where something speaks for an investigation, which is told
    and decides nothing.
    """
    claim = view.own(Claim)
    kind = EventKind(claim.event_kind)
    looked_at = [
        insured_of(view, one, claim.event_date) for one in policies_of(view, claim.insured_id, claim.event_date)
    ]
    if not looked_at:
        raise Refused(
            _("The person was never insured with us: the report is to be withdrawn."),
            code="not_insured",
            source="company default",
        )
    plan = Plan(to="registered", clocks_met=["claim_registration"])
    for insured in looked_at:
        for item in _candidates(claim, insured, kind, form.expected_days):
            plan.insert(item)
    estimate = Fen.total(item.benefit for item in plan.inserts if isinstance(item, ClaimItem))
    plan.change(Claim, {"case_id": claim.case_id}, estimate=estimate)
    if len(looked_at) == 1:
        plan.change(WorkItem, {"id": claim.case_id}, policy_id=looked_at[0].policy.id)
    made = [(one.policy.issued_on, one.then.status.reinstated_on) for one in looked_at]
    signals = triggers(kind, claim.event_date, made, estimate, periods(view))
    vip = is_vip(view.reader.need(Party, claim.insured_id))
    plan.clocks.append(ClockStart("claim_investigated" if signals else "claim", view.today, vip=vip))
    numbers = ", ".join(one.policy.number for one in looked_at)
    plan.messages.append(
        _("Policies looked at: {numbers}. Estimate {amount}.").format(numbers=numbers, amount=estimate.yuan())
    )
    plan.messages += [_("Speaks for an investigation: {reason}.").format(reason=_(TRIGGERS[code])) for code in signals]
    return plan


def _candidates(claim: Claim, insured: Insured, kind: EventKind, days: int) -> list[ClaimItem]:
    """A benefit looked at for each coverage; its amount is the estimate until it is assessed."""
    items = []
    for coverage in insured.then.coverages:
        product = insured.now.products[coverage.product]
        amount = coverage.sum_assured * (days if kind is EventKind.HOSPITAL else 1)
        items.append(
            ClaimItem(
                case_id=claim.case_id,
                policy_id=insured.policy.id,
                coverage_no=coverage.no,
                conclusion=OPEN,
                benefit=amount if kind in product.benefits else Fen(0),
                deductions={},
                net=Fen(0),
            )
        )
    return items


class PapersHanded(Form):
    """Papers that have come."""

    papers: Codes = field(
        N_("Papers handed in now"), default=(), lookup="paper", ticks=True, help=N_("earlier ones count")
    )


def _checklist(view: View, _typed: Mapping[str, Any]) -> Mapping[str, Sequence[Offered]]:
    claim = view.own(Claim)
    return to_tick(view.catalog.papers_for("claim", event=claim.event_kind), claim.papers)


@operation(
    "claims.check_papers",
    code="CL02",
    label=N_("Check the papers"),
    form=PapersHanded,
    duties=("claims",),
    offers=_checklist,
)
def check_papers(view: View, form: PapersHanded) -> Plan:
    """Compares the papers with the checklist. What is missing is asked for once, all together (Insurance Law art 22),
    and the company's clock waits. With complete papers the legal clocks begin: time the claimant takes for papers asked
    for is not counted (Insurance Law art 23; Interpretation II art 15).
    """
    problems = unknown_papers(view, form.papers)
    if problems:
        raise InputErrors(problems)
    claim = view.own(Claim)
    present = {*claim.papers, *form.papers}
    missing = [p for p in view.catalog.papers_for("claim", event=claim.event_kind) if p.code not in present]
    plan = Plan()
    if missing:
        plan.to = "papers_wanted"
        plan.change(Claim, {"case_id": claim.case_id}, papers=sorted(present))
        if view.the_case.state == "registered":
            ask_for_papers(view, plan, claim, missing)
        plan.messages.append(_("Still missing: {papers}.").format(papers=", ".join(str(p.label) for p in missing)))
        return plan
    plan.to = "assessing"
    plan.change(Claim, {"case_id": claim.case_id}, papers=sorted(present), papers_complete=view.today)
    plan.waits_over = True
    is_complex = view.reader.count(Clock, case_id=claim.case_id, standard="claim_investigated") > 0
    legal = (
        ("claim_decision", "advance_payment") if is_complex else ("claim_simple", "claim_decision", "advance_payment")
    )
    plan.clocks += [ClockStart(code, view.today) for code in legal]
    return plan


class Withdrawn(Reason):
    """The claimant's letter of withdrawal."""

    signed_on: Day = field(N_("Signed by the claimant on"))


@operation("claims.withdraw", code="CL06", label=N_("Withdraw the claim"), form=Withdrawn, duties=("claims", "counter"))
def withdraw(_view: View, form: Withdrawn) -> Plan:
    """Only ever the claimant's own act, signed; the right to claim again has its limitation (Insurance Law art 26)."""
    return Plan(to="closed", outcome="withdrawn", data={"signed_on": form.signed_on})
