"""The lists behind F4, by the name a field gives: people, policies, agents, clerks, and what the catalog holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ops_console.base.i18n import _, language, ngettext
from ops_console.data.days import day_of
from ops_console.data.queries.archive import cabinets
from ops_console.data.queries.search import people
from ops_console.data.store import store_at
from ops_console.data.tables import Agent, Branch, Clerk
from ops_console.desk.forms import FieldSpec, Kind
from ops_console.rooms.mandates import BY_CUSTOMER
from ops_console.rules.identity import mask
from ops_console.screens.backend import catalog
from ops_console.screens.claim_lists import claim_people
from ops_console.screens.premium_lists import collectors, receipts
from ops_console.screens.session import Session
from ops_console.screens.words import ROOMS, day, room_name, word

SHOWN = 200
BY_HEART = frozenset(
    {
        "product",
        "rider",
        "branch",
        "grade",
        "room",
        "occupation",
        "bank_reason",
        "suspension_reason",
        "condition",
        "hospital",
        "illness",
        "disability_grade",
    }
)
"""Lists short enough to know by heart how an entry begins."""
CLAIM_PARTY = "claim_party"
"""The list of those the policies of a claim name."""
RECEIPT = "receipt"
"""The list of a policy's receipts."""


@dataclass(frozen=True)
class Listed:
    """A value and what it stands for; `code` is what the list shows of it, nothing where the text says it all."""

    value: str
    text: str
    masked: str = ""
    is_named: bool = False

    @property
    def code(self) -> str:
        return "" if self.is_named else self.masked or self.value


def listed(session: Session, spec: FieldSpec, text: str, subject: str | None = None) -> tuple[Listed, ...]:
    """The values of a field that fit a text; `subject`: number of the case or policy the form is about."""
    if spec.kind is Kind.CHOICE:
        return _fitting((Listed(choice.value, _(choice.label)) for choice in spec.choices), text)
    if spec.kind is Kind.FLAG:
        return (Listed("no", _("no")), Listed("yes", _("yes")))
    if spec.lookup == CLAIM_PARTY:
        people = (Listed(document, told, mask(document)) for document, told in claim_people(session, subject))
        return _fitting(people, text)
    if spec.lookup == RECEIPT:
        return _fitting((Listed(number, told) for number, told in receipts(session, subject)), text)
    make = _LISTS.get(spec.lookup)
    return make(session, text) if make else ()


def only_one(session: Session, spec: FieldSpec, typed: str) -> Listed | None:
    """What a code or a beginning stands for: the one entry of a short list whose code, name or a word of the
    name begins so. None where several do, and in lists of people, policies and cases."""
    if spec.kind is not Kind.TEXT or spec.lookup not in BY_HEART:
        return None
    start = typed.casefold()
    found = listed(session, spec, typed)
    exact = [one for one in found if one.value == typed]
    fitting = exact or [one for one in found if f" {start}" in f" {one.value} {one.text}".casefold()]
    return fitting[0] if len(fitting) == 1 else None


def _fitting(found: Iterable[Listed], text: str) -> tuple[Listed, ...]:
    wanted = text.lower()
    return tuple(one for one in found if wanted in one.value.lower() or wanted in one.text.lower())[:SHOWN]


def _parties(session: Session, text: str) -> tuple[Listed, ...]:
    if not text:
        return ()
    with session.look() as lines:
        found = people(lines, text)
    return tuple(
        Listed(one.document_no, f"{one.name}  {day(day_of(one.birth))}  {one.phone}", mask(one.document_no))
        for one in found
    )


def _policies(session: Session, text: str) -> tuple[Listed, ...]:
    found = session.search(text).policies
    return tuple(Listed(one.number, f"{one.product}  {word(one.status)}  {one.party}") for one in found)


def _agents(session: Session, text: str) -> tuple[Listed, ...]:
    with store_at(session.location).read() as reader:
        rows = reader.find(Agent, left_on=None, order_by="code", limit=5000)
    return _fitting((Listed(row.code, row.name) for row in rows), text)


def _clerks(session: Session, text: str) -> tuple[Listed, ...]:
    with store_at(session.location).read() as reader:
        rows = reader.find(Clerk, locked=False, limit=5000)
    grades = _grade_labels(session)
    told = (Listed(row.login, f"{row.name}  {grades.get(row.grade, row.grade)}") for row in rows)
    return _fitting(told, text)


def _collectors(session: Session, text: str) -> tuple[Listed, ...]:
    found = collectors(session, _grade_labels(session))
    return _fitting((Listed(login, told) for login, told in found), text)


def _grade_labels(session: Session) -> dict[str, str]:
    return {grade.code: str(grade.label) for grade in catalog(session).authority.grades}


