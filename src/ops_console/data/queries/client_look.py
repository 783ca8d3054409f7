"""All a clerk sees of one client: the person, the policies they play a part in, their cases, the letters they got."""

from collections.abc import Sequence
from dataclasses import dataclass

from ops_console.data.days import FOREVER
from ops_console.data.queries.case_look import LetterLook
from ops_console.data.queries.party_look import PartyLook, party_look
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Letter, Policy, PolicyRole, PolicyStatus, WorkItem

CASES, LETTERS, ROLES = 100, 30, 500
"""Shown at most, the newest first."""


@dataclass(frozen=True)
class ClientPolicy:
    """A policy and the parts the client plays in it."""

    id: int
    number: str
    product: str
    status: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class ClientCase:
    """A case about the client."""

    id: int
    number: str
    kind: str
    state: str
    room: str
    open: bool


@dataclass(frozen=True)
class ClientLook:
    """A client as far as the clerk's branches serve them."""

    party: PartyLook
    policies: tuple[ClientPolicy, ...]
    cases: tuple[ClientCase, ...]
    letters: tuple[LetterLook, ...]


def client_look(reader: Reader, party_id: int, scope: Sequence[int]) -> ClientLook:
    """The client by id, with what the branches of the scope service; LookupError when there is none."""
    letter, case = table_of(Letter).c, table_of(WorkItem).c
    cases = reader.find(WorkItem, case.branch_id.in_(scope), party_id=party_id, order_by="-id", limit=CASES)
    letters = reader.find(Letter, letter.branch_id.in_(scope), party_id=party_id, order_by="-id", limit=LETTERS)
    return ClientLook(
        party_look(reader, party_id),
        tuple(_policies(reader, party_id, scope)),
        tuple(ClientCase(one.id, one.number, one.kind, one.state, one.room, one.open) for one in cases),
        tuple(LetterLook(one.id, one.kind, one.day, one.language, one.printed) for one in letters),
    )


def _policies(reader: Reader, party_id: int, scope: Sequence[int]) -> list[ClientPolicy]:
    parts: dict[int, list[str]] = {}
    for row in reader.find(PolicyRole, party_id=party_id, valid_to=FOREVER, limit=ROLES):
        parts.setdefault(row.policy_id, []).append(row.role)
    found = []
    for policy_id, roles in sorted(parts.items()):
        status = reader.current(PolicyStatus, policy_id)[0]
        if status.branch_id in scope:
            policy = reader.need(Policy, policy_id)
            found.append(ClientPolicy(policy_id, policy.number, policy.product, status.status, tuple(sorted(roles))))
    return found
