"""What a bank's answer means: a table of outcome and order, and when a rejected collection is tried again."""

from datetime import date

import pytest

from ops_console.rules.bank_answers import Act, moved, next_try, on_collection, on_payout

DUE, GRACE_ENDS = date(2027, 3, 15), date(2027, 5, 14)


@pytest.mark.parametrize(
    ("outcome", "state", "kept", "act"),
    [
        ("settled", "sent", "booked", Act.COLLECT),
        ("credited", "sent", "booked", Act.COLLECT),
        ("credited", "collected", "repeated", None),
        ("settled", "rejected", "late", None),
        ("settled", "returned", "late", None),
        ("settled", "withdrawn", "late", None),
        ("rejected", "sent", "booked", Act.REJECT),
        ("rejected", "rejected", "repeated", None),
        ("rejected", "collected", "late", None),
        ("returned", "collected", "booked", Act.RETURN),
        ("debited", "collected", "booked", Act.RETURN),
        ("returned", "returned", "repeated", None),
        ("returned", "sent", "late", None),
        ("came_back", "collected", "late", None),
        ("came_back", "returned", "late", None),
        ("pending", "sent", "pending", None),
    ],
)
def test_an_order_to_collect_gets_one_answer(outcome: str, state: str, kept: str, act: Act | None) -> None:
    answer = on_collection(outcome, "statement", state, same_amount=True)
    assert (answer.state, answer.act) == (kept, act)


def test_an_amount_that_differs_is_never_booked() -> None:
    assert on_collection("settled", "status", "sent", same_amount=False).state == "differs"
    assert on_payout("debited", "statement", "sent", same_amount=False).state == "differs"


def test_a_report_without_money_of_what_came_and_went_is_a_rejection() -> None:
    assert on_collection("returned", "text", "sent", same_amount=True).act is Act.REJECT


@pytest.mark.parametrize(
    ("outcome", "state", "kept", "act"),
    [
        ("settled", "sent", "booked", Act.CONFIRM),
        ("debited", "confirmed", "repeated", None),
        ("rejected", "sent", "booked", Act.BOUNCE),
        ("came_back", "confirmed", "booked", Act.BOUNCE),
        ("came_back", "bounced", "repeated", None),
        ("returned", "confirmed", "late", None),
        ("returned", "bounced", "late", None),
        ("credited", "confirmed", "booked", Act.BOUNCE),
        ("rejected", "bounced", "repeated", None),
        ("settled", "bounced", "late", None),
        ("rejected", "confirmed", "late", None),
    ],
)
def test_an_order_to_pay_gets_one_answer(outcome: str, state: str, kept: str, act: Act | None) -> None:
    answer = on_payout(outcome, "statement", state, same_amount=True)
    assert (answer.state, answer.act) == (kept, act)


def test_a_report_that_knows_no_direction_says_of_a_payment_that_it_came_back() -> None:
    assert on_payout("returned", "text", "confirmed", same_amount=True).act is Act.BOUNCE


def test_money_moved_where_the_account_says_so_or_an_order_was_carried_out() -> None:
    assert moved("credited", "statement", ordered=False) == 1
    assert moved("debited", "notification", ordered=False) == -1
    assert moved("returned", "notification", ordered=True) == -1
    assert moved("came_back", "notification", ordered=True) == 1
    assert moved("settled", "status", ordered=True) == 1
    assert moved("settled", "status", ordered=False) == 0
    assert moved("rejected", "statement", ordered=True) == 0


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2027, 3, 17), date(2027, 3, 25)),
        (date(2027, 3, 25), date(2027, 4, 9)),
        (date(2027, 4, 9), date(2027, 4, 24)),
        (date(2027, 4, 24), None),
    ],
)
def test_a_collection_is_tried_again_on_the_set_days(today: date, wanted: date | None) -> None:
    assert next_try(DUE, (10, 25, 40), today, GRACE_ENDS) == wanted


def test_nothing_is_tried_after_grace() -> None:
    assert next_try(DUE, (10, 61), date(2027, 3, 30), GRACE_ENDS) is None
    assert next_try(DUE, (60,), date(2027, 3, 30), GRACE_ENDS) == GRACE_ENDS