def _branches(session: Session, text: str) -> tuple[Listed, ...]:
    with store_at(session.location).read() as reader:
        rows = reader.find(Branch)
    named = language() == "zh"
    return _fitting((Listed(str(row.id), row.name_zh if named else row.name_en) for row in rows), text)


def _products(session: Session, text: str) -> tuple[Listed, ...]:
    return _sold(session, text, is_rider=False)


def _riders(session: Session, text: str) -> tuple[Listed, ...]:
    return _sold(session, text, is_rider=True)


def _sold(session: Session, text: str, *, is_rider: bool) -> tuple[Listed, ...]:
    products = catalog(session).products.items()
    return _fitting((Listed(code, str(one.label)) for code, one in products if one.is_rider is is_rider), text)


def _papers(session: Session, text: str) -> tuple[Listed, ...]:
    """By name; the code, which is what the field takes, behind it."""
    known = catalog(session).papers
    return _fitting((Listed(code, f"{paper.label}  ({code})", is_named=True) for code, paper in known.items()), text)


def _grades(session: Session, text: str) -> tuple[Listed, ...]:
    return _fitting((Listed(code, label) for code, label in _grade_labels(session).items()), text)


def _duties(session: Session, text: str) -> tuple[Listed, ...]:
    return _fitting((Listed(code, str(duty.label)) for code, duty in catalog(session).duties.items()), text)


def _rooms(_session: Session, text: str) -> tuple[Listed, ...]:
    return _fitting((Listed(room, room_name(room)) for room in ROOMS), text)


def _items(session: Session, text: str) -> tuple[Listed, ...]:
    known = sorted(catalog(session).items.items())
    return _fitting((Listed(str(number), str(item.label)) for number, item in known), text)


def _occupations(session: Session, text: str) -> tuple[Listed, ...]:
    known = catalog(session).underwriting.occupations
    return _fitting((Listed(code, f"{one.label}  {one.klass}") for code, one in known.items()), text)


def _funds(session: Session, text: str) -> tuple[Listed, ...]:
    return _fitting((Listed(code, str(one.label)) for code, one in catalog(session).funds.items()), text)


def _conditions(session: Session, text: str) -> tuple[Listed, ...]:
    known = catalog(session).underwriting.conditions
    return _fitting((Listed(code, str(one.label)) for code, one in known.items()), text)


def _illnesses(session: Session, text: str) -> tuple[Listed, ...]:
    """Of every product on sale that lists any."""
    known = {
        code: str(label) for product in catalog(session).products.values() for code, label in product.illnesses.items()
    }
    return _fitting((Listed(code, label) for code, label in known.items()), text)


def _disability_grades(session: Session, text: str) -> tuple[Listed, ...]:
    known = sorted(catalog(session).claims.grades.values(), key=lambda one: -one.per_mille)
    return _fitting((Listed(one.code, f"{one.label}  {one.per_mille} / 1000") for one in known), text)


def _hospitals(session: Session, text: str) -> tuple[Listed, ...]:
    known = catalog(session).underwriting.hospitals
    return _fitting((Listed(code, str(one.label)) for code, one in known.items()), text)


def _bank_reasons(session: Session, text: str) -> tuple[Listed, ...]:
    known = catalog(session).banking.reasons
    return _fitting((Listed(code, str(one.label)) for code, one in known.items()), text)


def _suspension_reasons(session: Session, text: str) -> tuple[Listed, ...]:
    """Those of banks, and the applicant's wish."""
    own = Listed(BY_CUSTOMER, word(BY_CUSTOMER, "suspended"))
    return (*_bank_reasons(session, text), *_fitting([own], text))


def _exclusions(session: Session, text: str) -> tuple[Listed, ...]:
    known = catalog(session).underwriting.exclusions
    return _fitting((Listed(code, str(one.label)) for code, one in known.items()), text)


def _cabinets(session: Session, text: str) -> tuple[Listed, ...]:
    with store_at(session.location).read() as reader:
        found = cabinets(reader, session.clerk.scope)
    held = ((code, ngettext("{count} file", "{count} files", files).format(count=files)) for code, files in found)
    return _fitting((Listed(code, files) for code, files in held), text)


_LISTS: dict[str, Callable[[Session, str], tuple[Listed, ...]]] = {
    "party": _parties,
    "policy": _policies,
    "agent": _agents,
    "clerk": _clerks,
    "collector": _collectors,
    "branch": _branches,
    "cabinet": _cabinets,
    "product": _products,
    "rider": _riders,
    "paper": _papers,
    "grade": _grades,
    "duty": _duties,
    "item": _items,
    "room": _rooms,
    "occupation": _occupations,
    "bank_reason": _bank_reasons,
    "suspension_reason": _suspension_reasons,
    "fund": _funds,
    "condition": _conditions,
    "hospital": _hospitals,
    "illness": _illnesses,
    "disability_grade": _disability_grades,
    "exclusion": _exclusions,
}
