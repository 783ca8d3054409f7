"""A sale: an application that became a policy, the kinds there are, and the days it went through the rooms.

What was sold is invented in `market.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from ops_console.base.money import Fen
from ops_console.catalog.model import Catalog
from ops_console.rules.due_dates import due_date
from ops_console.rules.why import Why
from ops_console.training.people import Invented


@dataclass(frozen=True, slots=True)
class Kind:
    """One way a sale goes: what differs between kinds are rows, what differs within a kind are only values.

    ``insured``: self, spouse or child of the applicant; ``heirs``: relation of each beneficiary to the insured.
    ``smoker``: so an underwriter has to look at it. ``yearly``: the premium is paid once a year.
    """

    name: str
    share: float
    product: str
    insured: str = "self"
    heirs: tuple[str, ...] = ("spouse",)
    smoker: bool = False
    premium_loan: bool = False
    yearly: bool = True


KINDS = (
    Kind("life", 0.22, "WL20", premium_loan=True),
    Kind("life_by_instalments", 0.06, "WL20", premium_loan=True, yearly=False),
    Kind("life_of_child", 0.14, "WL20", insured="child", heirs=("parent",), premium_loan=True),
    Kind("life_judged", 0.07, "WL20", smoker=True),
    Kind("term", 0.16, "TM20", heirs=("spouse", "child")),
    Kind("term_of_spouse", 0.06, "TM20", insured="spouse"),
    Kind("term_judged", 0.04, "TM20", smoker=True),
    Kind("hospital", 0.13, "HC01", heirs=()),
    Kind("endowment", 0.06, "EN15", premium_loan=True),
    Kind("illness", 0.06, "CI30"),
)


@dataclass(frozen=True, slots=True)
class Days:
    """When a sale went through the rooms. The callback only for contracts longer than a year."""

    received: date
    judged: date
    issued: date
    paid: date
    delivered: date
    signed: date
    called: date
    filed: date
    call_filed: date


@dataclass(frozen=True, slots=True)
class Collected:
    """A renewal instalment and the day its premium came in."""

    due: date
    on: date


@dataclass(frozen=True)
class Sale:
    """One application that became a policy. ``heirs`` as in its kind; ``sum_assured`` and ``premium`` in fen."""

    no: int
    kind: Kind
    branch: int
    form_no: str
    agent: str
    applicant: Invented
    insured: Invented
    heirs: tuple[Invented, ...]
    sum_assured: Fen
    pay_years: int
    cover_years: int | None
    months: int
    income: Fen
    account_no: str
    premium: Fen
    priced: Why
    """How the premium came about."""
    entry_age: int
    days: Days
    collected: tuple[Collected, ...] = ()
    missed: bool = False
    """The instalment after those collected was not paid when it was due."""

    @property
    def bank(self) -> str:
        """Code of the bank where the applicant has the account."""
        return self.account_no.partition(" ")[0]

    @cached_property
    def commenced(self) -> date:
        """Cover begins on the day after the receipt is signed: the premium was there before."""
        return self.days.signed + timedelta(days=1)

    def due(self, k: int) -> date:
        """The due date of instalment ``k``, 0 being the first premium."""
        return due_date(self.commenced, self.months, k)

    def owes_nothing(self, day: date) -> bool:
        """Every premium that fell due to the end of a day was collected; a one-year cover has its one."""
        return self.cover_years == 1 or self.due(len(self.collected) + 1) > day


class Period:
    """The years the history covers: worked days from the first application to the last act, and the days of runs."""

    def __init__(self, catalog: Catalog, first: date, last: date) -> None:
        every = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self.worked: Sequence[date] = [day for day in every if catalog.calendar.is_working(day)]
        self._place = {day: n for n, day in enumerate(self.worked)}
        self.first, self.last = first, last
        months = range(first.year * 12 + first.month, last.year * 12 + last.month)
        self.runs: tuple[date, ...] = tuple(date(n // 12, n % 12 + 1, 1) for n in months)
        """Premiums that have fallen due are raised on the first of every month."""

    def worked_from(self, day: date) -> int:
        """The place of the first worked day from a day on; the number of worked days when it lies behind the period."""
        while day not in self._place:
            if day > self.last:
                return len(self.worked)
            day += timedelta(days=1)
        return self._place[day]
