"""Whose death is known: recorded, or reported by a claim that was not withdrawn."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import BindParameter, bindparam, or_, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Claim, Party, WorkItem

DEATH, WITHDRAWN = "death", "withdrawn"


_party, _case, _claim = (table_of(model).c for model in (Party, WorkItem, Claim))
_PEOPLE: BindParameter[int] = bindparam("people", expanding=True)
_REPORTED = (
    select(_case.party_id, _claim.event_date)
    .join(table_of(Claim), _claim.case_id == _case.id)
    .where(
        _case.party_id.in_(_PEOPLE),
        _case.kind == "claim",
        _claim.event_kind == DEATH,
        or_(_case.outcome.is_(None), _case.outcome != WITHDRAWN),
    )
    .order_by(_case.id.desc())
)
_RECORDED = select(_party.id, _party.died_on).where(_party.id.in_(_PEOPLE), _party.died_on.is_not(None))


def deaths_of(reader: Reader, party_ids: Collection[int]) -> dict[int, date]:
    """The day of each death among these people, as recorded, else as reported first."""
    people = {"people": list(party_ids)}
    found = {row.party_id: row.event_date for row in reader.connection.execute(_REPORTED, people)}
    return found | {row.id: row.died_on for row in reader.connection.execute(_RECORDED, people)}
