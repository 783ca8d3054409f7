"""People: one record a person, found by the document number; made from what an application form says."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from ops_console.base.i18n import Language, _, use_language
from ops_console.base.known import known
from ops_console.base.problems import Problem
from ops_console.data.tables import Party
from ops_console.desk.plan import Plan
from ops_console.desk.typed import seen
from ops_console.desk.view import View
from ops_console.rules import credit_code, identity, pinyin
from ops_console.rules.products.basis import Sex

DocumentKind = Literal["resident_id", "passport", "residence_permit", "birth_certificate"]
ApplicantKind = Literal["resident_id", "passport", "residence_permit", "birth_certificate", "credit_code"]
RESIDENT_ID = "resident_id"
CREDIT_CODE = "credit_code"
"""The document of an organisation, which is a party without a sex, born on the day it was founded."""


@dataclass(frozen=True)
class Person:
    """What a form says of somebody. Sex and birth may be left out where the document is a resident identity number."""

    name: str
    document_no: str
    document_kind: str = RESIDENT_ID
    sex: Sex | None = None
    birth: date | None = None
    phone: str = ""
    address: str = ""
    language: str = "zh"


def party_for(view: View, plan: Plan, person: Person, role: str, problems: list[Problem]) -> Party | None:
    """The record of the person: known by the document number, planned by an earlier call, or new (then inserted).

    Everything wrong goes to `problems`, under the fields `<role>_name`, `<role>_document` …, and the answer is None.
    What is on record stays: a change of address or name is a preservation item of its own.
    """
    number = identity.normalise(person.document_no)
    known = _planned(plan, number) or view.reader.first(Party, document_no=number)
    if known is not None:
        if known.name != person.name:
            message = _("this document belongs to another name on record")
            problems.append(Problem(f"{role}_name", message, value=person.name))
            return None
        if (known.document_kind == CREDIT_CODE) != (person.document_kind == CREDIT_CODE):
            message = _("this document is of another kind on record")
            problems.append(Problem(f"{role}_document", message, value=identity.mask(number)))
            return None
        return known
    faults = [*_unseen(person, role), *_faults(view, person, number, role)]
    problems.extend(faults)
    return None if faults else _new(view, plan, person, number)


def find_party(view: View, document_no: str) -> Party | None:
    """Somebody on record, by document number."""
    return view.reader.first(Party, document_no=identity.normalise(document_no))


def speaking_to(party: Party) -> AbstractContextManager[None]:
    """Inside the block texts are made in the party's language: what goes into a letter."""
    return use_language(cast(Language, party.language))


def _planned(plan: Plan, number: str) -> Party | None:
    return next((r for r in plan.inserts if isinstance(r, Party) and r.document_no == number), None)


def _unseen(person: Person, role: str) -> Sequence[Problem]:
    """Where a person is typed as part of a line; forms refuse it beside their fields."""
    faults = []
    for part, text in (("name", person.name), ("address", person.address)):
        try:
            seen(text)
        except ValueError as error:
            faults.append(Problem(f"{role}_{part}", str(error), value=repr(text)))
    return faults


def _faults(view: View, person: Person, number: str, role: str) -> Sequence[Problem]:
    if person.document_kind == RESIDENT_ID:
        return identity.problems_of(number, view.today, birth=person.birth, sex=person.sex, field=f"{role}_document")
    faults = []
    if person.document_kind == CREDIT_CODE:
        faults += credit_code.problems_of(number, field=f"{role}_document")
        if person.sex is not None:
            faults.append(Problem(f"{role}_sex", _("an organisation has none"), value=person.sex))
        if person.birth is None or person.birth > view.today:
            faults.append(Problem(f"{role}_birth", _("is needed: the day the organisation was founded")))
        return faults
    if person.sex is None:
        faults.append(Problem(f"{role}_sex", _("is needed, as the document is no resident identity card")))
    if person.birth is None or person.birth > view.today:
        faults.append(Problem(f"{role}_birth", _("is needed, as the document is no resident identity card")))
    return faults


def _new(view: View, plan: Plan, person: Person, number: str) -> Party:
    birth, sex = person.birth, person.sex
    if person.document_kind == RESIDENT_ID:
        birth, sex = identity.birth_date(number), identity.sex_of(number)
    party = Party(
        id=view.new_id(),
        name=person.name,
        initials=pinyin.initials(person.name),
        sex="" if person.document_kind == CREDIT_CODE else known(sex, "sex"),
        birth=known(birth, "date of birth"),
        document_kind=person.document_kind,
        document_no=number,
        phone=person.phone,
        address=person.address,
        language=person.language,
    )
    plan.insert(party)
    return party
