"""What only those who decide on it may read: in what is shown of a case, and in its events."""

from ops_console.data.catalog_rows import catalog_of, store_catalog
from ops_console.data.queries.case_read import case_look
from ops_console.data.store import Store
from ops_console.data.tables import StoreState
from tests.support.claims import assess, with_papers
from tests.support.company import Company


def test_why_a_benefit_is_refused_is_for_those_who_decide_on_claims(company: Company) -> None:
    company.policy("HC01")
    company.move_to(company.catalog.calendar.add_working_days(company.today, 10).day)
    number = with_papers(company, "hospital")
    assess(company, number, days=5, payees="")
    with company.store.read() as reader:
        (told,) = case_look(reader, company.case(number).id, confidential=True).benefits
        withheld = case_look(reader, company.case(number).id, confidential=False)
    assert (told.reason, bool(told.why)) == ("waiting", True)
    assert [(one.reason, one.article, one.why) for one in withheld.benefits] == [("", "", {})]
    assert withheld.withheld
    assert {"cause", "course"}.isdisjoint(name for name, _value in withheld.own)


def test_a_medical_reason_goes_to_the_applicant_and_not_into_the_event(company: Company) -> None:
    number = company.keyed(smoker=True, weight_kg=130)
    company.do("underwriting.decline", number, reason="serious illness")
    assert company.letters(number)[-1].values["reasons"] == "serious illness"
    assert all("serious illness" not in str(event.data) for event in company.events(number))


def test_a_cover_whose_product_is_off_sale_still_counts_on_the_life(company: Company) -> None:
    company.policy("TM20")
    _take_off_sale(company.store, "TM20")
    number = company.keyed("WL20", sum_assured="600000")
    trial = company.trial("underwriting.accept", number)
    assert trial.plan.measures["sum_at_risk"] == 90_000_000


def _take_off_sale(store: Store, product: str) -> None:
    with store.write() as tx:
        rows = catalog_of(tx, 1).rows
        kept = [row for row in rows if row.code != product and row.body.get("product") != product]
        store_catalog(tx, kept, 2)
        tx.update(StoreState, {"id": 1}, {"catalog_version": 2})
