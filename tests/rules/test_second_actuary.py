"""Two computations of every amount agree within a fen, on random policies of all products priced by tables.

Here on some thousands; `make actuary` runs 100,000, and says how long it took.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from random import Random
from typing import cast

from ops_console.base.money import Fen
from ops_console.catalog.load import SHIPPED_FOLDER, shipped
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.rules.products.basis import WITH_ACCOUNT, PolicyTerms, Sex
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.reserves import unit_reserves
from ops_console.rules.products.values import cash_values
from tests.rules.second_actuary import Actuary

HERE, ALL = 2_000, 100_000
SECOND = Actuary(SHIPPED_FOLDER)
PRODUCTS = shipped().products


@dataclass(frozen=True)
class Policy:
    """What was drawn by lot: a product and the terms it was sold on."""

    code: str
    terms: PolicyTerms


def drawn(random: Random) -> Policy:
    """A policy that is offered: any product, sex, age, terms, class and sum."""
    while True:
        code = random.choice(sorted(SECOND.products))
        product = PRODUCTS[code]
        steps = (product.maximum_sum - product.minimum_sum) // product.sum_step
        cover = random.choice(product.cover_years) if product.cover_years else None
        pay = cover if product.basis.shape == "waiver" and cover else random.choice(product.pay_years)
        terms = PolicyTerms(
            cast(Sex, random.choice(("male", "female"))),
            random.randint(*product.entry_ages),
            product.minimum_sum + product.sum_step * random.randint(0, steps),
            pay,
            cover,
            12,
            random.choice([klass for klass, _factor in product.basis.class_factors] or [1]),
        )
        if not problems_of(product, Wanted(terms.sum_assured, pay, cover, 12, terms.entry_age)):
            return Policy(code, terms)


def differences(policy: Policy) -> list[str]:
    """Where the two are more than a fen apart."""
    basis, terms = PRODUCTS[policy.code].basis, policy.terms
    second = SECOND.amounts(
        policy.code, terms.sex, terms.entry_age, terms.pay_years, terms.cover_years, terms.occupation_class,
        int(terms.sum_assured),
    )  # fmt: skip
    reserves = [Fen.round(one * terms.sum_assured) for one in unit_reserves(basis, terms).at_year_end]
    pairs = [("premium", int(quote(basis, terms).annual_standard), second.annual)]
    pairs += [
        (f"cash value {t}", *both) for t, both in enumerate(zip(cash_values(basis, terms), second.cash, strict=True))
    ]
    pairs += [(f"reserve {t}", *both) for t, both in enumerate(zip(reserves, second.reserves, strict=True))]
    return [f"{policy}: {what} {first} and {other}" for what, first, other in pairs if abs(first - other) > 1]


def test_two_actuaries_agree_within_a_fen() -> None:
    random = Random(2026)
    policies = [drawn(random) for _ in range(HERE)]
    assert {policy.code for policy in policies} == {
        code for code, product in PRODUCTS.items() if product.basis.shape not in WITH_ACCOUNT
    }
    assert [found for policy in policies for found in differences(policy)] == []


def main() -> int:
    """The whole comparison; the differences, and how long it took."""
    random, started = Random(2027), time.perf_counter()
    found = [one for _ in range(ALL) for one in differences(drawn(random))]
    print(*found[:20], sep="\n")  # noqa: T201
    seconds = time.perf_counter() - started
    print(f"{ALL} policies, {len(found)} amounts more than a fen apart, {seconds:.0f} s")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
