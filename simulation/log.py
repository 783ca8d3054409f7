"""What the simulation itself knows of each contract: what was paid when, what was taken back, how it ended.

Written down as customers pay and banks answer; of premium loans and lapses it reads what the customers' letters say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ops_console.catalog.model import Catalog
from ops_console.rules.due_dates import due_date
from simulation.book import Contract

YEARS = {13: 1, 25: 2, 37: 3}
A_YEAR = 12
Row = tuple[date, int, int, int, int, int, int]
"""Month cover began, figure, sold, their premium, kept, their premium, left out."""


@dataclass
class Life:
    """One contract. `paid`: the day each instalment was first paid, by due date; `lapsed_on` while it is lapsed."""

    contract: Contract
    paid: dict[date, date] = field(default_factory=dict)
    paid_by: dict[date, str] = field(default_factory=dict)
    """The order to a bank by which an instalment was paid, by due date."""
    died_on: date | None = None
    owed_at_death: int = 0
    """Fen: what the claim was paid less of."""
    ended: date | None = None
    """The day on which a claim ended it."""
    lapsed_on: date | None = None
    by_hand: bool = False

    @property
    def number(self) -> str:
        return self.contract.number

    @property
    def is_yearly_cover(self) -> bool:
        return self.contract.sale.cover_years == 1

    def dues(self, until: date) -> Iterable[date]:
        """Due dates after the first premium's, up to a day."""
        sale = self.contract.sale
        for k in range(1, A_YEAR // sale.months * sale.pay_years):
            due = due_date(sale.commenced, sale.months, k)
            if due > until:
                return
            yield due

    def grace_ends(self, catalog: Catalog, due: date) -> date:
        return catalog.calendar.legal_deadline(due, catalog.products[self.contract.sale.kind.product].grace_days).day

    def is_past_grace(self, catalog: Catalog, today: date) -> bool:
        """Is an instalment owed whose grace is over? Then the contract has lapsed, or the next evening's runs see to
        it."""
        due = self.oldest_unpaid(today)
        return due is not None and self.grace_ends(catalog, due) < today

    def oldest_unpaid(self, today: date) -> date | None:
        return next((due for due in self.dues(today) if due not in self.paid), None)


class Log:
    """All contracts, by id and by number."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self.lives = {one.id: Life(one) for one in contracts}
        self.by_number = {life.number: life for life in self.lives.values()}
        for life in self.lives.values():
            life.paid.update({one.due: one.on for one in life.contract.sale.collected})

    def persistency(self, catalog: Catalog, today: date) -> list[Row]:
        """As docs/reports.md defines it: a contract is kept whose instalment of the anniversary was paid or lent no
        later than its grace ended. Yearly premium as sold, in fen."""
        sums: dict[tuple[date, int], list[int]] = {}
        for life in self.lives.values():
            sale = life.contract.sale
            if life.is_yearly_cover:
                continue
            for after, years in YEARS.items():
                due = due_date(sale.commenced, A_YEAR, years)
                grace = life.grace_ends(catalog, due)
                if sale.pay_years <= years or grace >= today:
                    continue
                figures = sums.setdefault((sale.commenced.replace(day=1), after), [0] * 5)
                if life.ended is not None and life.ended <= due:
                    figures[4] += 1
                    continue
                premium = int(sale.premium) * A_YEAR // sale.months
                paid = life.paid.get(due)
                kept = paid is not None and paid <= grace
                for place, figure in enumerate((1, premium, int(kept), premium * kept)):
                    figures[place] += figure
        return [(month, after, *figures) for (month, after), figures in sorted(sums.items())]  # type: ignore[misc]
