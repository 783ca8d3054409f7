"""What was sold: who bought which product where, on which days. The same for the same random numbers.

Invented, but nothing a clerk could not have keyed: terms that products offer, sums and incomes that pass the rules,
days that are worked.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar, cast

from ops_console.base.money import Fen
from ops_console.catalog.model import Catalog, Product
from ops_console.rules.ages import attained_age
from ops_console.rules.products.basis import Months, PolicyTerms, Sex
from ops_console.rules.products.pricing import Quote, quote
from ops_console.rules.underwriting import is_drawn
from ops_console.rules.underwriting_basis import Examination
from ops_console.training.people import Invented, People
from ops_console.training.places import Place, places
from ops_console.training.sales import KINDS, Collected, Days, Kind, Period, Sale

CLASS_WEIGHTS = {"A": 6.0, "B": 3.0, "C": 1.5, "D": 0.7}
"""How much a branch sells, by its class."""
SUMS: dict[str, tuple[int, ...]] = {
    "WL20": (50_000, 80_000, 100_000, 150_000, 200_000, 300_000, 500_000),
    "TM20": (100_000, 200_000, 300_000, 400_000, 500_000),
    "EN15": (50_000, 80_000, 100_000, 150_000, 200_000),
    "CI30": (100_000, 150_000, 200_000, 300_000),
    "HC01": (100, 150, 200, 300),
}
"""Sums people like, in yuan."""
BANKS = (*3 * ("ICBC 6222",), *3 * ("CCB 6217",), *2 * ("ABC 6228",), "BOC 6216", "CMB 6225")
"""Where people have their accounts, and how cards of the bank begin."""
YEARLY = 12
INSTALMENTS = (6, 3, 3, 1)
"""Months between premiums, of those who don't pay once a year; a quarter is the commonest."""
TEN_THOUSAND = 1_000_000
LEAST_INCOME = 6 * TEN_THOUSAND
"""A year, in fen."""
Thing = TypeVar("Thing")
LATELY = timedelta(days=75)
"""What was due this long before the end of the period, and not paid, is past its grace only after it."""
ONE_YEAR, ONE_DAY = timedelta(days=360), timedelta(days=1)


