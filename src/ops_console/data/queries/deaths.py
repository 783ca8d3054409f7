"""Whose death is known: recorded, or reported by a claim that was not withdrawn."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Claim, Party, WorkItem

DEATH, WITHDRAWN = "death", "withdrawn"


def deaths_of(reader: Reader, party_ids: Collection[int]) -> dict[int, date]:
    """The day of each death among these people, as recorded, else as reported first."""
    party, case, claim = (table_of(model).c for model in (Party, WorkItem, Claim))
    reported = (
        select(case.party_id, claim.event_date)
        .join(table_of(Claim), claim.case_id == case.id)
        .where(
            case.party_id.in_(party_ids),
            case.kind == "claim",
            claim.event_kind == DEATH,
            or_(case.outcome.is_(None), case.outcome != WITHDRAWN),
        )
        .order_by(case.id.desc())
    )
    recorded = select(party.id, party.died_on).where(party.id.in_(party_ids), party.died_on.is_not(None))
    found = {row.party_id: row.event_date for row in reader.rows(reported)}
    return found | {row.id: row.died_on for row in reader.rows(recorded)}
