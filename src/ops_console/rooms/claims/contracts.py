"""From a policy's position to the facts a claim is decided on."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Claim, ClaimItem, Coverage, Party
from ops_console.desk.view import View
from ops_console.rooms.claims.accounts import with_account
from ops_console.rooms.claims.dividends import dividends_at_death
from ops_console.rooms.claims.insured import Insured
from ops_console.rooms.claims.members import of_member
from ops_console.rooms.claims.paid_before import days_used, is_paid_out, paid_for_disability, paid_items
from ops_console.rooms.dues import Instalment
from ops_console.rooms.members import MEMBER
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules import exclusions
from ops_console.rules.ages import attained_age
from ops_console.rules.claims.facts import Cause, Contract, Debts, Event, EventKind, Periods, Standing
from ops_console.rules.claims.liability import has_insured_cause
from ops_console.rules.products.basis import Shape

PAYS_ONCE = (EventKind.DEATH, EventKind.CRITICAL_ILLNESS, EventKind.DISABILITY)
"""Events for which a contract pays its whole benefit, and is over."""
PAID_ONCE = ("claimed", "death")
"""Reasons of an end by such an event."""
RAN_OUT = ("expired", "unpaid")
"""Reasons of an end with which nothing was settled: an event before it is paid for, however late it is reported."""
LIFE = "life"
"""Kind of risk of life insurance, which has the longer limitation (Insurance Law art 26)."""


def periods(view: View) -> Periods:
    """The company's periods, from the catalog."""
    setting = view.catalog.setting
    return Periods(
        suicide_months=setting("suicide_exclusion"),
        incontestable_months=setting("incontestability"),
        rescission_days=setting("rescission"),
        early_months=setting("early_claim"),
        investigated_from=Fen(setting("investigation_amount")),
        named_days=setting("beneficiary_change"),
        calendar=view.catalog.calendar,
    )


def event_of(view: View, claim: Claim, cause: Cause, days: int, without_capacity: bool = False) -> Event:
    """The event of a claim as the rules take it."""
    insured = view.reader.need(Party, claim.insured_id)
    return Event(
        EventKind(claim.event_kind),
        claim.event_date,
        cause,
        attained_age(insured.birth, claim.event_date),
        days,
        without_capacity,
        disease=claim.diagnosis or "",
        degree=claim.disability_degree or 0,
        disappeared=claim.disappeared_on,
        known=claim.known_on,
        claimed=claim.reported,
    )


def contract_of(view: View, insured: Insured, item: ClaimItem, event: Event) -> Contract:
    """The coverage of an item as the rules take it. Debts, accumulated dividends, and premium to give back belong to
    the policy's first coverage; what an earlier decision of a reopened claim took off stays taken off. Paid-up
    additions have policy years of their own, and no premium.

    Refused while the runs are behind.
    """
    then, now, day = insured.then, insured.now, event.cover_day
    coverage = coverage_of(insured, item)
    product = now.products[coverage.product]
    first = coverage.no == min(one.no for one in then.coverages)
    standing = _standing(view, insured, coverage, event)
    if now.billing is None:
        issued = insured.policy.issued_on
        benefits = frozenset(product.benefits)
        return Contract(product.basis, now.sold_as(coverage), benefits, standing, issued, issued, issued)
    _refuse_run_behind(now, day)
    unpaid = insured.unpaid(day)
    # Premium waived counts for the benefit as if it were paid; what goes back is money that came in.
    paid = [one for one in now.instalments if one.is_paid and one.due_date <= day]
    received = [one for one in now.instalments if one.is_received]
    waives = product.basis.shape is Shape.WAIVER
    pays = event.kind.value in product.benefits and has_insured_cause(product.basis, event)
    contract = Contract(
        basis=now.basis_of(coverage),
        terms=then.sold_as(coverage),
        benefits=frozenset(product.benefits),
        standing=standing,
        concluded=insured.policy.issued_on,
        commenced=now.began(coverage) if coverage.kind else now.commenced_on,
        paid_to=now.current_billing.paid_to,
        reinstated=then.status.reinstated_on,
        owed_since=unpaid[0].due_date if unpaid else None,
        grace_ends=now.grace_ends(unpaid[0].due_date) if unpaid else None,
        waiting_days=product.waiting_days,
        hospital_days=product.hospital_days,
        days_used=days_used(view, insured, coverage, event),
        standard_paid=_paid_for(view, now, coverage, paid)["premium"],
        premiums_paid=Fen.total(_paid_for(view, now, coverage, received).values()),
        paid_after=_paid_after(then, now, day, pays) if first or waives else Fen(0),
        cash_value=now.cash_value(day)[0] if first else Fen(0),
        dividends=_accumulated(view, now, item, day) if first else Fen(0),
        debts=_settled_before(item, _debts(insured, day)) if first else Debts(),
        paid_before=paid_for_disability(view, insured, coverage, event),
        worth=now.value_of(coverage, day)[0] if now.began(coverage) <= day else Fen(0),
        is_life=product.risk == LIFE,
        diseases=frozenset(product.illnesses),
        exclusions=frozenset(exclusions.codes(coverage.exclusions)),
    )
    if coverage.kind == MEMBER:
        claimed = paid_items(view, coverage.insured_id, insured.policy.id, coverage.no)
        others = [one for claim, one in claimed if claim.case_id != view.the_case.id]
        return of_member(view, insured, coverage, contract, others, pays, day)
    return with_account(view, now, contract, day) if product.basis.account is not None else contract


