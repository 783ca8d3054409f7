"""May this be insured: terms the product offers, insurable interest, consent to death cover, the caps for minors."""

from collections.abc import Iterable
from typing import Protocol

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.data.tables import Application, Party
from ops_console.desk.view import View
from ops_console.rooms.proposals import DEATH_RISK, age_at_application, sum_at_risk
from ops_console.rules.ages import attained_age
from ops_console.rules.law import minor_death_cover
from ops_console.rules.underwriting import ADULT_AGE

INTEREST = frozenset({"self", "spouse", "child", "parent", "dependant", "employee"})
"""Relations with an insurable interest of their own (Insurance Law art 31); all others need the insured's consent."""


class Terms(Protocol):
    """What is applied for, as keyed."""

    sum_assured: Fen
    pay_years: int
    cover_years: int | None
    months: int
    channel: str
    account_no: str
    premium_loan: bool


def terms_problems(product: Product, terms: Terms, age: int) -> list[Problem]:
    """Everything in which the terms leave what the product offers."""
    youngest, oldest = product.entry_ages
    low, high, step = product.minimum_sum, product.maximum_sum, product.sum_step
    cover_offered = terms.cover_years in product.cover_years if product.cover_years else terms.cover_years is None
    offered_covers = ", ".join(str(years) for years in product.cover_years) or _("for life, left empty")
    modes = [months for months, _factor in product.basis.mode_factors]
    ends_at = age + (terms.cover_years or 0)
    checks = (
        (
            "insured_birth",
            youngest <= age <= oldest,
            _("the insured is {age}; the product is for {youngest} to {oldest}").format(
                age=age, youngest=youngest, oldest=oldest
            ),
        ),
        (
            "sum_assured",
            low <= terms.sum_assured <= high and (terms.sum_assured - low) % step == 0,
            _("from {low} to {high} in steps of {step}").format(low=low.yuan(), high=high.yuan(), step=step.yuan()),
        ),
        ("pay_years", terms.pay_years in product.pay_years, _offered(product.pay_years)),
        ("cover_years", cover_offered, _("one of: {values}").format(values=offered_covers)),
        (
            "cover_years",
            not terms.cover_years or not product.cover_to_age or ends_at <= product.cover_to_age,
            _("the cover ends at {age} at the latest").format(age=product.cover_to_age),
        ),
        (
            "pay_years",
            terms.cover_years is None or terms.pay_years <= terms.cover_years,
            _("premiums are not paid longer than the cover lasts"),
        ),
        ("months", terms.months in modes, _offered(modes)),
        ("account_no", terms.channel != "bank" or bool(terms.account_no), _("is needed, to be debited")),
        (
            "premium_loan",
            not terms.premium_loan or product.automatic_premium_loan,
            _("the product grants no automatic premium loan"),
        ),
    )
    return [Problem(name, message, value=_given(terms, name)) for name, holds, message in checks if not holds]


def check_insurable(view: View, application: Application, applicant: Party, insured: Party, *, consent: bool) -> None:
    """Refused, naming the article, when the law does not let it be insured."""
    view.refuse_unless(
        attained_age(applicant.birth, application.stamped) >= ADULT_AGE,
        "applicant_minor",
        _("The applicant is a minor and cannot conclude the contract."),
        "Civil Code art 17 to 19",
    )
    view.refuse_unless(
        application.relation in INTEREST or consent,
        "insurable_interest",
        _("No insurable interest: the insured has to consent in writing."),
        "Insurance Law art 31",
    )
    if view.product(application.product).risk == DEATH_RISK and application.relation != "self":
        _check_death_cover(view, application, insured, consent)


def _check_death_cover(view: View, application: Application, insured: Party, consent: bool) -> None:
    """Death cover on another's life: of a child only by a parent and within the cap, of an adult with consent."""
    cap = minor_death_cover(age_at_application(application, insured))
    if cap is None:
        view.refuse_unless(
            consent,
            "death_cover_consent",
            _("Death cover needs the insured's consent to it and to its amount."),
            "Insurance Law art 34",
        )
        return
    view.refuse_unless(
        application.relation == "child",
        "minor_by_parent",
        _("Death cover on a minor is for a parent to take out."),
        "Insurance Law art 33",
    )
    at_risk = sum_at_risk(view, application, insured.id)
    view.refuse_unless(
        cap.allows(at_risk),
        "minor_cap",
        _("All death cover on a child of this age may be {cap}; with this it would be {sum}.").format(
            cap=Fen(cap.value).yuan(), sum=at_risk.yuan()
        ),
        f"Insurance Law art 33; {cap.source}",
    )


def _offered(values: Iterable[int]) -> str:
    return _("one of: {values}").format(values=", ".join(str(value) for value in values))


def _given(terms: Terms, name: str) -> str | None:
    value = getattr(terms, name, None)
    return value.yuan() if isinstance(value, Fen) else None if value is None else str(value)
