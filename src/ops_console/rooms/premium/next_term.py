"""What would follow a one-year cover: the premium of its next year at the age then attained, or why there is none.

Of a group each member is looked at alone: whoever can't be renewed is left out, and told of; the group goes on while it
has members enough. Source: renewal clause of the contracts, company default.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ops_console.base.money import Fen
from ops_console.catalog.model import Product
from ops_console.data.queries.deaths import deaths_of
from ops_console.data.queries.paid_claims import paid_claims
from ops_console.data.store import table_of
from ops_console.data.tables import Coverage, Party
from ops_console.desk.view import View
from ops_console.rooms.members import MEMBER, too_few
from ops_console.rooms.policies import PolicyPosition
from ops_console.rules.ages import attained_age
from ops_console.rules.products.pricing import Quote, quote
from ops_console.rules.why import Why

DECLINED, DIED = "declined", "died"


@dataclass(frozen=True)
class NextCover:
    """A cover's next year: age and occupation class of the insured then (None where the price does not depend on it),
    and its premium."""

    coverage: Coverage
    age: int
    occupation_class: int | None
    priced: Quote

    def columns(self, start: date) -> dict[str, Any]:
        """What changes on its coverage; one of several says its part of the premium."""
        changed: dict[str, Any] = {
            "entry_age": self.age,
            "occupation_class": self.occupation_class,
            "term_from": start,
        }
        if self.coverage.kind == MEMBER:
            changed |= {"premium": self.priced.instalment, "loading": self.priced.loading}
        return changed


@dataclass(frozen=True)
class NextTerm:
    """The term that would follow: its first day and its covers, or why there is none; and who is left out of a group,
    each with the reason."""

    start: date
    covers: tuple[NextCover, ...]
    not_renewed: str | None
    left_out: tuple[tuple[Coverage, str], ...] = ()

    @property
    def premium(self) -> Fen:
        """Loadings included."""
        return Fen.total(one.priced.instalment for one in self.covers)

    @property
    def loading(self) -> Fen:
        return Fen.total(one.priced.loading for one in self.covers)

    @property
    def whys(self) -> list[Why]:
        return [one.priced.why for one in self.covers]


def next_term(view: View, position: PolicyPosition) -> NextTerm:
    """The term after the one that runs, of a cover that is renewed. None follows a death within the one that runs: its
    claim decides. After a later one it does, and the claim bears its premium."""
    start = position.current_billing.ends_on
    sold_now = view.catalog.products.get(position.policy.product)
    if position.terms.renewal == DECLINED:
        return NextTerm(start, (), "declined")
    if sold_now is None:
        return NextTerm(start, (), "withdrawn")
    insured = {one.insured_id for one in position.coverages}
    people = {one.id: one for one in view.reader.find(Party, table_of(Party).c.id.in_(insured))}
    dead = {one for one, day in deaths_of(view.reader, people.keys()).items() if day < start}
    covers: list[NextCover] = []
    left_out: list[tuple[Coverage, str]] = []
    for coverage in position.coverages:
        found = DIED if coverage.insured_id in dead else None
        following = found or _following(view, position, sold_now, coverage, people[coverage.insured_id], start)
        if isinstance(following, NextCover):
            covers.append(following)
        else:
            left_out.append((coverage, following))
    if not position.product.is_group:
        return NextTerm(start, tuple(covers), left_out[0][1] if left_out else None)
    if too_few(view, len(covers)):
        return NextTerm(start, (), "members", tuple(left_out))
    return NextTerm(start, tuple(covers), None, tuple(left_out))


def _following(
    view: View, position: PolicyPosition, sold_now: Product, coverage: Coverage, insured: Party, start: date
) -> NextCover | str:
    """A cover's next year, or why there is none."""
    age = attained_age(insured.birth, start)
    limit = position.product.renewal_claims
    insured_classes = dict(sold_now.basis.class_factors)
    klass = insured.occupation_class if insured_classes else None
    if age > position.product.renewal_to_age:
        return "age"
    if limit and paid_claims(view.reader, insured.id, position.policy.id, position.began(coverage)) >= limit:
        return "claims"
    if klass is not None and klass not in insured_classes:
        return "occupation"
    terms = replace(position.sold_as(coverage), entry_age=age, occupation_class=klass or 1)
    return NextCover(coverage, age, klass, quote(sold_now.basis, terms, coverage.em_points))
