"""Receipts on paper: one invoice for a receipt of premium; what is printed again says that it is a copy."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors
from ops_console.data.tables import Invoice, Letter, Receipt
from ops_console.desk.desk import Outcome
from ops_console.rules.credit_code import check_character
from tests.support.company import Company
from tests.support.policies import asked, position, renew

pytestmark = pytest.mark.both_engines

SECOND_DUE = date(2027, 3, 3)
FIRM = "91310000100000001"


def _collected(company: Company, method: str = "bank") -> tuple[str, int]:
    """A policy whose second instalment was collected, and the number of the receipt."""
    policy = company.policy("WL20")
    renew(company, SECOND_DUE)
    owed = int(position(company, policy).premium_owed)
    done: Outcome = company.do("premium.collect", policy, amount=owed, method=method)
    return policy, done.receipts[0]


def _wrong(company: Company, policy: str, operation: str = "premium.issue_invoice", **typed: object) -> list[str]:
    """What is said to be wrong with an invoice that is asked for."""
    with pytest.raises(InputErrors) as refused:
        company.do(operation, policy, **typed)
    return [problem.message for problem in refused.value.problems]


def _letters(company: Company, *kinds: str) -> list[Letter]:
    with company.store.read() as reader:
        return [one for one in reader.find(Letter) if one.kind in kinds]


def test_an_invoice_is_made_out_once_for_a_receipt_and_numbered_by_the_branch(company: Company) -> None:
    policy, receipt = _collected(company)
    tax_no = FIRM + check_character(FIRM)
    company.do("premium.issue_invoice", policy, receipt=receipt, title="上海某某有限公司", tax_no=tax_no)
    company.do("premium.issue_invoice", policy, receipt=receipt - 1)
    with company.store.read() as reader:
        made = reader.find(Invoice)
    assert [(one.no, one.receipt_no, one.title, one.tax_no) for one in made] == [
        (1, receipt, "上海某某有限公司", tax_no),
        (2, receipt - 1, "李明", ""),
    ]
    assert _wrong(company, policy, receipt=receipt) == ["has its invoice already: number 1"]


def _invoices(company: Company) -> list[tuple[int, int, int]]:
    with company.store.read() as reader:
        return [(one.no, one.receipt_no, int(one.amount)) for one in reader.find(Invoice)]


def test_what_the_bank_took_back_gets_a_red_letter_invoice_of_the_next_number(company: Company) -> None:
    policy, receipt = _collected(company)
    company.do("premium.issue_invoice", policy, receipt=receipt)
    [(_no, _receipt, amount)] = _invoices(company)
    done = company.do("premium.return_collection", policy, receipt=receipt, reason="other")
    assert _invoices(company) == [(1, receipt, amount), (2, receipt, -amount)]
    assert done.messages[-1] == f"Red-letter invoice 2 answers invoice 1: {Fen(-amount).yuan()}."
    [letter] = _letters(company, "red_invoice")
    assert (letter.values["invoice"], letter.values["original"]) == ("101-2", "101-1")
    assert company.verify() == []


def test_what_comes_back_without_an_invoice_gets_none_in_red(company: Company) -> None:
    policy, receipt = _collected(company)
    company.do("premium.return_collection", policy, receipt=receipt, reason="other")
    assert _invoices(company) == []


def test_premium_refunded_in_the_hesitation_period_is_answered_in_red(company: Company) -> None:
    policy = company.policy("WL20")
    with company.store.read() as reader:
        [first] = reader.find(Receipt)
    company.do("premium.issue_invoice", policy, receipt=first.no)
    number, done = asked(company, policy, 33, "cancel_in_hesitation", account_no="6222000000000001")
    if done.state == "review":
        company.do("preservation.approve", number, company.clerk("preservation", "head_office", no=2))
    assert _invoices(company) == [(1, first.no, int(first.amount)), (2, first.no, -int(first.amount))]
    assert company.verify() == []


def test_everything_wrong_with_an_invoice_is_said_at_once(company: Company) -> None:
    policy, receipt = _collected(company)
    company.do("premium.return_collection", policy, receipt=receipt, reason="other")
    assert len(_wrong(company, policy, receipt=receipt, tax_no=FIRM + "I")) == 2
    assert _wrong(company, policy, "premium.print_receipt", receipt=receipt) == ["this collection was taken back"]
    assert "no such receipt" in _wrong(company, policy, receipt=99)[0]
    assert "no such receipt" in _wrong(company, company.policy("TM20"), receipt=receipt)[0]


def test_money_that_is_only_held_gets_no_invoice(company: Company) -> None:
    policy = company.policy("WL20")
    [receipt] = company.do("premium.collect", policy, amount=100, method="transfer").receipts
    assert "not a receipt for premium" in _wrong(company, policy, receipt=receipt)[0]
    assert "not a receipt for premium" in _wrong(company, policy, "premium.print_receipt", receipt=receipt)[0]


def test_what_is_printed_again_is_a_copy_and_says_which_one(company: Company) -> None:
    policy, receipt = _collected(company)
    for _again in range(2):
        company.do("premium.print_receipt", policy, receipt=receipt)
    copies = _letters(company, "receipt_copy")
    assert [(one.values["copy"], one.values["due"]) for one in copies] == [("1", "2027-03-03"), ("2", "2027-03-03")]
    assert {one.values["receipt"] for one in copies} == {f"101-{receipt}"}
