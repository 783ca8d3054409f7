"""May this be insured: terms the product offers, insurable interest, consent to death cover, the caps for minors."""

from collections.abc import Mapping
from dataclasses import replace

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.catalog.model import Product
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.data.tables import Application, Party
from ops_console.desk.view import View
from ops_console.rooms.proposals import DEATH_RISKS, age_at_application, sum_at_risk
from ops_console.rules.ages import MAJORITY, attained_age
from ops_console.rules.law import minor_death_cover

UNACCEPTABLE = "unacceptable"
"""The anti-money-laundering grade of who is on a list: no business."""
INTEREST = frozenset({"self", "spouse", "child", "parent", "dependant", "employee"})
"""Relations with an insurable interest of their own (Insurance Law art 31); all others need the insured's consent."""
_FIELDS: Mapping[str, str] = {"entry_age": "insured_birth", "occupation_class": "occupation"}
"""What the application's form calls a field of the offer."""


def terms_problems(
    product: Product, application: Application, insured: Party | None, occupation_class: int | None = None
) -> list[Problem]:
    """Everything in which an application, as keyed, leaves what the product offers; a fault of age is told beside the
    insured's birthday."""
    wanted = Wanted(
        application.sum_assured,
        application.pay_years,
        application.cover_years,
        application.months,
        None if insured is None else age_at_application(application, insured),
        application.planned_premium,
        occupation_class,
    )
    problems = [
        replace(problem, field=_FIELDS.get(problem.field, problem.field)) for problem in problems_of(product, wanted)
    ]
    if application.channel == "bank" and not application.account_no:
        problems.append(Problem("account_no", _("is needed, to be debited")))
    if application.premium_loan and not product.automatic_premium_loan:
        problems.append(Problem("premium_loan", _("the product grants no automatic premium loan")))
    return problems


def check_insurable(view: View, application: Application, applicant: Party, insured: Party, *, consent: bool) -> None:
    """Refused, naming the article, when the law does not let it be insured."""
    for party in (applicant, insured):
        check_person(view, party)
    view.refuse_unless(
        attained_age(applicant.birth, application.stamped) >= MAJORITY,
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
    if view.product(application.product).risk in DEATH_RISKS and application.relation != "self":
        _check_death_cover(view, application, insured, consent)


def check_person(view: View, party: Party) -> None:
    """Refused for one who has died, and one with whom no business is done."""
    view.refuse_unless(
        party.died_on is None, "dead", _("{name} has died.").format(name=party.name), "Insurance Law art 12"
    )
    view.refuse_unless(
        party.risk_grade != UNACCEPTABLE,
        "aml",
        _("No business is done with {name}.").format(name=party.name),
        "Anti-Money-Laundering Law; company default: grades of customers",
    )


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
    at_risk = Fen.total(sum_at_risk(view, application, insured.id, risk).total for risk in DEATH_RISKS)
    view.refuse_unless(
        cap.allows(at_risk),
        "minor_cap",
        _("All death cover on a child of this age may be {cap}; with this it would be {sum}.").format(
            cap=Fen(cap.value).yuan(), sum=at_risk.yuan()
        ),
        f"Insurance Law art 33; {cap.source}",
    )
