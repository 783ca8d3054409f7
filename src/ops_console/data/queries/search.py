"""Finding cases, policies and people by what a customer says: number, form number, name, pinyin initials, document,
phone; a policy also by the last digits of its number, a file by its place. Every way has an index."""

from collections.abc import Sequence
from dataclasses import dataclass

from ops_console.data.days import FOREVER_NUMBER
from ops_console.data.glance import Lines, listed
from ops_console.data.queries.places import cases_at

FOUND_AT_MOST = 50
IN_A_ROOM = 500
LAST_DIGITS = 4
"""As many, at least, of the end of a policy's number: that many are indexed."""
ENDING_ALIKE = 1000
"""Policies looked at whose numbers end alike: of ten million about so many share four digits."""
HIGHEST = "\U0010ffff"


@dataclass(frozen=True)
class CaseFound:
    """A case that fits."""

    id: int
    number: str
    kind: str
    state: str
    room: str
    open: bool
    party: str | None


@dataclass(frozen=True)
class PolicyFound:
    """A policy that fits, with its applicant."""

    id: int
    number: str
    product: str
    status: str
    role: str
    party: str


@dataclass(frozen=True)
class PartyFound:
    """A person that fits."""

    id: int
    name: str
    birth: int
    """yyyymmdd."""
    phone: str
    tier: str
    document_no: str
    """Whole, to be given to an operation; shown masked."""


@dataclass(frozen=True)
class Found:
    """Everything that fits, in the clerk's scope."""

    cases: tuple[CaseFound, ...]
    policies: tuple[PolicyFound, ...]
    parties: tuple[PartyFound, ...]


def search(lines: Lines, text: str, scope: Sequence[int]) -> Found:
    """Whatever begins with the text: number, form number, name, initials, document, phone; and policies whose number
    ends with it. An empty text finds nothing."""
    text = text.strip()
    if not text:
        return Found((), (), ())
    parties = people(lines, text)
    keys = [party.id for party in parties]
    cases = _cases(lines, text, keys, [*form_cases(lines, text), *cases_at(lines, text)], scope)
    policies = _policies(lines, text, keys, policies_ending(lines, text), scope)
    return Found(tuple(cases), tuple(policies), tuple(parties))


def people(lines: Lines, text: str) -> list[PartyFound]:
    """People whose name, initials, document number or phone begins with the text."""
    found: dict[int, PartyFound] = {}
    for column, wanted in (("name", text), ("initials", text.upper()), ("document_no", text.upper()), ("phone", text)):
        for row in lines(
            f"SELECT id, name, birth, phone, tier, document_no FROM party WHERE {column} >= :low AND {column} < :high "
            f"ORDER BY {column} LIMIT {FOUND_AT_MOST}",
            _range(wanted),
        ):
            found.setdefault(row[0], PartyFound(*row))
    return list(found.values())[:FOUND_AT_MOST]


def form_cases(lines: Lines, text: str) -> list[int]:
    """Ids of the applications whose form number begins with the text, as it was typed or in capitals."""
    found: dict[int, None] = {}
    for wanted in dict.fromkeys((text, text.upper())):
        rows = lines(
            "SELECT case_id FROM application WHERE form_no >= :low AND form_no < :high "
            f"ORDER BY form_no LIMIT {FOUND_AT_MOST}",
            _range(wanted),
        )
        found |= dict.fromkeys(row[0] for row in rows)
    return list(found)


def policies_ending(lines: Lines, text: str) -> list[int]:
    """Ids of the policies whose number ends with the digits; none for fewer digits than are indexed."""
    if len(text) < LAST_DIGITS or not (text.isascii() and text.isdecimal()):
        return []
    rows = lines(
        f"SELECT id, number FROM policy WHERE substr(number, length(number) - {LAST_DIGITS - 1}) = :ending "
        f"ORDER BY id DESC LIMIT {ENDING_ALIKE}",
        {"ending": text[-LAST_DIGITS:]},
    )
    return [policy_id for policy_id, number in rows if number.endswith(text)]


