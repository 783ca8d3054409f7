"""Where money goes: whole instalments, oldest first, new money before money held; nothing is lost."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ops_console.base.money import Fen
from ops_console.data.tables import PremiumDue
from ops_console.rooms.dues import Instalment
from ops_console.rooms.premium.collecting import allot

AMOUNTS = st.integers(min_value=0, max_value=500_00)


def owed(amounts: list[int]) -> list[Instalment]:
    return [
        Instalment(
            PremiumDue(
                policy_id=1,
                due_date=date(2026 + year, 3, 3),
                amount=Fen(amount),
                channel="bank",
                branch_id=101,
                source_id=1,
            ),
            (),
        )
        for year, amount in enumerate(amounts)
    ]


@given(
    st.lists(st.integers(min_value=1, max_value=200_00), max_size=6), AMOUNTS, AMOUNTS, st.sampled_from((0, 10, 100))
)
def test_every_fen_pays_an_instalment_or_stays_held(amounts: list[int], money: int, held: int, tolerance: int) -> None:
    dues = owed(amounts)
    result = allot(dues, Fen(money), Fen(held), Fen(tolerance))
    paid = sum(one.amount for one in result.paid)
    assert list(result.paid) == dues[: len(result.paid)]
    assert result.from_money + result.from_held + result.rounded == paid
    assert 0 <= result.rounded <= tolerance
    assert result.from_money + result.to_held == money
    assert 0 <= result.from_held <= held
    assert result.from_held == 0 or result.to_held == 0
    if len(result.paid) < len(dues):
        assert money + held - paid < dues[len(result.paid)].amount


def test_what_reaches_only_part_of_an_instalment_pays_none() -> None:
    result = allot(owed([100_00, 100_00]), Fen(150_00), Fen(0))
    assert (len(result.paid), result.from_money, result.to_held) == (1, 100_00, 50_00)
