"""What a clerk sees of a person: enough to serve them, the identity number masked."""

from dataclasses import dataclass
from datetime import date

from ops_console.data.store import Reader
from ops_console.data.tables import Party
from ops_console.rules.identity import mask


@dataclass(frozen=True)
class PartyLook:
    """A person as shown on a screen."""

    id: int
    name: str
    sex: str
    birth: date
    document_kind: str
    document_no: str
    """Masked."""
    phone: str
    address: str
    tier: str
    risk_grade: str
    died_on: date | None


def party_look(reader: Reader, party_id: int) -> PartyLook:
    """A person by id; LookupError when there is none."""
    row = reader.need(Party, party_id)
    return PartyLook(
        row.id,
        row.name,
        row.sex,
        row.birth,
        row.document_kind,
        mask(row.document_no),
        row.phone,
        row.address,
        row.tier,
        row.risk_grade,
        row.died_on,
    )
