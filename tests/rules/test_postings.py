"""From the amounts of a business event to ledger lines that sum to zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops_console.catalog.load import shipped
from ops_console.rules.postings import Line, PostingRule, lines

RULES = shipped().ledger.rules


def booked(code: str, amounts: dict[str, int], accounts: dict[str, str] | None = None) -> list[tuple[str, int]]:
    return [(line.account, line.amount) for line in lines(RULES[code], amounts, accounts)]


def test_a_premium_due_is_told_apart_by_premium_and_loadings() -> None:
    assert booked("premium_due", {"premium": 200_000, "health_loading": 5_000}, {"income": "6031.01"}) == [
        ("1122", 205_000),
        ("6031.01", -200_000),
        ("6031.02", -5_000),
    ]


@pytest.mark.parametrize(("money", "account"), [("cash", "1001"), ("bank", "1002"), ("suspense", "2241.01")])
def test_a_premium_is_collected_in_cash_at_the_bank_or_from_suspense(money: str, account: str) -> None:
    given_account = {"money": shipped().ledger.money[money]}
    assert booked("premium_collected", {"amount": 100}, given_account) == [(account, 100), ("1122", -100)]


def test_a_surrender_pays_the_value_less_debts() -> None:
    amounts = {"cash_value": 1_000_000, "loan_principal": 300_000, "loan_interest": 4_500}
    assert booked("surrender", amounts) == [
        ("6531.01", 1_000_000),
        ("1303.01", -300_000),
        ("1132.01", -4_500),
        ("2205.02", -695_500),
    ]


def test_a_claim_in_grace_is_paid_less_the_premium_owed() -> None:
    assert booked("claim_paid", {"death_benefit": 10_000_000, "premium_owed": 254_039}) == [
        ("6511.01", 10_000_000),
        ("1122", -254_039),
        ("2205.01", -9_745_961),
    ]


def test_a_cancellation_keeps_at_most_the_production_fee() -> None:
    assert booked("hesitation_refund", {"premium": 254_039, "production_fee": 1_000})[-1] == ("2205.02", -253_039)


def test_debts_above_the_value_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing is left for net, 1 fen are missing"):
        lines(RULES["surrender"], {"cash_value": 100, "loan_principal": 101})


@pytest.mark.parametrize(
    ("amounts", "accounts", "message"),
    [
        ({"amout": 1}, {"money": "1001"}, "knows no amount amout"),
        ({"amount": -1}, {"money": "1001"}, "is negative"),
        ({"amount": 1}, {}, "needs the account for money"),
    ],
)
def test_a_posting_that_is_not_understood_is_refused(
    amounts: dict[str, int], accounts: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        lines(RULES["premium_collected"], amounts, accounts)


def test_a_rule_whose_legs_differ_does_not_balance() -> None:
    rule = RULES["premium_collected"]
    broken = PostingRule(rule.code, rule.label, rule.legs[:1], rule.source)
    with pytest.raises(ValueError, match="does not balance"):
        lines(broken, {"amount": 5}, {"money": "1001"})


@given(st.sampled_from(sorted(RULES)), st.data())
def test_every_shipped_rule_sums_to_zero(code: str, data: st.DataObject) -> None:
    rule = RULES[code]
    amounts = {name: data.draw(st.integers(0, 10**12), label=name) for name in sorted(rule.amounts)}
    accounts = dict.fromkeys(rule.parameters, "1002")
    try:
        made: tuple[Line, ...] = lines(rule, amounts, accounts)
    except ValueError as error:
        assert "nothing is left" in str(error)  # noqa: PT017 - refusing debts above the value is right too
    else:
        assert sum(line.amount for line in made) == 0
        assert all(line.amount for line in made)