def coverage_of(insured: Insured, item: ClaimItem) -> Coverage:
    """The coverage an item of the claim is about."""
    return next(one for one in insured.then.coverages if one.no == item.coverage_no)


def _paid_for(view: View, now: PolicyPosition, coverage: Coverage, counted: Iterable[Instalment]) -> dict[str, Fen]:
    """What the instalments that count were for a coverage, told apart as `PolicyPosition.parts` does: its part of each,
    or all of one that was paid for a single cover."""
    rows = view.reader.find(Coverage, policy_id=coverage.policy_id, no=coverage.no)
    paid = {"premium": Fen(0), "health_loading": Fen(0)}
    for one in counted:
        row = next((row for row in rows if row.valid_from <= one.due_date < row.valid_to), None)
        if row is None:
            continue
        parts = now.parts(one)
        if row.premium is not None:
            loading = row.loading or Fen(0)
            parts = {"premium": row.premium - loading, "health_loading": loading}
        paid = {name: Fen(amount + parts[name]) for name, amount in paid.items()}
    return paid


def _standing(view: View, insured: Insured, coverage: Coverage, event: Event) -> Standing:
    """A contract that has ended since pays for no death, unless its time had only run out; a one-year cover nothing
    after its year, and what pays for one diagnosis only nothing once it has."""
    now, standing = insured.now, insured.standing
    if event.kind is EventKind.CRITICAL_ILLNESS and is_paid_out(view, insured, coverage):
        return Standing.ENDED
    if now.billing is None or standing not in (Standing.IN_FORCE, Standing.LAPSED):
        return standing
    year_over = now.product.renewed_as_new_term and event.day >= now.billing.ends_on
    reason = now.status.end_reason
    claimed = reason in PAID_ONCE or (event.kind is EventKind.DEATH and reason not in RAN_OUT)
    ended = now.status.status == "ended" and event.kind in PAYS_ONCE and claimed
    return Standing.ENDED if year_over or ended else standing


def _refuse_run_behind(now: PolicyPosition, day: date) -> None:
    """Whether premium was owed, or lent, is known only when the runs have done their work up to the event. It is never
    owed on a cover with an account."""
    if not now.is_in_force or now.product.basis.account is not None:
        return
    raised = {one.due_date for one in now.instalments}
    arrears = [due for due, _amount in now.arrears(day)]
    if now.product.renewed_as_new_term and day >= now.current_billing.ends_on:
        raise Refused(
            _("Policy {number}: its term ended on {due} and waits for the term run.").format(
                number=now.policy.number, due=now.current_billing.ends_on.isoformat()
            ),
            code="run_behind",
            source="company default",
        )
    if any(due not in raised for due in arrears) or (arrears and day > now.grace_ends(arrears[0])):
        raise Refused(
            _("Policy {number}: the instalment of {due} waits for the renewal run or the end of grace.").format(
                number=now.policy.number, due=arrears[0].isoformat()
            ),
            code="run_behind",
            source="company default",
        )


def _debts(insured: Insured, day: date) -> Debts:
    """Premium owed on the day, and loans with interest to it: time the claim takes costs the claimant nothing."""
    sums = dict.fromkeys(("loan", "premium_loan"), (Fen(0), Fen(0)))
    for debt in insured.now.debts(day):
        interest, principal = sums[debt.loan.kind]
        sums[debt.loan.kind] = (interest + debt.interest, principal + debt.loan.principal)
    owed = Fen.total(one.amount for one in insured.owed(day))
    return Debts(owed, *sums["loan"], *sums["premium_loan"])


def _settled_before(item: ClaimItem, debts: Debts) -> Debts:
    """Debts as of now, and those that an earlier decision on the claim has settled out of what it paid."""
    before: Mapping[str, int] = (item.decided or {}).get("deductions", {})
    known = {one.name: before.get(one.name) or getattr(debts, one.name) for one in fields(Debts)}
    return Debts(**{name: Fen(amount) for name, amount in known.items()})


def _accumulated(view: View, now: PolicyPosition, item: ClaimItem, day: date) -> Fen:
    """Accumulated dividends as a death on the day makes them due, or what an earlier decision on the claim paid of
    them."""
    paid = (item.decided or {}).get("refunds", {}).get("dividends")
    return dividends_at_death(view, now, day).due if paid is None else Fen(paid)


def _paid_after(then: PolicyPosition, now: PolicyPosition, day: date, pays: bool) -> Fen:
    """Premium for time after the event: instalments due later, and where a one-year cover pays no benefit for a death,
    its unearned part (1/365 method, company default)."""
    later = Fen.total(one.amount for one in now.instalments if one.is_received and one.due_date > day)
    return later if pays or later else later + then.unearned_premium(day)[0]
