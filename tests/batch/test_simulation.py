"""A year of a whole company: `make simulate` lives three years of a large one, day by day."""

from pathlib import Path

from simulation.run import simulate
from simulation.years import Plan

YEAR = Plan(policies=120, days=432, seed=3, verify_every=0, stride=27)
"""With the evening runs of every third week, so that it takes seconds."""


def test_a_year_of_a_company_ends_with_books_that_balance_and_every_instalment_explained(tmp_path: Path) -> None:
    """The simulation itself says what does not hold, and stops where a day does not close."""
    ending = simulate(str(tmp_path / "store.sqlite"), YEAR, tmp_path)
    assert not ending.wrong
    assert ending.dues["collected"] > YEAR.policies
    assert ending.lines["booked"] > ending.lines.get("late", 0)
    assert {"premium.collect", "premium.collect_by_hand", "preservation.change_channel"} <= set(ending.done)
    assert {after for _month, after, *_figures in ending.persistency} == {13}
