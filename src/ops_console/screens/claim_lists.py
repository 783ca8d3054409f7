"""Lists behind F4 that depend on the claim one is working on: who may be paid of it."""

from collections.abc import Iterator

from ops_console.base.i18n import _
from ops_console.data.store import Reader, store_at
from ops_console.data.tables import Claim, ClaimItem, Party, PolicyRole, WorkItem
from ops_console.data.types import FOREVER
from ops_console.rules import accounts, numbers
from ops_console.screens.session import Session
from ops_console.screens.words import word

Person = tuple[str, str]
"""Document number, and what is told of the person."""


def claim_people(session: Session, subject: str | None) -> tuple[Person, ...]:
    """Everybody the policies of a claim name: beneficiaries by order and share, insured, applicants; heirs named since.
    Nobody where the subject is no claim."""
    if subject is None:
        return ()
    with store_at(session.location).read() as reader:
        case = reader.get(WorkItem, numbers.parse(subject).id)
        if case is None or case.kind != "claim":
            return ()
        named = {entry["party_id"]: entry for entry in reader.need(Claim, case.id).payees}
        found: dict[int, list[str]] = {}
        for party_id, part in _parts(reader, case.id):
            found.setdefault(party_id, []).append(part)
        for party_id, entry in named.items():
            found.setdefault(party_id, [word(entry["role"])])
        people = []
        for party_id, parts in found.items():
            party = reader.need(Party, party_id)
            account = named.get(party_id, {}).get("account_no", "")
            told = "  ".join([party.name, ", ".join(dict.fromkeys(parts)), accounts.mask(account) if account else ""])
            people.append((party.document_no, told.strip()))
    return tuple(people)


def _parts(reader: Reader, case_id: int) -> Iterator[tuple[int, str]]:
    insured_id = reader.need(Claim, case_id).insured_id
    policies = sorted({item.policy_id for item in reader.find(ClaimItem, case_id=case_id)})
    for role_name in ("beneficiary", "insured", "applicant"):
        for policy_id in policies:
            for role in reader.find(PolicyRole, policy_id=policy_id, role=role_name, valid_to=FOREVER, order_by="no"):
                if role_name != "insured" or role.party_id == insured_id:
                    yield role.party_id, _described(role)


def _described(role: PolicyRole) -> str:
    if role.role != "beneficiary":
        return word(role.role)
    share = f"{role.share // 10}.{role.share % 10} %" if role.share % 10 else f"{role.share // 10} %"
    return _("{relation}, order {order}, {share}").format(relation=word(role.relation), order=role.order, share=share)
