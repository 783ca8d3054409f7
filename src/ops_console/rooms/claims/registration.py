"""Registering a claim 立案: every policy of the insured is looked at, and papers are asked for once, all together."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Claim, ClaimItem, Clock, Party, Policy, PolicyRole, WorkItem
from ops_console.desk.forms import Codes, Day, Flag, Form, Reason, Whole, field
from ops_console.desk.operations import Offered, operation
from ops_console.desk.payables import is_vip
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.contracts import contract_of, coverage_of, event_of, periods
from ops_console.rooms.claims.deciding import paid_before
from ops_console.rooms.claims.insured import Insured, cover_day, insured_of, policies_of
from ops_console.rooms.claims.letters import ask_for_papers
from ops_console.rooms.papers import to_tick, unknown_papers
from ops_console.rooms.riders import is_waiver
from ops_console.rules.claims.assessment import benefit_due
from ops_console.rules.claims.facts import Cause, EventKind
from ops_console.rules.claims.signals import TRIGGERS
from ops_console.rules.claims.triggers import Report, triggers

OPEN = "open"
"""Conclusion of a benefit that is not assessed yet."""


class Registered(Form):
    """What is known when the claim is registered."""

    expected_days: Whole | None = field(
        N_("Days in hospital expected"), default=None, ge=0, le=366, help=N_("for the estimate of a hospital claim")
    )
    known_on: Day | None = field(
        N_("Known to the claimant since"), default=None, help=N_("limitation runs from it; empty: the day of the event")
    )
    disappeared_on: Day | None = field(
        N_("Disappeared on"), default=None, help=N_("where a court has declared the death")
    )
    other_insurers: Flag = field(N_("Insured with others too"), default=False)


@operation("claims.register", code="CL01", label=N_("Register the claim"), form=Registered, duties=("claims",))
def register(view: View, form: Registered) -> Plan:
    """Lists every policy and every benefit of the insured, also those not asked for, with an estimate that is the
    claim's reserve. The company's clock starts, a longer one where something speaks for an investigation, which is told
    and decides nothing.
    """
    claim = view.own(Claim)
    problems = _problems(claim, form)
    if problems:
        raise InputErrors(problems)
    claim.disappeared_on = form.disappeared_on
    day = cover_day(claim)
    looked_at = [insured_of(view, one, day) for one in policies_of(view, claim.insured_id, day)]
    if not looked_at:
        raise Refused(
            _("The person was never insured with us: the report is to be withdrawn."),
            code="not_insured",
            source="company default",
        )
    plan = Plan(to="registered", clocks_met=["claim_registration"])
    for insured in looked_at:
        for item in _candidates(view, claim, insured, form.expected_days or 0):
            plan.insert(item)
    estimate = Fen.total(item.benefit for item in plan.inserts if isinstance(item, ClaimItem))
    signals = _signals(view, claim, form, looked_at, estimate)
    plan.change(
        Claim,
        {"case_id": claim.case_id},
        estimate=estimate,
        known_on=form.known_on or claim.event_date,
        disappeared_on=form.disappeared_on,
        other_insurers=form.other_insurers,
        signals=list(signals),
    )
    if len(looked_at) == 1:
        plan.change(WorkItem, {"id": claim.case_id}, policy_id=looked_at[0].policy.id)
    vip = is_vip(view.reader.need(Party, claim.insured_id))
    plan.clocks.append(ClockStart("claim_investigated" if signals else "claim", view.today, vip=vip))
    numbers = ", ".join(one.policy.number for one in looked_at)
    plan.messages.append(
        _("Policies looked at: {numbers}. Estimate {amount}.").format(numbers=numbers, amount=estimate.yuan())
    )
    plan.messages += [_("Speaks for an investigation: {reason}.").format(reason=_(TRIGGERS[code])) for code in signals]
    return plan


def _problems(claim: Claim, form: Registered) -> list[Problem]:
    found = []
    if form.known_on is not None and not claim.event_date <= form.known_on <= claim.reported:
        message = _("lies between the event and the report")
        found.append(Problem("known_on", message, value=form.known_on.isoformat()))
    if form.disappeared_on is None:
        return found
    if claim.event_kind != EventKind.DEATH:
        found.append(Problem("disappeared_on", _("only a death is declared")))
    elif form.disappeared_on > claim.event_date:
        found.append(Problem("disappeared_on", _("lies before the event"), value=form.disappeared_on.isoformat()))
    return found


def _signals(
    view: View, claim: Claim, form: Registered, looked_at: Sequence[Insured], estimate: Fen
) -> tuple[str, ...]:
    """What speaks for an investigation, by the company's list of reasons."""
    made = [(one.policy.issued_on, one.then.status.reinstated_on) for one in looked_at]
    listed = [name for label in view.catalog.claims.hospitals.values() for name in (label.en, label.zh)]
    named = tuple(day for one in looked_at for day in _named_later(view, one.policy))
    report = Report(EventKind(claim.event_kind), cover_day(claim), claim.place, form.other_insurers, named)
    return triggers(report, made, estimate, periods(view), listed)


def _named_later(view: View, policy: Policy) -> list[date]:
    """Days from which beneficiaries are named otherwise than when the policy was issued."""
    roles = view.reader.find(PolicyRole, policy_id=policy.id, role="beneficiary")
    return [role.valid_from for role in roles if role.valid_from > policy.issued_on]


def _candidates(view: View, claim: Claim, insured: Insured, days: int) -> list[ClaimItem]:
    """A benefit looked at for each coverage; its amount is the estimate until it is assessed."""
    items = []
    for coverage in insured.then.coverages:
        item = ClaimItem(
            case_id=claim.case_id,
            policy_id=insured.policy.id,
            coverage_no=coverage.no,
            conclusion=OPEN,
            benefit=Fen(0),
            deductions={},
            net=Fen(0),
        )
        item.benefit = _estimate(view, claim, insured, item, days)
        items.append(item)
    return items


def _estimate(view: View, claim: Claim, insured: Insured, item: ClaimItem, days: int) -> Fen:
    """What the event would come to were it covered: days expected at so much a day; what a death pays, such as the
    premiums, and the sum assured while the runs are behind; the sum for all else. Premium that will not be asked for
    any more is no benefit to be kept ready.
    """
    coverage, kind = coverage_of(insured, item), EventKind(claim.event_kind)
    product = insured.now.products[coverage.product]
    if kind not in product.benefits or is_waiver(product):
        return Fen(0)
    if kind is EventKind.DEATH:
        try:
            event = event_of(view, claim, Cause.ACCIDENT, days)
            return benefit_due(contract_of(view, insured, item, event), event)[0]
        except (Refused, ValueError):
            return coverage.sum_assured
    return coverage.sum_assured * (days if kind is EventKind.HOSPITAL else 1)


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
def withdraw(view: View, form: Withdrawn) -> Plan:
    """Only ever the claimant's own act, signed; the right to claim again has its limitation (Insurance Law art 26). Not
    once something of it was paid: the event could be reported, and paid, again.
    """
    view.refuse_unless(
        not paid_before(view, view.the_case.id),
        "paid",
        _("Something of {number} was paid: it is assessed to its end.").format(number=view.the_case.number),
        "company default: one event is paid once",
    )
    if not view.own(Claim).reported <= form.signed_on <= view.today:
        message = _("lies between the report and today")
        raise InputErrors([Problem("signed_on", message, value=form.signed_on.isoformat())])
    return Plan(to="closed", outcome="withdrawn", data={"signed_on": form.signed_on})
