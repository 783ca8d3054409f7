"""Members of a group 团体被保险人, each with a sum of its own, priced at its own age and occupation class.

A member is insured by the employer, whose insurable interest is the employment (Insurance Law art 31); on death the sum
goes to the member's estate, for an employer may not name itself (art 39).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.data.tables import Application, Coverage, Party, PolicyRole
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.proposals import quoted
from ops_console.rules import identity
from ops_console.rules.ages import attained_age
from ops_console.rules.products.basis import Months, PolicyTerms, Sex
from ops_console.rules.why import Why

MEMBER = "member"
"""Kind of a coverage."""
FIELD = "members"
EMPLOYEE = "employee"
"""A member's relation to the applicant."""
ONE_YEAR = 1
MEMBERS, CONSENT = N_("Members"), N_("Every member has signed the list")
"""What forms call the list, and the consent on it."""
ART_34 = "Insurance Law art 34; Notice on group insurance 2015 art 3"
LONGEST_NUMBER = 4
"""Digits of a member's number; a document has more."""


@dataclass(frozen=True)
class Member:
    """A member who can be insured, with the year's premium."""

    party: Party
    terms: PolicyTerms
    premium: Fen
    why: Why | None = None
    """Of the premium, where it was computed just now."""

    def record(self) -> dict[str, Any]:
        """As the application keeps it."""
        return {
            "party_id": self.party.id,
            "sum_assured": int(self.terms.sum_assured),
            "occupation_class": self.terms.occupation_class,
            "premium": int(self.premium),
        }


def members_of(view: View, application: Application) -> list[Member]:
    """The members an application names, at the premiums they were priced at."""
    product, day = view.product(application.product), application.stamped
    return [
        Member(
            party, _terms(product, party, day, Fen(one["sum_assured"]), one["occupation_class"]), Fen(one["premium"])
        )
        for one in application.members or ()
        for party in [view.reader.need(Party, one["party_id"])]
    ]


def priced(product: Product, party: Party, day: date, sum_assured: Fen, occupation_class: int) -> Member:
    """A member at the age of a day, by the product's rates. Refused when it cannot be sold so."""
    terms = _terms(product, party, day, sum_assured, occupation_class)
    quote = quoted(product, terms, 0)
    return Member(party, terms, quote.instalment, quote.why)


def whys_of(members: Iterable[Member]) -> list[Why]:
    """Why the premiums are what they are, of those computed just now."""
    return [one.why for one in members if one.why is not None]


def member_row(member: Member, product: str, dated: Mapping[str, Any]) -> Coverage:
    """The cover of a member; `dated`: its key, its days and what it comes from."""
    terms = member.terms
    return Coverage(
        **dated,
        product=product,
        insured_id=member.party.id,
        sex=terms.sex,
        entry_age=terms.entry_age,
        sum_assured=terms.sum_assured,
        pay_years=terms.pay_years,
        cover_years=terms.cover_years,
        kind=MEMBER,
        occupation_class=terms.occupation_class,
        premium=member.premium,
        loading=Fen(0),
    )


def end_member(plan: Plan, position: PolicyPosition, coverage: Coverage, day: date) -> None:
    """From a day on the person is insured as a member no more. No posting."""
    plan.end(Coverage, {"policy_id": coverage.policy_id, "no": coverage.no}, day)
    role = next(one for one in position.roles if one.role == "insured" and one.party_id == coverage.insured_id)
    plan.end(PolicyRole, {"policy_id": role.policy_id, "role": role.role, "no": role.no}, max(day, role.valid_from))


def sums(members: Sequence[Member]) -> dict[str, Any]:
    """Members, the sum of all their sums, and the premium, as columns of the application."""
    return {
        "members": [one.record() for one in members],
        "sum_assured": Fen.total(one.terms.sum_assured for one in members),
        "premium": Fen.total(one.premium for one in members),
    }


def refuse_without_consent(view: View, *, consent: bool) -> None:
    """Refused unless every member has consented to death cover and its amount."""
    view.refuse_unless(
        consent, "death_cover_consent", _("Every member has to consent in writing to the cover and its amount."), ART_34
    )


def document_of(typed: str, members: Mapping[int, str]) -> str:
    """Whose document is meant by what was typed: a member's number, or the document itself. `members`: documents by
    number."""
    number = identity.normalise(typed)
    is_number = number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER
    return members.get(int(number), number) if is_number else number


def too_few(view: View, count: int) -> list[Problem]:
    """A group has so many members when its contract is concluded (Notice on group insurance 2015 art 1)."""
    setting = view.catalog.settings["group_members"]
    if count >= setting.value:
        return []
    message = _("a group has at least {least} members").format(least=setting.value)
    return [Problem(FIELD, message, value=str(count))]


def _terms(product: Product, party: Party, day: date, sum_assured: Fen, occupation_class: int) -> PolicyTerms:
    months = cast(Months, product.basis.mode_factors[0][0])
    sex, age = cast(Sex, party.sex), attained_age(party.birth, day)
    return PolicyTerms(sex, age, sum_assured, ONE_YEAR, ONE_YEAR, months, occupation_class)
