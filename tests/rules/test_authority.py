"""The ladder of authority, compared with the table of the operating rules written out by hand."""

import pytest

from ops_console.catalog.load import shipped

LADDER = shipped().authority
YUAN = 100
GRADES = ["clerk", "senior", "supervisor", "branch_manager", "region", "head_office"]


@pytest.mark.parametrize(
    ("measure", "unit", "limits"),
    [
        ("sum_at_risk", YUAN, [500_000, 1_000_000, 2_000_000, 3_000_000, 5_000_000]),
        ("extra_mortality", 1, [50, 100, 150, 200, 300]),
        ("claim_amount", YUAN, [20_000, 50_000, 100_000, 300_000, 1_000_000]),
        ("preservation_out", YUAN, [20_000, 50_000, 100_000, 500_000, 2_000_000]),
        ("payment_release", YUAN, [50_000, 200_000, 1_000_000, 5_000_000, 20_000_000]),
    ],
)
def test_each_grade_decides_to_its_limit_and_refers_one_more(measure: str, unit: int, limits: list[int]) -> None:
    for grade, above, limit in zip(GRADES, GRADES[1:], limits, strict=False):
        assert LADDER.may(grade, {measure: limit * unit})
        assert not LADDER.may(grade, {measure: limit * unit + 1})
        assert LADDER.needed({measure: limit * unit + 1}).code == above
    assert LADDER.may("head_office", {measure: 10**15})


def test_what_the_company_bears_itself_is_never_below_a_supervisor() -> None:
    assert LADDER.needed({"own_cost": 1}).code == "supervisor"
    assert LADDER.may("supervisor", {"own_cost": 1_000 * YUAN})
    assert LADDER.needed({"own_cost": 1_000 * YUAN + 1}).code == "branch_manager"


def test_every_measure_counts() -> None:
    assert LADDER.needed({"sum_at_risk": 100_000 * YUAN, "extra_mortality": 120}).code == "supervisor"


@pytest.mark.parametrize("decision", ["refusal", "ex_gratia", "agreement"])
def test_some_decisions_need_a_supervisor_whatever_the_amount(decision: str) -> None:
    assert LADDER.needed({"claim_amount": 1}, decision).code == "supervisor"
    assert not LADDER.may("senior", {"claim_amount": 1}, decision)
    assert LADDER.needed({"claim_amount": 300_000 * YUAN}, decision).code == "branch_manager"


def test_amounts_on_one_case_add_up_and_extra_mortality_counts_at_its_highest() -> None:
    assert LADDER.measures["claim_amount"].accumulated([15_000, 6_000]) == 21_000
    assert LADDER.measures["extra_mortality"].accumulated([75, 50]) == 75
    assert LADDER.measures["extra_mortality"].accumulated([]) == 0


def test_automatic_decisions_have_their_own_limits() -> None:
    assert LADDER.automatic == {"sum_at_risk": 500_000 * YUAN, "claim_amount": 3_000 * YUAN}
