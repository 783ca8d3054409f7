"""Covers: the occupation class where the price depends on it, and what was granted on survival."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, or_, select

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Coverage, LedgerLine, PolicyRole, SurvivalBenefit
from ops_console.data.types import FOREVER
from ops_console.data.verify.findings import MOST, Finding

GRANTED_BY = ("survival_benefit", "annuity_paid")
"""Posting rules that book what is granted on survival."""
MEMBER = "member"
"""Kind of a coverage."""
BENEFIT = "_benefit"
"""How the amounts of these rules end that are granted, not taken off."""


def classes_are_kept(reader: Reader) -> Iterator[Finding]:
    """A cover priced by occupation class says of which one its insured is; no other does."""
    versions = range(1, reader.state().catalog_version + 1)
    products = [one for version in versions for one in catalog_of(reader, version).products.values()]
    by_class = frozenset(one.code for one in products if one.basis.class_factors)
    for row in reader.rows(_of_another_class(by_class)):
        message = _("an occupation class where the price needs none, or none where it needs one")
        yield Finding(f"coverage policy {row.policy_id} no {row.no}", message)


@cache
def _of_another_class(by_class: frozenset[str]) -> Select[Any]:
    """`by_class`: the products priced by occupation class."""
    c, codes = table_of(Coverage).c, sorted(by_class)
    wrong = or_(
        and_(c.product.in_(codes), c.occupation_class.is_(None)),
        and_(c.product.not_in(codes), c.occupation_class.is_not(None)),
    )
    return select(c.policy_id, c.no).where(wrong).limit(MOST)


def members_have_their_part(reader: Reader) -> Iterator[Finding]:
    """Whoever has a member's cover is insured on the policy, and of a group nobody else is."""
    for row in reader.rows(_not_insured()):
        yield Finding(f"coverage policy {row.policy_id} no {row.no}", _("its member is not insured on the policy"))
    for row in reader.rows(_not_covered()):
        yield Finding(f"policy_role policy {row.policy_id} insured {row.no}", _("a member without a cover"))


@cache
def _not_insured() -> Select[Any]:
    cover, role = table_of(Coverage).c, table_of(PolicyRole).c
    part = select(role.party_id).where(
        role.policy_id == cover.policy_id,
        role.party_id == cover.insured_id,
        role.role == "insured",
        role.valid_to == FOREVER,
    )
    of_member = and_(cover.kind == MEMBER, cover.valid_to == FOREVER)
    return select(cover.policy_id, cover.no).where(of_member, ~part.exists()).limit(MOST)


@cache
def _not_covered() -> Select[Any]:
    cover, role, mine = table_of(Coverage).c, table_of(PolicyRole).c, table_of(Coverage).alias("mine").c
    insured = and_(role.role == "insured", role.valid_to == FOREVER)
    groups = select(cover.policy_id).where(cover.kind == MEMBER)
    covered = select(mine.no).where(
        mine.policy_id == role.policy_id, mine.insured_id == role.party_id, mine.valid_to == FOREVER
    )
    nothing = select(role.policy_id, role.no).where(insured, role.policy_id.in_(groups), ~covered.exists())
    return nothing.limit(MOST)


def benefits_are_booked(reader: Reader) -> Iterator[Finding]:
    """What was granted on survival under a policy is what the ledger says was paid for it."""
    rules = catalog_of(reader, reader.state().catalog_version).ledger.rules
    legs = (leg for code in GRANTED_BY if code in rules for leg in rules[code].legs)
    accounts = frozenset(leg.account for leg in legs if leg.amount.endswith(BENEFIT))
    booked, granted = (
        {row.policy_id: Fen(row.total) for row in reader.rows(sums)} for sums in (_booked(accounts), _granted())
    )
    nothing = Fen(0)
    wrong = [one for one in {*booked, *granted} if booked.get(one, nothing) != granted.get(one, nothing)]
    for policy in sorted(wrong)[:MOST]:
        message = _("{booked} CNY booked, {wanted} CNY in the table {name}").format(
            booked=booked.get(policy, nothing).yuan(),
            wanted=granted.get(policy, nothing).yuan(),
            name="survival_benefit",
        )
        yield Finding(f"survival_benefit policy {policy}", message)


@cache
def _booked(accounts: frozenset[str]) -> Select[Any]:
    line = table_of(LedgerLine).c
    sums = select(line.policy_id, whole_sum(line.amount).label("total")).where(line.account.in_(sorted(accounts)))
    return sums.group_by(line.policy_id)


@cache
def _granted() -> Select[Any]:
    benefit = table_of(SurvivalBenefit).c
    sums = select(benefit.policy_id, whole_sum(benefit.amount).label("total")).where(benefit.granted_on.is_not(None))
    return sums.group_by(benefit.policy_id)
