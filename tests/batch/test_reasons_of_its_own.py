"""A company adds a reason of its own to the catalog: what the bank refuses for it is booked as for any other."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors
from ops_console.batch.collections import COLLECTION
from ops_console.batch.payouts import PAYOUT
from ops_console.catalog.load import SHIPPED_FOLDER
from ops_console.data.tables import CollectionOrder, PayoutOrder
from tests.support.bank_desk import Desk
from tests.support.bank_files import Answer, status
from tests.support.company import Company
from tests.support.policies import files_went_out, renew

DUE = date(2027, 3, 3)
ACCOUNT = "6222000000000001"
OWN = """
[reasons.over_limit]
label = { en = "Over the account's limit", zh = "超过账户限额" }
retry = true
source = "company default"

[reasons.frozen_by_court]
label = { en = "Frozen by a court", zh = "司法冻结" }
retry = false
source = "company default"
"""


@pytest.fixture
def desk(company: Company, tmp_path: Path) -> Desk:
    """Where two codes of the bank mean reasons of the company's own."""
    folder = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder)
    text = (folder / "bank.toml").read_text("utf-8")
    codes = 'AM14 = "over_limit"\nLEGL = "frozen_by_court"\n'
    text = text.replace("[profiles.iso.reasons]\n", f"[profiles.iso.reasons]\n{codes}") + OWN
    (folder / "bank.toml").write_text(text, "utf-8")
    proposed = company.do("administration.propose_catalog", folder=str(folder))
    company.do("administration.approve_catalog", proposed.number, company.clerk("administrator", "head_office", 2))
    return Desk(company, tmp_path)


@pytest.mark.parametrize(
    ("code", "reason", "retry_on", "letters"),
    [
        ("AM14", "over_limit", date(2027, 3, 13), []),
        ("LEGL", "frozen_by_court", None, [("collection_impossible", "司法冻结")]),
    ],
)
def test_a_rejection_for_it_is_booked_and_tried_again_or_told(
    company: Company, desk: Desk, code: str, reason: str, retry_on: date | None, letters: list[tuple[str, str]]
) -> None:
    policy = company.policy("WL20")
    renew(company, DUE)
    COLLECTION.run(company.store, company.clerk("premium"), DUE)
    files_went_out(company)
    with company.store.read() as reader:
        [order] = reader.find(CollectionOrder)
    rejected = desk.take(status([Answer(f"{policy}-20270303-1", order.amount, "RJCT", code)]))
    assert (desk.states(rejected), rejected.left) == (["booked"], ())
    with company.store.read() as reader:
        [order] = reader.find(CollectionOrder)
    assert (order.state, order.reason, order.retry_on) == ("rejected", reason, retry_on)
    told = [(one.kind, one.values["reason"]) for one in company.letters(policy) if one.kind.startswith("collection")]
    assert told == letters
    assert company.verify() == []


def test_a_payment_that_came_back_for_it_is_kept_with_it(company: Company, desk: Desk) -> None:
    policy = company.policy("WL20")
    company.do("premium.collect", policy, amount=500, method="bank", identity_checked=True)
    refund = {"amount": 500, "account_no": ACCOUNT}
    [payment] = company.do("premium.refund_suspense", policy, company.clerk("premium"), **refund).opened
    company.do("premium.release_payment", payment)
    PAYOUT.run(company.store, company.clerk("premium"), company.today)
    files_went_out(company)
    desk.take(status([Answer(f"{payment}-1", 500, "RJCT", "LEGL")]))
    with company.store.read() as reader:
        [order] = reader.find(PayoutOrder)
    assert (order.state, order.reason) == ("bounced", "frozen_by_court")


def test_a_reason_that_the_catalog_has_not_is_no_reason(company: Company) -> None:
    policy = company.policy("WL20", channel="bank", account_no=ACCOUNT)
    for operation, more in (("premium.suspend_mandate", {}), ("premium.return_collection", {"receipt": 1})):
        with pytest.raises(InputErrors) as refused:
            company.do(operation, policy, reason="over_limit", **more)
        assert [one.field for one in refused.value.problems] == ["reason"]
    company.do("premium.suspend_mandate", policy, reason="customer")
