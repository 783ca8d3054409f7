"""Is a coverage one the product is sold as?"""

import pytest

from ops_console.base.money import Fen
from ops_console.catalog.load import shipped
from ops_console.catalog.offer import Wanted, problems_of, rider_years


def faults(
    product: str, age: int | None, yuan: str, pay: int, cover: int | None, months: int = 12, klass: int | None = None
) -> list[str]:
    wanted = Wanted(Fen.of_yuan(yuan), pay, cover, months, age, occupation_class=klass)
    return [problem.field for problem in problems_of(shipped().products[product], wanted)]


@pytest.mark.parametrize(
    ("product", "age", "yuan", "pay", "cover"),
    [
        ("WL20", 30, "100000", 20, None),
        ("WL20", 0, "10000", 5, None),
        ("TM20", 50, "500000", 20, 30),
        ("HC01", 60, "500", 1, 1),
        ("AC01", 65, "1000000", 1, 1),
        ("DA60", 50, "12000", 10, None),
    ],
)
def test_what_is_sold(product: str, age: int, yuan: str, pay: int, cover: int | None) -> None:
    assert faults(product, age, yuan, pay, cover) == []


def test_what_is_not() -> None:
    assert faults("WL20", 61, "100000", 20, None) == ["entry_age"]
    assert faults("WL20", 30, "100000", 15, None) == ["pay_years"]
    assert faults("WL20", 30, "100000", 20, 30) == ["cover_years"]
    assert faults("WL20", 30, "100500", 20, None) == ["sum_assured"]
    assert faults("TM20", 30, "500000", 20, None) == ["cover_years"]
    assert faults("TM20", 30, "500000", 20, 10) == ["pay_years"]  # premiums after the cover has ended
    assert faults("TM20", 51, "500000", 20, 30) == ["cover_years"]  # beyond age 80
    assert faults("HC01", 30, "100", 1, 1, 1) == ["months"]
    assert faults("DA60", 51, "12000", 10, None) == ["pay_years"]  # the annuity begins at 60
    assert faults("AC01", 30, "10000", 1, 2) == ["cover_years"]
    assert faults("AC01", 30, "10000", 1, 1, klass=7) == ["occupation_class"]
    assert faults("WL20", 30, "100000", 20, None, klass=7) == []  # for an underwriter to judge


def test_every_fault_is_told_at_once() -> None:
    assert faults("TM20", 17, "1", 3, 7, 12) == ["entry_age", "sum_assured", "sum_assured", "pay_years", "cover_years"]


def test_no_age_is_looked_at_while_the_insured_is_unknown() -> None:
    assert faults("TM20", None, "500000", 20, 30) == []
    assert faults("TM20", None, "500001", 3, 30) == ["sum_assured", "pay_years"]


@pytest.mark.parametrize(
    ("product", "pay", "cover", "age", "years"),
    [
        ("CR30", 20, None, 39, (20, 30)),  # for life: its longest term
        ("CR30", 20, None, 52, (20, 25)),  # 52 + 30 is beyond age 80
        ("CR30", 5, 15, 39, (5, 15)),  # as long as the endowment
        ("CR30", 5, 22, 39, (5, 20)),  # no longer than the main cover
        ("WV20", 10, None, 39, (10, 10)),  # while there are premiums to waive
    ],
)
def test_how_long_a_rider_runs_beside_its_main_cover(
    product: str, pay: int, cover: int | None, age: int, years: tuple[int, int]
) -> None:
    assert rider_years(shipped().products[product], pay, cover, age) == years
