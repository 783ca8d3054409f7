"""A group as a risk: what the company has on each member's life, and which members an underwriter looks at.

Up to the product's free cover limit nobody is asked for their health; what is above it, or brings all the company has
on a life above the automatic limit, is told by member (company default).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.catalog.model import Product
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.queries.risk import SumOnLife, covers_on_lives
from ops_console.data.store import Reader
from ops_console.data.tables import Application, WorkItem
from ops_console.desk.view import View
from ops_console.rooms.members import Member
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.underwriting import Finding
from ops_console.rules.why import Why

SOURCE = "company default"


@dataclass(frozen=True)
class MemberAtRisk:
    """A member, and all the company would have on the life of the product's kind of risk."""

    member: Member
    total: Fen
    why: Why


def at_risk(view: View, product: Product, members: Sequence[Member]) -> list[MemberAtRisk]:
    """What the company would have on each life with this group: all covers in being, and the member's sum."""
    others = covers_on_lives(view.reader, [one.party.id for one in members])
    return [_with_others(view, product, one, others.get(one.party.id, [])) for one in members]


def highest(risks: Sequence[MemberAtRisk]) -> MemberAtRisk:
    """The life the company has most on: the measure of authority. ValueError for nobody."""
    return max(risks, key=lambda one: one.total)


def assess(view: View, product: Product, risks: Sequence[MemberAtRisk]) -> list[Finding]:
    """Every reason why the group needs an underwriter's eyes, by member; none for one that passes."""
    found = []
    free, automatic = product.free_cover or Fen(0), Fen(view.catalog.authority.automatic["sum_at_risk"])
    for one in risks:
        name, amount = one.member.party.name, one.member.terms.sum_assured
        if amount > free:
            values: dict[str, int | str] = {"name": name, "sum": amount.yuan(), "limit": free.yuan()}
            found.append(Finding("free_cover", 0, SOURCE, values))
        if one.total > automatic:
            values = {"name": name, "sum_at_risk": one.total.yuan(), "limit": automatic.yuan()}
            found.append(Finding("member_at_risk", 0, SOURCE, values))
    return found


def is_group(reader: Reader, case: WorkItem) -> bool:
    """Is the case an application for a group?"""
    products = catalog_of(reader, reader.state().catalog_version).products
    application = reader.get(Application, case.id)
    product = products.get(application.product) if application else None
    return product is not None and product.is_group


def refuse_group(reader: Reader, case: WorkItem) -> None:
    """Refused for a group: what is asked is about one life."""
    if is_group(reader, case):
        raise Refused(
            _("{number} is of a group: this is about one insured.").format(number=case.number),
            code="group",
            source=SOURCE,
        )


def refuse_unless_group(reader: Reader, case: WorkItem) -> None:
    """Refused for all but a group."""
    if not is_group(reader, case):
        raise Refused(
            _("{number} is of no group: it has no members.").format(number=case.number), code="no_group", source=SOURCE
        )


def refuse_group_policy(position: PolicyPosition) -> None:
    """Refused on a group's policy: what is asked is about one insured."""
    if position.product.is_group:
        raise Refused(
            _("{number} is of a group: this is about one insured.").format(number=position.policy.number),
            code="group",
            source=SOURCE,
        )


def _with_others(view: View, product: Product, member: Member, others: Sequence[SumOnLife]) -> MemberAtRisk:
    alike = [one for one in others if _risk_of(view, one) == product.risk]
    amounts = [*((one.number, one.sum_assured) for one in alike), (product.code, member.terms.sum_assured)]
    total = Fen.total(amount for _number, amount in amounts)
    steps = tuple((f"sum_assured: {number}", int(amount)) for number, amount in amounts)
    return MemberAtRisk(member, total, Why("sum_at_risk", SOURCE, {"risk": product.risk}, steps, int(total)))


def _risk_of(view: View, on_life: SumOnLife) -> str | None:
    """The kind of risk, by the catalog it was sold under."""
    product = catalog_of(view.reader, on_life.catalog_version or 0).products.get(on_life.product)
    return product.risk if product else None