def case_ids(lines: Lines, text: str, room: str) -> list[int]:
    """Ids of the open cases of a room that fit the text by number, form number, person or policy."""
    parties = [party.id for party in people(lines, text)]
    keys = listed(parties)
    policies = listed(
        [*_policies_beginning(lines, text), *policies_ending(lines, text), *_policies_with(lines, parties)]
    )
    # The room is hidden from the planner, which would read the whole queue for it.
    here = "open = true AND room || '' = :room"
    found = [
        *lines(
            f"SELECT id FROM work_item WHERE number >= :low AND number < :high AND {here} LIMIT {IN_A_ROOM}",
            {"room": room} | _range(text.upper()),
        ),
        *lines(
            f"SELECT id FROM work_item WHERE id IN ({listed(form_cases(lines, text))}) AND {here} LIMIT {IN_A_ROOM}",
            {"room": room},
        ),
        *lines(f"SELECT id FROM work_item WHERE party_id IN ({keys}) AND {here} LIMIT {IN_A_ROOM}", {"room": room}),
        *lines(
            f"SELECT id FROM work_item WHERE policy_id IN ({policies}) AND {here} LIMIT {IN_A_ROOM}", {"room": room}
        ),
    ]
    return list(dict.fromkeys(row[0] for row in found))


def _policies_beginning(lines: Lines, text: str) -> list[int]:
    rows = lines(
        f"SELECT id FROM policy WHERE number >= :low AND number < :high ORDER BY number LIMIT {FOUND_AT_MOST}",
        _range(text.upper()),
    )
    return [row[0] for row in rows]


def _policies_with(lines: Lines, parties: Sequence[int]) -> list[int]:
    """Ids of the policies on which one of the people has a part now."""
    rows = lines(
        f"SELECT policy_id FROM policy_role WHERE party_id IN ({listed(parties)}) AND valid_to = {FOREVER_NUMBER} "
        f"LIMIT {IN_A_ROOM}",
        {},
    )
    return [row[0] for row in rows]


def _cases(
    lines: Lines, text: str, parties: Sequence[int], cases: Sequence[int], scope: Sequence[int]
) -> list[CaseFound]:
    rows = lines(
        "SELECT w.id, w.number, w.kind, w.state, w.room, w.open, p.name FROM work_item w "
        "LEFT JOIN party p ON p.id = w.party_id "
        f"WHERE (w.number >= :low AND w.number < :high OR w.party_id IN ({listed(parties)}) "
        f"OR w.id IN ({listed(cases)})) "
        f"AND w.branch_id IN ({listed(scope)}) ORDER BY w.open DESC, w.id DESC LIMIT {FOUND_AT_MOST}",
        _range(text.upper()),
    )
    return [
        CaseFound(number_id, number, kind, state, room, bool(is_open), party)
        for number_id, number, kind, state, room, is_open, party in rows
    ]


def _policies(
    lines: Lines, text: str, parties: Sequence[int], ids: Sequence[int], scope: Sequence[int]
) -> list[PolicyFound]:
    rows = lines(
        "SELECT o.id, o.number, o.product, s.status, r.role, p.name FROM policy o "
        f"JOIN policy_status s ON s.policy_id = o.id AND s.valid_to = {FOREVER_NUMBER} "
        "JOIN policy_role r ON r.policy_id = o.id AND r.role = 'applicant' AND r.no = 1 "
        f"AND r.valid_to = {FOREVER_NUMBER} JOIN party p ON p.id = r.party_id "
        f"WHERE (o.number >= :low AND o.number < :high OR o.id IN ({listed(ids)}) "
        f"OR o.id IN (SELECT policy_id FROM policy_role WHERE party_id IN ({listed(parties)}) AND "
        f"valid_to = {FOREVER_NUMBER})) AND s.branch_id IN ({listed(scope)}) "
        f"ORDER BY o.id LIMIT {FOUND_AT_MOST}",
        _range(text.upper()),
    )
    return [PolicyFound(*row) for row in rows]


def _range(text: str) -> dict[str, str]:
    return {"low": text, "high": text + HIGHEST}
