"""Changed terms: an extra premium, an exclusion, a lower sum, no rider. The applicant has to accept them in writing."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.store import Reader
from ops_console.data.tables import Application, WorkItem
from ops_console.desk.forms import Amount, Codes, Form, Whole, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import ClockStart, Plan
from ops_console.desk.view import View
from ops_console.rooms import riders
from ops_console.rooms.groups import refuse_group
from ops_console.rooms.insurability import terms_problems
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.underwriting.decisions import (
    MEASURES,
    POINTS,
    REASONS,
    REMARK,
    applicant_of,
    decided,
    judged_points,
    people,
)
from ops_console.rules import exclusions
from ops_console.rules.underwriting import priced_points
from ops_console.rules.underwriting_basis import Conclusion

ANSWERED = "offer_answered"


_BESIDES: Any = field(N_("Exclusions"), default=(), lookup="exclusion", help=N_("besides, if need be"))


class Loaded(Form):
    em_points: Whole = field(N_("Extra mortality, points"), ge=1, le=1000, help=N_("charged in the company's steps"))
    reason: str = REASONS
    exclusion: Codes = _BESIDES
    comment: str = REMARK


@operation(
    "underwriting.load",
    code="UW02",
    label=N_("Offer loaded terms"),
    form=Loaded,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
    suits=refuse_group,
)
def load(view: View, form: Loaded) -> Plan:
    """Offers the cover for an extra premium. The applicant has to accept in writing in time, else the application is
    withdrawn (company default); the clocks wait for the answer.
    """
    basis = view.catalog.underwriting
    view.refuse_unless(
        basis.conclusion(form.em_points) is Conclusion.LOADED,
        "not_loaded",
        _("{points} points are not loaded: accept at standard terms, or decline.").format(points=form.em_points),
        basis.source,
    )
    return _offer(view, view.own(Application), "loaded", form.em_points, form.exclusion, form)


class Excluded(Form):
    exclusion: Codes = field(N_("Exclusions"), lookup="exclusion", min_length=1, help=N_("codes, by commas"))
    reason: str = REASONS
    em_points: Whole | None = POINTS
    comment: str = REMARK


@operation(
    "underwriting.exclude",
    code="UW09",
    label=N_("Offer with an exclusion"),
    form=Excluded,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
    suits=refuse_group,
)
def exclude(view: View, form: Excluded) -> Plan:
    """Offers the cover without some events, at a standard or an extra premium. What is excluded stands in the offer
    that the applicant signs and in the policy (Insurance Law art 17); unanswered it is withdrawn (company default).
    """
    application = view.own(Application)
    return _offer(
        view, application, "exclusion", judged_points(view, application, form.em_points), form.exclusion, form
    )


class Limited(Form):
    sum_assured: Amount = field(N_("Sum assured offered"))
    reason: str = REASONS
    em_points: Whole | None = POINTS
    exclusion: Codes = _BESIDES
    comment: str = REMARK


@operation(
    "underwriting.limit",
    code="UW10",
    label=N_("Offer a lower sum"),
    form=Limited,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
    suits=refuse_group,
)
def limit(view: View, form: Limited) -> Plan:
    """Offers less than was applied for, within what the product sells. Authority is checked on what is offered; the
    applicant has to accept in writing in time, else the application is withdrawn (company default).
    """
    application = view.own(Application)
    if form.sum_assured >= application.sum_assured:
        message = _("less than the {sum} applied for").format(sum=application.sum_assured.yuan())
        raise InputErrors([Problem("sum_assured", message, value=form.sum_assured.yuan())])
    _applicant, insured = people(view, application)
    lower = application.model_copy(update={"sum_assured": form.sum_assured})
    problems = terms_problems(view.product(application.product), lower, insured)
    if problems:
        raise InputErrors(problems)
    return _offer(view, lower, "limited", judged_points(view, application, form.em_points), form.exclusion, form)


class LeftOut(Form):
    riders: Codes = field(N_("Riders left out"), lookup="rider", min_length=1, help=N_("codes, by commas"))
    reason: str = REASONS
    em_points: Whole | None = POINTS
    exclusion: Codes = _BESIDES
    comment: str = REMARK


def _has_riders(reader: Reader, case: WorkItem) -> None:
    if not reader.need(Application, case.id).riders:
        raise Refused(_("No rider was applied for."), code="no_rider", source="company default")


@operation(
    "underwriting.leave_out_riders",
    code="UW21",
    label=N_("Offer without a rider"),
    form=LeftOut,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
    suits=_has_riders,
)
def leave_out_riders(view: View, form: LeftOut) -> Plan:
    """Offers the main cover without riders that were applied for. The premium is that of the covers left, the sum of a
    waiver computed anew; the applicant has to accept in writing in time, else the application is withdrawn (company
    default).
    """
    application = view.own(Application)
    asked = [one["product"] for one in application.riders or ()]
    strange = [code for code in form.riders if code not in asked]
    if strange:
        message = _("applied for are: {values}").format(values=", ".join(asked) or _("none"))
        raise InputErrors([Problem("riders", message, value=code) for code in strange])
    left = [one for one in application.riders or () if one["product"] not in form.riders]
    fewer = application.model_copy(update={"riders": left or None})
    points = judged_points(view, application, form.em_points)
    return _offer(view, fewer, "without_rider", points, form.exclusion, form)


def _offer(
    view: View,
    application: Application,
    conclusion: str,
    points: int,
    excluded: tuple[str, ...],
    form: Loaded | Excluded | Limited | LeftOut,
) -> Plan:
    """The offer of `application`, its sum changed already, with so many points and these exclusions."""
    basis = view.catalog.underwriting
    view.refuse_unless(
        basis.conclusion(points) is not Conclusion.DECLINED,
        "not_loaded",
        _("{points} points are too many for any premium: decline, or postpone.").format(points=points),
        basis.source,
    )
    wordings = _wordings(view, application, excluded)
    applied = view.own(Application)
    charged = priced_points(points, basis)
    applicant, insured = people(view, application)
    priced = riders.priced(view, application, insured, charged)
    plan = decided(view, application, points, application.sum_assured, form.comment)
    plan.change(
        Application,
        {"case_id": application.case_id},
        em_points=charged or points,
        sum_assured=application.sum_assured,
        asked_sum=applied.sum_assured if application.sum_assured != applied.sum_assured else None,
        exclusion=exclusions.written(wordings) or None,
        riders=priced.records(),
        premium=priced.premium,
        loading=priced.loading,
        catalog_version=view.reader.state().catalog_version,
        conclusion=conclusion,
    )
    with speaking_to(applicant):
        terms = _terms(view, applied, application, wordings, priced.loading, charged)
    make_offer(view, plan, application, terms, priced.premium, form.reason)
    plan.whys += priced.whys
    plan.messages.append(
        _("Instalment {premium}, of it {loading} for {points} points.").format(
            premium=priced.premium.yuan(), loading=priced.loading.yuan(), points=charged
        )
    )
    return plan


def make_offer(
    view: View, plan: Plan, application: Application, terms: Sequence[str], premium: Fen, reasons: str
) -> None:
    """Changed terms go out, and the clocks wait for the applicant's answer."""
    plan.to = "offered"
    plan.waits.append("consent")
    allowed = view.catalog.setting("offer_unanswered")
    plan.clocks.append(ClockStart(ANSWERED, view.today, allowed=allowed))
    applicant = applicant_of(view, application)
    with speaking_to(applicant):
        plan.notify(
            "changed_terms",
            applicant.id,
            application=view.the_case.number,
            product=str(view.product(application.product).label),
            terms=terms,
            premium=premium.yuan(),
            reasons=reasons,
            due=(view.today + timedelta(days=allowed)).isoformat(),
        )


