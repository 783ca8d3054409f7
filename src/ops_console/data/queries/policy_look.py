"""What a clerk sees of a policy: its dated rows as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ops_console.base.money import Fen
from ops_console.data.queries.account_look import AccountLook, account_look
from ops_console.data.queries.assignments import Served, served_by
from ops_console.data.queries.party_look import PartyLook, party_look
from ops_console.data.store import Reader
from ops_console.data.tables import (
    Agent,
    Billing,
    BillingTerms,
    Coverage,
    FundHolding,
    FundPrice,
    Party,
    Policy,
    PolicyRole,
    PolicyStatus,
)
from ops_console.rules.products.units import UNITS, priced, value_of

MEMBER, INSURED = "member", "insured"
MEMBERS_SHOWN = 50
"""Of a group; each member is found by a search for the person."""


@dataclass(frozen=True)
class CoverageLook:
    """One benefit of the policy. Amounts in fen; `pay_years` and `cover_years` in years, None for life. `kind` None:
    the main cover; `premium`: its part of the instalment, None: all of it."""

    no: int
    product: str
    entry_age: int
    sum_assured: int
    pay_years: int
    cover_years: int | None
    em_points: int | None
    """None for those who may not read what is confidential."""
    exclusions: str
    kind: str | None
    premium: int | None
    occupation_class: int | None
    """None where the price does not depend on it."""


@dataclass(frozen=True)
class MemberLook:
    """One member of a group; sum and premium of the year in fen."""

    no: int
    name: str
    entry_age: int
    occupation_class: int | None
    sum_assured: int
    premium: int


@dataclass(frozen=True)
class RoleLook:
    """Who is what on the policy; shares in per mille."""

    role: str
    party: PartyLook
    relation: str
    order: int
    share: int


@dataclass(frozen=True)
class FundLook:
    """Units of a fund at its last price: units and price as they are written, the value in fen."""

    fund: str
    units: str
    price: str
    priced_on: date
    value: Fen


@dataclass(frozen=True)
class PolicyLook:
    """A policy now. Premium and loading are an instalment's, in fen."""

    id: int
    number: str
    product: str
    issued_on: date
    agent: str | None
    agent_left: date | None
    served: tuple[Served, ...]
    """Who collects its premium by hand, and who serves it since the agent left."""
    status: str
    end_reason: str | None
    commenced_on: date | None
    receipted_on: date | None
    lapsed_on: date | None
    months: int | None
    premium: int | None
    loading: int | None
    channel: str | None
    premium_loan: bool | None
    dividend: str | None
    waived_from: date | None
    allocation: dict[str, int] | None
    """How premiums are divided among funds, in per mille."""
    next_due: date | None
    paid_to: date | None
    coverages: tuple[CoverageLook, ...]
    funds: tuple[FundLook, ...]
    roles: tuple[RoleLook, ...]
    account: AccountLook | None
    """Of a universal life cover."""
    members: tuple[MemberLook, ...]
    """Of a group, the first ones."""
    members_in_all: int | None
    """None where the policy is of no group."""


def policy_look(
    reader: Reader, policy_id: int, person_id: int | None = None, *, confidential: bool = False
) -> PolicyLook:
    """A policy by id; LookupError when there is none. `person_id`: of the members of a group this one alone. What tells
    of somebody's health is left out unless it may be read."""
    policy = reader.need(Policy, policy_id)
    (status,) = reader.current(PolicyStatus, policy_id)
    terms = next(iter(reader.current(BillingTerms, policy_id)), None)
    billing = reader.get(Billing, policy_id)
    agent = reader.get(Agent, policy.agent_id) if policy.agent_id else None
    coverages = reader.current(Coverage, policy_id)
    members = [one for one in coverages if one.kind == MEMBER]
    theirs = [one for one in members if person_id in (None, one.insured_id)]
    return PolicyLook(
        id=policy.id,
        number=policy.number,
        product=policy.product,
        issued_on=policy.issued_on,
        agent=f"{agent.code} {agent.name}" if agent else None,
        agent_left=agent.left_on if agent else None,
        served=served_by(reader, policy_id),
        status=status.status,
        end_reason=status.end_reason,
        commenced_on=status.commenced_on,
        receipted_on=status.receipted_on,
        lapsed_on=status.lapsed_on,
        months=terms.months if terms else None,
        premium=terms.premium if terms else None,
        loading=terms.loading if terms else None,
        channel=terms.channel if terms else None,
        premium_loan=terms.premium_loan if terms else None,
        dividend=terms.dividend if terms else None,
        waived_from=terms.waived_from if terms else None,
        allocation=terms.allocation if terms else None,
        next_due=billing.next_due if billing else None,
        paid_to=billing.paid_to if billing else None,
        coverages=tuple(_coverage(row, confidential) for row in coverages if row.kind != MEMBER),
        funds=tuple(_funds(reader, policy_id)),
        roles=tuple(
            _role(reader, row)
            for row in reader.current(PolicyRole, policy_id)
            if row.share and (not members or row.role != INSURED)
        ),
        account=account_look(reader, policy_id),
        members=tuple(_member(reader, row) for row in theirs[:MEMBERS_SHOWN]),
        members_in_all=len(members) or None,
    )


def _member(reader: Reader, row: Coverage) -> MemberLook:
    return MemberLook(
        row.no,
        reader.need(Party, row.insured_id).name,
        row.entry_age,
        row.occupation_class,
        row.sum_assured,
        row.premium or 0,
    )


def _coverage(row: Coverage, confidential: bool) -> CoverageLook:
    return CoverageLook(
        row.no,
        row.product,
        row.entry_age,
        row.sum_assured,
        row.pay_years,
        row.cover_years,
        row.em_points if confidential else None,
        row.exclusions,
        row.kind,
        row.premium,
        row.occupation_class,
    )


def _role(reader: Reader, row: PolicyRole) -> RoleLook:
    return RoleLook(row.role, party_look(reader, row.party_id), row.relation, row.order, row.share)


def _funds(reader: Reader, policy_id: int) -> Iterator[FundLook]:
    for held in reader.find(FundHolding, policy_id=policy_id):
        last = reader.first(FundPrice, fund=held.fund, order_by=("-day", "-revision"))
        if held.units and last is not None:
            yield FundLook(
                held.fund, f"{held.units / UNITS:,.6f}", priced(last.price), last.day, value_of(held.units, last.price)
            )
