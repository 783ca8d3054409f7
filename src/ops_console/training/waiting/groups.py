"""Groups: one in force, whose employer asks for one more, and one whose list underwriting looks at."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ops_console.base.money import Fen
from ops_console.rules import credit_code
from ops_console.rules.ages import attained_age
from ops_console.rules.products.basis import PolicyTerms
from ops_console.rules.products.pricing import quote
from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.people import Invented
from ops_console.training.sales import Sale
from ops_console.training.waiting.applications import TERM
from ops_console.training.waiting.diary import Do, Of, Story, World

PRODUCT = "GT01"
PAPERS = ["application_form", "identity_applicant", "identity_insured", "account_authority", "member_list"]
EMPLOYERS = ("上海申江食品有限公司", "上海浦汇物流有限公司")
"""Invented, like everybody."""
REGISTERED = "91310115MA"
"""How the social credit code of a company of Shanghai begins; seven characters of its own and a check follow."""
TRADES = (("office", 1), ("sales", 2), ("factory", 3))
"""Occupations and their classes, in turn."""
SUM, HIGH = Fen(20_000_000), Fen(50_000_000)
"""Of a member; the second is above the free cover limit."""
TWELVE, EIGHT = 12, 8


def groups(world: World) -> Iterator[Story]:
    """One of twelve members and one of eight."""
    yield in_force(world)
    yield looked_at(world)


def in_force(world: World) -> Story:
    """Twelve employees are insured; a thirteenth is to join, and waits for a second clerk."""
    members = [world.customer(TERM, EASY_BRANCH, 15).insured for _one in range(TWELVE + 1)]
    insured, received = members[:TWELVE], world.ago(15)
    sale = replace(world.customer(TERM, EASY_BRANCH, 15), form_no=f"{PRODUCT}-{received:%y%m%d}")
    number = yield from keyed(world, 0, sale, [(one, SUM) for one in insured])
    yield Do(world.ago(14), EASY_BRANCH, "underwriting", "underwriting.issue", number)
    amount = {"amount": int(_premium(world, insured, received)), "method": "bank"}
    yield Do(world.ago(13), EASY_BRANCH, "counter", "counter.collect_first_premium", number, amount)
    yield Do(world.ago(12), EASY_BRANCH, "counter", "counter.record_delivery", number, {"delivered_on": world.ago(12)})
    yield Do(world.ago(11), EASY_BRANCH, "counter", "counter.record_receipt", number, {"signed_on": world.ago(11)})
    asked = yield Do(world.ago(2), EASY_BRANCH, "counter", "counter.receive_request", Of(sale), {"item": "47"})
    joining = {"members": [_line(members[TWELVE], SUM, 0)], "members_consent": True}
    yield Do(world.ago(1), EASY_BRANCH, "preservation", "preservation.add_members", asked.number, joining)


def looked_at(world: World) -> Story:
    """One of eight employees is to have more than the free cover limit."""
    people = [world.customer(TERM, EASY_BRANCH, 3).insured for _one in range(EIGHT)]
    sale = world.customer(TERM, EASY_BRANCH, 3)
    sale = replace(sale, form_no=f"{PRODUCT}-{sale.days.received:%y%m%d}")
    yield from keyed(world, 1, sale, [(one, HIGH if place == 0 else SUM) for place, one in enumerate(people)])


def keyed(world: World, employer: int, sale: Sale, members: Sequence[tuple[Invented, Fen]]) -> Story:
    """An application is received and its members are keyed. Returns its number."""
    body = f"{REGISTERED}{int(world.random.random() * 10**7):07d}"
    document = body + credit_code.check_character(body)
    form = {
        "form_no": sale.form_no,
        "product": PRODUCT,
        "agent": sale.agent,
        "applicant_name": EMPLOYERS[employer],
        "applicant_document_kind": "credit_code",
        "applicant_document": document,
        "applicant_birth": "2015-06-01",
        "applicant_phone": sale.applicant.phone,
        "applicant_address": sale.applicant.address,
        "papers": PAPERS,
    }
    day = sale.days.received
    received = yield Do(day, EASY_BRANCH, "counter", "counter.receive_application", None, form)
    yield Do(day, EASY_BRANCH, "counter", "counter.check_papers", received.number)
    values = {
        "applicant_document": document,
        "members": [_line(one, amount, place) for place, (one, amount) in enumerate(members)],
        "members_consent": True,
        "account_no": sale.account_no,
    }
    yield Do(day, EASY_BRANCH, "counter", "counter.key_group", received.number, values)
    return received.number


def _line(member: Invented, amount: Fen, place: int) -> str:
    occupation, _class = TRADES[place % len(TRADES)]
    return f"{member.name}/{member.document_no}/ / /{occupation}/{amount // 100}"


def _premium(world: World, members: Sequence[Invented], day: date) -> Fen:
    """The first premium of members who all have the same sum."""
    basis = world.catalog.products[PRODUCT].basis
    terms = (
        PolicyTerms(one.sex, attained_age(one.birth, day), SUM, 1, 1, 12, TRADES[place % len(TRADES)][1])
        for place, one in enumerate(members)
    )
    return Fen.total(quote(basis, one).instalment for one in terms)
