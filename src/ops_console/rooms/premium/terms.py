"""One-year covers renewed as a new term 续保: offered in time, renewed at the attained age, or ended with the year.

The new term continues the contract without a break: the waiting period does not begin again. Its premium is that of the
rates now in force at the age then attained, and for the class of the insured's occupation then; it has the product's
days of grace, and is not suspended: unpaid, it ends. Not renewed is who has reached the product's age, who claimed as
often as the contract allows, who has taken up an occupation it does not insure, a product that is no longer sold, and
whoever does not want it; nor whose death in the year is known. Source: renewal clause of the contracts, company
default.
"""

from datetime import date, timedelta
from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Refused
from ops_console.data.tables import Billing, BillingTerms, Coverage, Party, PremiumDue
from ops_console.desk.forms import Form, Nothing, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.members import end_member
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.premium.next_term import DECLINED, DIED, NextTerm, next_term
from ops_console.rooms.premium.not_renewed import members_not_renewed, not_renewed
from ops_console.rooms.settling import end_policy
from ops_console.rules.due_dates import due_date, policy_year

OFFER, RENEW, END = "premium.offer_renewal", "premium.renew_term", "premium.end_term"
OFFER_DAYS = "renewal_offer"
"""Setting: the new term is offered so many days before the old one ends."""
EXPIRED = "expired"
SOURCE = "renewal clause of the contract (company default)"


def term_step(view: View, position: PolicyPosition, day: date) -> tuple[str, NextTerm] | None:
    """What a one-year cover needs on a day: an offer of the next term, the term, or its end; None for nothing."""
    if not position.is_in_force or not position.product.renewed_as_new_term or position.owed:
        return None
    start = position.current_billing.ends_on
    if day >= start:
        following = next_term(view, position)
        return (END if following.not_renewed else RENEW), following
    told = position.current_billing.reminded_to >= start
    if not told and day >= start - timedelta(days=view.catalog.setting(OFFER_DAYS)):
        following = next_term(view, position)
        # A report may still be withdrawn, and then there is something to offer.
        return None if following.not_renewed == DIED else (OFFER, following)
    return None


@operation(OFFER, code="PR14", label=N_("Offer renewal"), form=Nothing, on=On.POLICY, duties=("premium",))
def offer_renewal(view: View, _form: Nothing) -> Plan:
    """Tells the applicant, before a one-year cover ends, what the next year costs, or why it is not renewed."""
    position = position_of(view)
    following = _needs(view, position, OFFER)
    plan = Plan(whys=following.whys)
    _tell(view, plan, position, following)
    plan.change(Billing, {"policy_id": position.policy.id}, reminded_to=following.start)
    return plan


@operation(RENEW, code="PR15", label=N_("Renew for a year"), form=Nothing, on=On.POLICY, duties=("premium",))
def renew_term(view: View, _form: Nothing) -> Plan:
    """From the day a one-year cover ends a new term runs: the cover at the age then attained, its premium raised, with
    the product's grace to pay it. The waiting period does not begin again."""
    position = position_of(view)
    following = _needs(view, position, RENEW)
    policy_id, start = position.policy.id, following.start
    years = policy_year(position.commenced_on, start)[0]
    ends = due_date(position.commenced_on, 12, years)
    terms, billing = position.terms, position.current_billing
    premium, loading = following.premium, following.loading
    plan = Plan(whys=following.whys, change_set=policy_id)
    for cover in following.covers:
        key = {"policy_id": policy_id, "no": cover.coverage.no}
        plan.change(Coverage, key, max(start, cover.coverage.valid_from), **cover.columns(start))
    for coverage, _reason in following.left_out:
        end_member(plan, position, coverage, max(start, coverage.valid_from))
    plan.change(
        BillingTerms,
        {"policy_id": policy_id},
        day=max(start, terms.valid_from),
        premium=premium,
        loading=loading,
    )
    plan.change(
        Billing,
        {"policy_id": policy_id},
        next_due=ends,
        ends_on=ends,
        paid_to=start,
        premium=premium,
        loading=loading,
        reminded_to=max(start, billing.reminded_to),
    )
    plan.insert(
        PremiumDue(
            policy_id=policy_id,
            due_date=start,
            amount=premium,
            channel=billing.channel,
            branch_id=position.status.branch_id,
            source_id=0,
        )
    )
    income = {"income": billing.account}
    plan.post("premium_due", policy_id, income, premium=premium - loading, health_loading=loading)
    if billing.reminded_to < start:
        _tell(view, plan, position, following)
    elif following.left_out:
        members_not_renewed(view, plan, position, start, following.left_out)
    plan.messages.append(
        _("A new term runs from {start}; {premium} is owed.").format(start=start.isoformat(), premium=premium.yuan())
    )
    return plan


@operation(END, code="PR16", label=N_("End with its year"), form=Nothing, on=On.POLICY, duties=("premium",))
def end_term(view: View, _form: Nothing) -> Plan:
    """A one-year cover that is not renewed ends with its year, and its applicant is told why."""
    position = position_of(view)
    following = _needs(view, position, END)
    plan = Plan(change_set=position.policy.id)
    end_policy(view, plan, position, EXPIRED, following.start)
    if position.current_billing.reminded_to < following.start:
        _tell(view, plan, position, following)
    return plan


class Wish(Form):
    """What the applicant wants at the end of the year."""

    renewal: Literal["wanted", "declined"] = field(
        N_("At the end of the year"), choices={"wanted": N_("renew"), "declined": N_("do not renew")}
    )


@operation(
    "premium.record_renewal_wish",
    code="PR17",
    label=N_("Renewal wanted or not"),
    form=Wish,
    on=On.POLICY,
    duties=("premium", "counter"),
)
def record_renewal_wish(view: View, form: Wish) -> Plan:
    """Notes that the applicant of a one-year cover does not want it renewed, or does again. It counts until the new
    term has begun."""
    position = position_of(view)
    refuse_unless_in_force(position)
    view.refuse_unless(
        position.product.renewed_as_new_term,
        "not_renewed",
        _("{product} is not renewed year by year.").format(product=position.product.label),
        SOURCE,
    )
    plan = Plan(change_set=position.policy.id)
    plan.change(
        BillingTerms,
        {"policy_id": position.policy.id},
        day=max(view.today, position.terms.valid_from),
        renewal=DECLINED if form.renewal == DECLINED else None,
    )
    return plan


def _needs(view: View, position: PolicyPosition, operation_name: str) -> NextTerm:
    """The next term, when it is this operation's turn; else Refused."""
    refuse_unless_in_force(position)
    step = term_step(view, position, view.today)
    if step is not None and step[0] == operation_name:
        return step[1]
    messages = {
        OFFER: _("No renewal of {number} is to be offered now."),
        RENEW: _("No new term of {number} begins now."),
        END: _("{number} does not end with its year now."),
    }
    raise Refused(messages[operation_name].format(number=position.policy.number), code="no_term", source=SOURCE)


def _tell(view: View, plan: Plan, position: PolicyPosition, following: NextTerm) -> None:
    if following.not_renewed is not None:
        not_renewed(view, plan, position, following.start, following.not_renewed)
        return
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        plan.notify(
            "renewal_offer",
            applicant.id,
            end=following.start.isoformat(),
            policy=position.policy.number,
            premium=following.premium.yuan(),
            product=str(position.product.label),
        )
    if following.left_out:
        members_not_renewed(view, plan, position, following.start, following.left_out)
