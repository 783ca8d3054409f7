"""Due dates of the 29th to 31st over four years, as the contract's clause has them, alike on both engines."""

from datetime import date

from ops_console.rules.due_dates import instalments_between
from tests.support.book import Book

FROM, UNTIL = date(2024, 1, 1), date(2028, 3, 31)


def test_a_monthly_policy_of_the_31st_is_due_on_the_last_of_february_and_on_31_march_again(book: Book) -> None:
    policy = book.add(date(2027, 1, 31), months=1)
    book.renew(date(2027, 5, 1))
    assert book.due_dates(policy) == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]


def test_29_february_is_due_in_leap_years(book: Book) -> None:
    policy = book.add(date(2024, 2, 29), months=12)
    book.renew(date(2028, 12, 31))
    assert book.due_dates(policy) == [date(2024 + n, 2, 29 if n % 4 == 0 else 28) for n in range(5)]


def test_every_anchor_day_and_mode_over_four_years_is_as_the_rule_says(book: Book) -> None:
    anchors = [date(2024, month, day) for month in (1, 3, 8, 12) for day in range(1, 32)]
    expected = {
        book.add(anchor, months=months, ends_on=date(2099, 1, 1)): [
            anchor,
            *instalments_between(anchor, months, anchor, UNTIL),
        ]
        for anchor in anchors
        for months in (1, 3, 6, 12)
    }
    book.renew(UNTIL)
    raised: dict[int, list[date]] = {}
    for due in book.dues():
        raised.setdefault(due.policy_id, []).append(due.due_date)
    assert raised == expected
    assert book.broken_chunks() == []
