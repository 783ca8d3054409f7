"""An illustration as a page to print and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.plots import bar, signs
from ops_console.base.safe_text import cell_width, fit
from ops_console.catalog.model import Product
from ops_console.rules.products.basis import PolicyTerms
from ops_console.rules.products.illustration import Illustration, Rates, Scenario, Year
from ops_console.rules.sources import source_text

COLUMNS = {
    "year": N_("Year"),
    "age": N_("Age"),
    "premium": N_("Premium"),
    "premiums": N_("Premiums so far"),
    "death": N_("Death benefit"),
    "survival": N_("Paid to the living"),
    "account": N_("Account"),
    "value": N_("Cash value"),
    "dividends": N_("Dividends left"),
}
"""Field of a year → head of its column."""
PLOTTED = 12
"""Lines of a plot at most, besides the last year."""
CELLS = 40
PERCENT = 100


@dataclass(frozen=True)
class Page:
    """What an illustration is of: product, terms, and first day of cover."""

    product: Product
    terms: PolicyTerms
    commencement: date
    made: Illustration

    def lines(self) -> Iterator[str]:
        """The page, in the language spoken."""
        yield f"{self.product.code} {self.product.label}"
        yield "=" * cell_width(f"{self.product.code} {self.product.label}")
        yield from self._terms()
        yield ""
        if self.made.quote.illustrative:
            yield _("Priced on illustrative rates, for no table is to be had: an example, not an offer.")
        if any(not scenario.rates.is_guaranteed for scenario in self.made.scenarios):
            yield _("What depends on rates that are declared or assumed is not guaranteed; it may be less, or nothing.")
        for scenario in self.made.scenarios:
            yield ""
            yield heading(scenario.rates)
            yield from self._table(scenario)
            yield ""
            yield from plot(scenario)
        yield ""
        for source in dict.fromkeys([self.made.quote.why.source, *(why.source for why in self.made.whys.values())]):
            yield _("Source: {source}").format(source=source_text(source))

    def _terms(self) -> Iterator[str]:
        terms = self.terms
        sex = _("male") if terms.sex == "male" else _("female")
        yield _("Insured: {sex}, {age} years; cover from {day}").format(
            sex=sex, age=terms.entry_age, day=self.commencement.isoformat()
        )
        cover = _("for life") if terms.cover_years is None else _("{years} years").format(years=terms.cover_years)
        yield _("Sum assured: {sum} CNY, {cover}").format(sum=terms.sum_assured.yuan(), cover=cover)
        yield _("Premium: {amount} CNY every {months} months for {years} years").format(
            amount=self.made.quote.instalment.yuan(), months=self.made.quote.months, years=terms.pay_years
        )

    def _table(self, scenario: Scenario) -> Iterator[str]:
        names = columns_of(scenario)
        rows = [[_shown(getattr(year, name)) for name in names] for year in scenario.years]
        yield from table([_(COLUMNS[name]) for name in names], rows, right=range(len(names)))
        if scenario.ends_early:
            yield _("After this year the account no longer carries its charges: the cover ends unless more is paid.")


def columns_of(scenario: Scenario) -> list[str]:
    """The columns that say anything in a scenario."""
    return [name for name in COLUMNS if any(getattr(year, name) is not None for year in scenario.years)
            and (name != "survival" or any(year.survival for year in scenario.years))]  # fmt: skip


def heading(rates: Rates) -> str:
    """What a scenario is called, with its rate and whether it is guaranteed."""
    if rates.kind == "contract":
        return _("As the contract promises")
    if rates.kind == "guaranteed":
        return _("At the guaranteed rate of {rate} a year").format(rate=_per_cent(rates.crediting))
    if rates.kind == "declared":
        rate = rates.crediting or rates.spread
        return _("At the rate last declared, {rate} a year: NOT GUARANTEED").format(rate=_per_cent(rate))
    return _("At an assumed rate of {rate} a year: NOT GUARANTEED").format(rate=_per_cent(rates.crediting))


def plot(scenario: Scenario) -> Iterator[str]:
    """Cash value by policy year as bars, beside the premiums paid so far."""
    years = scenario.years
    most = max((max(year.value, year.premiums) for year in years), default=Fen(0))
    yield _("Cash value (bar) and premiums so far (| where they stand)")
    drawn = signs()
    for year in _some(years):
        text = bar(year.value, most, CELLS, drawn)
        place = min(CELLS - 1, CELLS * year.premiums // most) if most else 0
        text = f"{text[:place]}|{text[place + 1 :]}"
        yield f"{fit(str(year.year), 4, 'right')} {text} {year.value.yuan()}"


def _some(years: Sequence[Year]) -> Iterator[Year]:
    """Every so many years, and the last."""
    step = max(1, -(-len(years) // PLOTTED))
    for year in years:
        if year.year % step == 0 or year is years[-1]:
            yield year


def as_csv(made: Illustration) -> Iterator[str]:
    """One line a scenario and year, amounts in yuan; empty where there is none."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["scenario", "guaranteed", *COLUMNS])
    for scenario in made.scenarios:
        told = [scenario.rates.kind, "yes" if scenario.rates.is_guaranteed else "no"]
        for year in scenario.years:
            writer.writerow([*told, *(_plain(getattr(year, name)) for name in COLUMNS)])
    yield from text.getvalue().splitlines()


def _shown(value: int | None) -> str:
    return "" if value is None else value.yuan() if isinstance(value, Fen) else str(value)


def _plain(value: int | None) -> str:
    return _shown(value).replace(",", "")


def _per_cent(rate: Fraction) -> str:
    return f"{float(rate * PERCENT):g} %"
