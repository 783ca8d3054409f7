"""A trace to be computed again: its plain texts and numbers as the arguments of its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import cast

from ops_console.base.money import Fen
from ops_console.rules.products.basis import Basis, Months, PolicyTerms, Sex
from ops_console.rules.why import Value, Why


@dataclass(frozen=True, slots=True)
class Given:
    """A trace to be computed again. `basis`: of the product it names; None where it names none."""

    why: Why
    basis: Basis | None

    def text(self, name: str) -> str:
        return str(self.why.inputs[name])

    def whole(self, name: str) -> int:
        return int(self.why.inputs.get(name, 0))

    def fen(self, name: str) -> Fen:
        return Fen(self.whole(name))

    def day(self, name: str) -> date:
        return date.fromisoformat(self.text(name))

    def part(self, name: str) -> Fraction:
        return Fraction(self.text(name))

    def step(self, name: str) -> Value:
        return next(value for step, value in self.why.steps if step == name)

    @property
    def of_product(self) -> Basis:
        """LookupError where the catalog has no such product."""
        if self.basis is None:
            raise LookupError(f"no basis for {self.why.rule}")
        return self.basis

    @property
    def terms(self) -> PolicyTerms:
        years = self.why.inputs["cover_years"]
        return PolicyTerms(
            cast(Sex, self.text("sex")),
            self.whole("entry_age"),
            self.fen("sum_assured"),
            self.whole("pay_years"),
            None if years == "life" else int(years),
            cast(Months, self.whole("months")),
            self.whole("occupation_class") or 1,
            self.fen("planned"),
        )


Again = Callable[[Given], tuple[Value, ...]]
"""The values a trace may have: mostly one; more where it doesn't say which of two rules it was made by."""