class Market:
    """Sells."""

    LONGEST = 25
    """Worked days from an application to the last of its papers in the archive, at most."""

    def __init__(
        self, catalog: Catalog, agents: Mapping[int, tuple[str, ...]], period: Period, people: People, random: Random
    ) -> None:
        self._catalog = catalog
        self._agents = agents
        self._period = period
        self._random = random
        self._people = people
        self._branches = [branch.id for branch in catalog.branches.values() if branch.level == 2]
        classes = (catalog.branches[branch].klass or "D" for branch in self._branches)
        self._branch_weights = list(accumulate(CLASS_WEIGHTS[klass] for klass in classes))
        self._kind_weights = list(accumulate(kind.share for kind in KINDS))
        self._quotes: dict[tuple[str, PolicyTerms], Quote] = {}

    def sales(self, count: int) -> Iterator[Sale]:
        """So many, at random places and times."""
        for no in range(1, count + 1):
            kind = KINDS[self._pick(self._kind_weights)]
            yield self.sale(no, kind, self._branches[self._pick(self._branch_weights)])

    def sale(self, no: int, kind: Kind, branch: int, days: Days | None = None) -> Sale:
        """One sale of a kind in a branch; on days of the period when none are given."""
        product = self._catalog.products[kind.product]
        days = days or self._days(product)
        place = self._one_of(places()[branch])
        applicant = self._applicant(kind, product, place, days.received)
        insured = self._insured(kind, place, applicant, days.received)
        heirs = tuple(self._heir(relation, kind, place, applicant, days.received) for relation in kind.heirs)
        age = attained_age(insured.birth, days.received)
        sum_assured = self._sum(product, kind, age)
        pay_years, cover_years = self._terms(product, age)
        months = YEARLY if kind.yearly else self._one_of(INSTALMENTS)
        terms = PolicyTerms(insured.sex, age, sum_assured, pay_years, cover_years, cast(Months, months))
        priced = self._quote(product, terms)
        return Sale(
            no=no,
            kind=kind,
            branch=branch,
            form_no=self._form_no(no, product),
            agent=self._one_of(self._agents[branch]),
            applicant=applicant,
            insured=insured,
            heirs=heirs,
            sum_assured=sum_assured,
            pay_years=pay_years,
            cover_years=cover_years,
            months=months,
            income=self._income(age, sum_assured, priced),
            account_no=_account(int(self._random.random() * 10**12)),
            premium=priced.instalment,
            priced=priced.why,
            entry_age=age,
            days=days,
        )

    def collect(self, sale: Sale, missed: float) -> Sale:
        """The sale with its renewal premiums: each came in after the run that raised it, or has not come yet. With the
        probability ``missed`` one that was due lately did not come at all.
        """
        if self._catalog.products[sale.kind.product].renewed_as_new_term:
            return sale
        collected: list[Collected] = []
        for k in range(1, YEARLY // sale.months * sale.pay_years):
            due = sale.due(k)
            raised = self._raised(due)
            if raised is None:
                break
            if self._period.last - due < LATELY and self._random.random() < missed:
                return replace(sale, collected=tuple(collected), missed=True)
            place = self._period.worked_from(raised + ONE_DAY) + self._up_to(14)
            if place >= len(self._period.worked):
                break
            collected.append(Collected(due, self._period.worked[place]))
        return replace(sale, collected=tuple(collected))

    def _raised(self, due: date) -> date | None:
        """The run that raises a due; None when it comes behind the period."""
        runs = self._period.runs
        place = bisect_left(runs, due)
        return runs[place] if place < len(runs) else None

    def _days(self, product: Product) -> Days:
        worked = self._period.worked
        earliest = 0
        if product.renewed_as_new_term:
            # Its one year is not over yet.
            earliest = self._period.worked_from(self._period.last - ONE_YEAR)
        received = earliest + self._up_to(len(worked) - self.LONGEST - earliest)
        judged = received + 1 + self._up_to(3)
        issued = judged + self._up_to(2)
        paid = issued + self._up_to(2)
        delivered = paid + 1 + self._up_to(5)
        signed = delivered + self._up_to(3)
        called = signed + 1 + self._up_to(6)
        places_ = (received, judged, issued, paid, delivered, signed, called)
        filed, call_filed = signed + 1 + self._up_to(5), called + 1 + self._up_to(5)
        return Days(*(worked[place] for place in (*places_, filed, call_filed)))

    def _applicant(self, kind: Kind, product: Product, place: Place, day: date) -> Invented:
        if kind.insured == "child" or kind.heirs == ("spouse", "child"):
            return self._people.person(place, (25, 44), day)
        return self._people.person(place, (20, min(54, product.entry_ages[1])), day)

    def _insured(self, kind: Kind, place: Place, applicant: Invented, day: date) -> Invented:
        if kind.insured == "self":
            return applicant
        return self._related(kind.insured, applicant, place, day)

    def _heir(self, relation: str, kind: Kind, place: Place, applicant: Invented, day: date) -> Invented:
        """The heirs of a child or a spouse insured are who bought it."""
        if kind.insured != "self":
            return applicant
        return self._related(relation, applicant, place, day)

    def _related(self, relation: str, to: Invented, place: Place, day: date) -> Invented:
        sex: Sex = "male" if self._random.random() < 0.5 else "female"
        if relation == "child":
            return self._people.relative(to, place, (1, 6), day, sex)
        age = attained_age(to.birth, day)
        other: Sex = "female" if to.sex == "male" else "male"
        return self._people.relative(to, place, (max(20, age - 4), max(22, age + 3)), day, other)

    def _sum(self, product: Product, kind: Kind, age: int) -> Fen:
        """One that needs no examination; a child's stays low."""
        basis = self._catalog.underwriting
        wanted = [Fen(yuan * 100) for yuan in SUMS[product.code]]
        if kind.insured == "child":
            wanted = wanted[:4]
        if product.risk != "health":
            wanted = [fen for fen in wanted if basis.examination(age, fen) is Examination.NONE]
        return self._one_of(wanted)

    def _terms(self, product: Product, age: int) -> tuple[int, int | None]:
        pay_years = self._one_of(product.pay_years)
        covers = [
            years
            for years in product.cover_years
            if years >= pay_years and (not product.cover_to_age or age + years <= product.cover_to_age)
        ]
        return pay_years, self._one_of(covers) if covers else None

    def _income(self, age: int, sum_assured: Fen, priced: Quote) -> Fen:
        """Enough for the sum and the premium, by the company's tables; in whole ten thousands."""
        basis = self._catalog.underwriting
        times = basis.income_multiple(age) or basis.financial[0].times
        needed = max(int(sum_assured) // times, int(priced.annual) * 100 // basis.premium_share_percent, LEAST_INCOME)
        return Fen((int(needed * (1.1 + self._random.random())) // TEN_THOUSAND + 1) * TEN_THOUSAND)

    def _quote(self, product: Product, terms: PolicyTerms) -> Quote:
        """Kept by the product's code: a whole basis is slow to look up."""
        key = (product.code, terms)
        if key not in self._quotes:
            self._quotes[key] = quote(product.basis, terms)
        return self._quotes[key]

    def _form_no(self, no: int, product: Product) -> str:
        """A form whose number is not drawn for examination: what underwriters see is smokers."""
        for copy in "ABCDEFGH":
            form_no = f"TB{no:07d}{copy}"
            if not is_drawn(form_no, product.sample_per_mille):
                return form_no
        raise AssertionError("every number drawn")

    def _pick(self, weights: Sequence[float]) -> int:
        return bisect_right(weights, self._random.random() * weights[-1])

    def _one_of(self, things: Sequence[Thing]) -> Thing:
        return things[int(self._random.random() * len(things))]

    def _up_to(self, below: int) -> int:
        return int(self._random.random() * below)


def _account(number: int) -> str:
    """An account of so many; its bank is the number's, not drawn."""
    return f"{BANKS[number % len(BANKS)]}{number:012d}"