def _wordings(view: View, application: Application, codes: tuple[str, ...]) -> Mapping[str, str]:
    """The exclusions in the applicant's language. InputErrors for a code that the catalog does not know."""
    known = view.catalog.underwriting.exclusions
    strange = [code for code in codes if code not in known]
    if strange:
        message = _("one of: {values}").format(values=", ".join(known))
        raise InputErrors([Problem("exclusion", message, value=code) for code in strange])
    with speaking_to(applicant_of(view, application)):
        return {code: str(known[code].label) for code in dict.fromkeys(codes)}


def _terms(
    view: View,
    applied: Application,
    offered: Application,
    wordings: Mapping[str, str],
    loading: Fen,
    points: int,
) -> list[str]:
    """What is changed, line by line, in the language now spoken. Extra mortality of a cover with an account has no
    loading: it is charged to the account."""
    lines = [_("Not insured: {wording}").format(wording=wording) for wording in wordings.values()]
    there = {one["product"] for one in offered.riders or ()}
    left_out = [one["product"] for one in applied.riders or () if one["product"] not in there]
    lines += [_("Without the rider: {rider}").format(rider=view.product(code).label) for code in left_out]
    if offered.sum_assured != applied.sum_assured:
        lines.append(_("Sum assured: {amount} CNY").format(amount=offered.sum_assured.yuan()))
    if loading:
        lines.append(_("Extra premium for health: {amount} CNY an instalment").format(amount=loading.yuan()))
    if points and offered.planned_premium is not None:
        lines.append(_("Risk charges for health: {points} per cent more").format(points=points))
    return lines
