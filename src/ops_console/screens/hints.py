"""What a form says while somebody is typed into it: whether the person is on record already."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from ops_console.base.i18n import _, ngettext
from ops_console.rules.identity import birth_date, mask, normalise

if TYPE_CHECKING:
    from ops_console.data.queries.known_people import Known
    from ops_console.screens.session import Session

PERSON = re.compile(r"(?P<role>.+)_(document|name|birth|phone)")
"""How forms call the fields of a person: by the part the person plays, as `rooms/parties.py` reads them."""


def role_of(field: str) -> str | None:
    """Whose field it is: `applicant` for `applicant_document`; None for a field that tells nothing of a person."""
    named = PERSON.fullmatch(field)
    return named["role"] if named else None


def known_to(session: "Session", role: str, values: Mapping[str, Any]) -> "list[Known]":
    """Who on record the person of this role may be, by what is typed so far."""
    from ops_console.data.queries.known_people import known_people

    typed = {part: str(values.get(f"{role}_{part}") or "").strip() for part in ("document", "name", "birth", "phone")}
    document = normalise(typed["document"])
    with session.look() as lines:
        return known_people(lines, document, typed["name"], _birth(typed["birth"], document), typed["phone"])


def told(known: "list[Known]") -> str:
    """The hint in one line; nothing where nobody is known."""
    if not known:
        return ""
    people = "; ".join(_one(person) for person in known)
    if known[0].surely:
        return _("On record: {people}").format(people=people)
    return _("Perhaps on record already: {people}").format(people=people)


def _one(person: "Known") -> str:
    policies = ngettext("{count} policy", "{count} policies", person.policies).format(count=person.policies)
    return f"{person.name}, {person.birth.isoformat()}, {mask(person.document_no)}, {person.phone}, {policies}"


def _birth(text: str, document: str) -> date | None:
    """The day typed in full, else what a resident identity number says."""
    with suppress(ValueError):
        return date.fromisoformat(text)
    with suppress(ValueError):
        return birth_date(document)
    return None
