"""What the company has on a life: all covers in being, all open applications, and what earlier ones came to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select

from ops_console.base.money import Fen
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Application, Coverage, Policy, PolicyRole, PolicyStatus, WorkItem
from ops_console.data.types import FOREVER
from ops_console.rules.underwriting import AT_RISK

ENDED = ("closed", "archived")


@dataclass(frozen=True)
class SumOnLife:
    """One cover, or one applied for, with the number of its policy or application."""

    number: str
    product: str
    sum_assured: Fen
    catalog_version: int | None
    """The catalog the cover was sold under; None for one applied for."""


def sums_on_life(reader: Reader, party_id: int, except_case: int) -> list[SumOnLife]:
    """Every cover and every open application on the person, without the case named."""
    role, cover, status, policy = (table_of(model) for model in (PolicyRole, Coverage, PolicyStatus, Policy))
    covers = (
        select(policy.c.number, cover.c.product, cover.c.sum_assured, policy.c.catalog_version)
        .join(policy, policy.c.id == cover.c.policy_id)
        .join(role, role.c.policy_id == cover.c.policy_id)
        .join(status, status.c.policy_id == cover.c.policy_id)
        .where(
            role.c.party_id == party_id,
            role.c.role == "insured",
            role.c.valid_to == FOREVER,
            cover.c.insured_id == party_id,
            cover.c.valid_to == FOREVER,
            status.c.valid_to == FOREVER,
            status.c.status.in_(AT_RISK),
        )
    )
    application, case = table_of(Application), table_of(WorkItem)
    applied = (
        select(case.c.number, application.c.product, application.c.sum_assured, application.c.riders)
        .join(case, case.c.id == application.c.case_id)
        .where(
            application.c.insured_id == party_id,
            application.c.case_id != except_case,
            application.c.policy_id.is_(None),
            case.c.state.not_in(ENDED),
        )
    )
    found = [SumOnLife(*tuple(row)) for row in reader.rows(covers)]
    for row in reader.rows(applied):
        number, product, amount, riders = tuple(row)
        found.append(SumOnLife(number, product, amount, None))
        found += [SumOnLife(number, one["product"], Fen(one["sum_assured"]), None) for one in riders or ()]
    return found


def covers_on_lives(reader: Reader, party_ids: Sequence[int]) -> dict[int, list[SumOnLife]]:
    """Every cover in being on each of many people: of members of a group, whose applications are the group's."""
    role, cover, status, policy = (table_of(model) for model in (PolicyRole, Coverage, PolicyStatus, Policy))
    covers = (
        select(role.c.party_id, policy.c.number, cover.c.product, cover.c.sum_assured, policy.c.catalog_version)
        .join(cover, and_(cover.c.policy_id == role.c.policy_id, cover.c.insured_id == role.c.party_id))
        .join(policy, policy.c.id == role.c.policy_id)
        .join(status, status.c.policy_id == role.c.policy_id)
        .where(
            role.c.party_id.in_(party_ids),
            role.c.role == "insured",
            role.c.valid_to == FOREVER,
            cover.c.valid_to == FOREVER,
            status.c.valid_to == FOREVER,
            status.c.status.in_(AT_RISK),
        )
    )
    found: dict[int, list[SumOnLife]] = {}
    for party_id, *columns in (tuple(row) for row in reader.rows(covers)):
        found.setdefault(party_id, []).append(SumOnLife(*columns))
    return found


@dataclass(frozen=True)
class Concluded:
    """An application on the person, and the conclusion it came to."""

    number: str
    conclusion: str


def concluded_on_life(reader: Reader, party_id: int, conclusions: tuple[str, ...], except_case: int) -> list[Concluded]:
    """Applications on the person with one of these conclusions, oldest first, without the case named."""
    application, case = table_of(Application), table_of(WorkItem)
    found = (
        select(case.c.number, application.c.conclusion)
        .join(case, case.c.id == application.c.case_id)
        .where(
            application.c.insured_id == party_id,
            application.c.case_id != except_case,
            application.c.conclusion.in_(conclusions),
        )
        .order_by(case.c.received, case.c.id)
    )
    return [Concluded(*tuple(row)) for row in reader.rows(found)]
