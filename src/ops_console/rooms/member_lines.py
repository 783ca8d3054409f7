"""Members of a group as they are typed, name/document/sex/birth/occupation/sum: every fault told by member and column.

What everybody says of a member stands on one list, be it keyed or read from a sheet.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.data.tables import Party
from ops_console.desk.plan import Plan
from ops_console.desk.typed import amount_typed, day_typed
from ops_console.desk.view import View
from ops_console.rooms.members import FIELD, MEMBER, ONE_YEAR, Member, priced
from ops_console.rooms.parties import Person, party_for
from ops_console.rules import identity
from ops_console.rules.ages import attained_age
from ops_console.rules.products.basis import Sex

COLUMNS: Mapping[str, str] = {
    "name": N_("Member's name"),
    "document": N_("Document number"),
    "sex": N_("Sex"),
    "birth": N_("Date of birth"),
    "occupation": N_("Occupation"),
    "sum": N_("Sum assured"),
}
"""What is said of a member, in this order, and how a sheet may head it."""
AS_TYPED = N_("name/document/sex/birth/occupation/sum; by commas; a resident identity number tells sex and birth")
_SEXES: Mapping[str, Sex] = {
    "male": "male",
    "female": "female",
    "m": "male",
    "f": "female",
    "男": "male",
    "女": "female",
}
_RESIDENT = re.compile(r"\d{15,}[\dXx]?", re.ASCII)
_OF_OFFER = {"entry_age": "birth", "sum_assured": "sum", "occupation_class": "occupation"}
"""Fields of the offer, by the column they are told beside."""


Fault = tuple[str, str, str]
"""Column, message, value."""


@dataclass(frozen=True, slots=True)
class MemberProblem(Problem):
    """A fault of one member: `line` is the member's place on the list, `column` one of `COLUMNS`."""

    column: str = ""


def typed_members(
    view: View,
    plan: Plan,
    product: Product,
    day: date,
    lines: Sequence[str],
    problems: list[Problem],
    there: Collection[int] = (),
) -> list[Member]:
    """Members as typed, at their age on a day; new people are planned, occupations of known ones changed. Every fault
    goes to `problems`, by member and column. `there`: who is a member already."""
    found: list[Member] = []
    first: dict[str, int] = {}
    for no, line in enumerate(lines, 1):
        parts = [part.strip() for part in line.split("/")]
        if len(parts) != len(COLUMNS):
            message = _("typed as name/document/sex/birth/occupation/sum")
            problems.append(MemberProblem(FIELD, message, no, line[:80]))
            continue
        said = dict(zip(COLUMNS, parts, strict=True))
        faults = list(_twice(said["document"], first, no))
        member = _member(view, plan, product, day, said, faults)
        if member is not None and member.party.id in there:
            faults.append(("document", _("is a member already"), identity.mask(member.party.document_no)))
        problems += [_problem(no, said["name"], *fault) for fault in faults]
        if member is not None and not faults:
            found.append(member)
    return found


def _problem(no: int, name: str, column: str, message: str, value: str) -> MemberProblem:
    return MemberProblem(FIELD, f"{name}: {message}", no, value, column)


def _twice(document: str, first: dict[str, int], no: int) -> Iterator[Fault]:
    number = identity.normalise(document)
    if number and first.setdefault(number, no) != no:
        message = _("stands on the list twice, first as number {no}").format(no=first[number])
        yield "document", message, identity.mask(number)


def _member(
    view: View, plan: Plan, product: Product, day: date, said: Mapping[str, str], faults: list[Fault]
) -> Member | None:
    """One member; None, and every fault, when it is none who can be insured."""
    klass = _class(view, said["occupation"], faults)
    amount = _amount(said["sum"], faults)
    party = _party(view, plan, said, faults)
    wanted = Wanted(
        amount or product.minimum_sum,
        ONE_YEAR,
        ONE_YEAR,
        product.basis.mode_factors[0][0],
        None if party is None else attained_age(party.birth, day),
        occupation_class=klass,
    )
    faults += [
        (_OF_OFFER.get(one.field, one.field), one.message, one.value or "") for one in problems_of(product, wanted)
    ]
    if faults or party is None or amount is None or klass is None:
        return None
    if party in plan.inserts:
        party.occupation_class = klass
    elif party.occupation_class != klass:
        plan.change(Party, {"id": party.id}, occupation_class=klass)
    return priced(product, party, day, amount, klass)


def _party(view: View, plan: Plan, said: Mapping[str, str], faults: list[Fault]) -> Party | None:
    kind = "resident_id" if _RESIDENT.fullmatch(identity.normalise(said["document"])) else "passport"
    sex = _SEXES.get(said["sex"].lower())
    if said["sex"] and sex is None:
        faults.append(("sex", _("male or female"), said["sex"]))
    if not said["name"]:
        faults.append(("name", _("is needed"), ""))
    if not said["document"]:
        faults.append(("document", _("is needed"), ""))
    birth = None
    try:
        birth = day_typed(said["birth"], None) if said["birth"] else None
    except ValueError as error:
        faults.append(("birth", str(error), said["birth"]))
    if any(column != "occupation" and column != "sum" for column, *_rest in faults):
        return None
    found: list[Problem] = []
    party = party_for(view, plan, Person(said["name"], said["document"], kind, sex, birth), MEMBER, found)
    faults += [(one.field.removeprefix(f"{MEMBER}_"), one.message, one.value or "") for one in found]
    if party is not None and party.died_on is not None:
        faults.append(("name", _("has died"), said["name"]))
    return party


def _class(view: View, occupation: str, faults: list[Fault]) -> int | None:
    """The class of an occupation, by its code or its name in either language."""
    known = view.catalog.underwriting.occupations
    named = (one for code, one in known.items() if occupation in (code, one.label.en, one.label.zh))
    found = next(named, None)
    if found is None:
        faults.append(("occupation", _("one of: {values}").format(values=", ".join(known)), occupation))
    return found.klass if found else None


def _amount(text: str, faults: list[Fault]) -> Fen | None:
    try:
        return amount_typed(text)
    except ValueError as error:
        faults.append(("sum", str(error), text))
        return None
