"""Half-typed forms: each clerk's own, thrown away when nobody came back to them for a month."""

from datetime import UTC, datetime, timedelta

from ops_console.batch.day_end import DAY_END
from ops_console.data.tables import Draft
from ops_console.desk import drafts
from ops_console.desk.drafts import Place
from ops_console.rules.numbers import HEAD_OFFICE
from tests.support.company import Company

NOW = datetime.now(UTC)


def kept(company: Company) -> dict[str, object]:
    with company.store.read() as reader:
        return {draft.operation: dict(draft.values) for draft in reader.find(Draft)}


def test_what_is_typed_later_takes_the_place_of_what_was_kept(company: Company) -> None:
    place = Place(company.clerk("counter").clerk_id, "desk.add_note", "A1")
    drafts.keep(company.store, place, {"text": "one"}, NOW)
    drafts.keep(company.store, place, {"text": "two"}, NOW)
    assert kept(company) == {"desk.add_note": {"text": "two"}}
    with company.store.read() as reader:
        assert drafts.kept(reader, place) == {"text": "two"}
        assert drafts.kept(reader, Place(company.clerk("counter", no=2).clerk_id, "desk.add_note", "A1")) == {}


def test_at_day_end_drafts_older_than_the_company_keeps_them_are_thrown_away(company: Company) -> None:
    clerk = company.clerk("counter").clerk_id
    long_ago = datetime.now(UTC) - timedelta(days=company.catalog.setting("draft_kept"))
    drafts.keep(company.store, Place(clerk, "old"), {"text": "x"}, long_ago - timedelta(minutes=1))
    drafts.keep(company.store, Place(clerk, "young"), {"text": "x"}, long_ago + timedelta(minutes=10))
    DAY_END.run(company.store, company.clerk("premium", branch=HEAD_OFFICE), company.today, None, False)
    assert set(kept(company)) == {"young"}
