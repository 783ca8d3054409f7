"""Item 7, beneficiary change (Insurance Law art 39 to 41)."""

from collections.abc import Sequence
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Party, PolicyRole
from ops_console.data.types import FOREVER
from ops_console.desk.forms import Flag, Form, field
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.beneficiaries import Lines, beneficiaries_of
from ops_console.rooms.deaths import died_on
from ops_console.rooms.groups import refuse_group_policy
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of, refuse_when_ended
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rules.ages import MAJORITY, attained_age

ART_39, ART_41 = "Insurance Law art 39", "Insurance Law art 41"
AFTER_THE_EVENT = "Interpretation III art 10"
CLOSE = ("self", "spouse", "child", "parent", "dependant")
"""Whom an employer may name: the insured employee's close relatives (art 39)."""
NOBODY: dict[str, Any] = {"order": 0, "share": 0}
"""What a place has that nobody has any more."""


class Named(Form):
    """Who receives the benefit on death, all of them again."""

    beneficiaries: Lines = field(
        N_("Beneficiaries on death"),
        default=(),
        help=N_("name/document/relation/order/per cent; by commas; shares of an order make 100"),
    )
    estate: Flag = field(N_("Nobody is named: the insured's estate"), default=False)
    consent: Flag = field(
        N_("Insured's written consent"),
        default=False,
        help=N_("needed when another person is insured; a minor's guardian gives it"),
    )


@item(7, name="change_beneficiaries", code="PS10", label=N_("Change the beneficiaries"), form=Named)
def change_beneficiaries(view: View, form: Named) -> Effect:
    """Names the beneficiaries on death anew: in writing, with the insured's consent, the guardian's for a minor
    (Insurance Law art 39, 41). After the event it has no effect (Interpretation III art 10)."""
    position = position_of(view)
    refuse_when_ended(position)
    refuse_group_policy(position)
    view.refuse_unless(
        "death" in position.product.benefits,
        "no_death_benefit",
        _("{product} pays nothing on death: there is nobody to name.").format(product=position.product.label),
        "catalog: product",
    )
    insured = view.reader.need(Party, position.insured_id)
    _refuse_after_the_event(view, insured)
    plan = Plan()
    problems = _consent_problems(view, position, insured, form)
    named = beneficiaries_of(view, plan, form.beneficiaries, problems)
    problems += _relation_problems(position, named)
    if not form.estate and not form.beneficiaries:
        problems.append(Problem("beneficiaries", _("is needed, or say that nobody is named")))
    if form.estate and form.beneficiaries:
        problems.append(Problem("estate", _("somebody is named")))
    if problems:
        raise InputErrors(problems)
    before = [role.model_dump(include={"party_id", "relation", "order", "share"}) for role in position.beneficiaries]
    if before == named:
        raise InputErrors([Problem("", _("nothing here differs from what is known"))])
    _name(view, plan, position, named)
    with speaking_to(view.reader.need(Party, position.applicant_id)):
        line = (N_("Beneficiaries on death"), _told(view, plan, before), _told(view, plan, named))
    endorse(view, plan, position.applicant_id, [line])
    return Effect(plan)


def _refuse_after_the_event(view: View, insured: Party) -> None:
    """After a death that is known, or reported and not withdrawn."""
    day = died_on(view, insured.id)
    view.refuse_unless(
        day is None,
        "after_the_event",
        _("The insured died on {day}: a change after the event has no effect.").format(day=day),
        AFTER_THE_EVENT,
    )


def _consent_problems(view: View, position: PolicyPosition, insured: Party, form: Named) -> list[Problem]:
    """The insured consents by signing when they are the applicant; for a minor the guardian does."""
    if form.consent:
        return []
    if attained_age(insured.birth, view.today) < MAJORITY:
        message = _("the insured is a minor: the guardian has to consent in writing ({source})")
        return [Problem("consent", message.format(source=ART_39))]
    if insured.id != position.applicant_id:
        message = _("the insured has to consent in writing ({source})")
        return [Problem("consent", message.format(source=ART_41))]
    return []


def _relation_problems(position: PolicyPosition, named: Sequence[dict[str, Any]]) -> list[Problem]:
    """An employer who insures an employee names nobody but the employee and close relatives (art 39)."""
    relation = next(role.relation for role in position.roles if role.role == "insured")
    if relation != "employee":
        return []
    message = _("for an employee only: {relations} ({source})").format(relations=", ".join(CLOSE), source=ART_39)
    return [Problem("beneficiaries", message, value=one["relation"]) for one in named if one["relation"] not in CLOSE]


def _name(view: View, plan: Plan, position: PolicyPosition, named: Sequence[dict[str, Any]]) -> None:
    """The places of the beneficiaries as they are now: taken over, added, or nobody's any more."""
    places = {role.no: role for role in position.roles if role.role == "beneficiary"}
    wanted = dict(enumerate(named, 1))
    for no in sorted({*places, *wanted}):
        key: dict[str, Any] = {"policy_id": position.policy.id, "role": "beneficiary", "no": no}
        values = wanted.get(no, NOBODY)
        if no not in places:
            day = max(view.today, position.status.valid_from)
            plan.insert(PolicyRole(**key, **values, revision=1, valid_from=day, valid_to=FOREVER, source_id=0))
        elif any(getattr(places[no], name) != value for name, value in values.items()):
            plan.change(PolicyRole, key, day=max(view.today, places[no].valid_from), **values)


def _told(view: View, plan: Plan, named: Sequence[dict[str, Any]]) -> str:
    """Beneficiaries for a letter: `1. 李明 (spouse) 50.0 %`."""
    new = {record.id: record for record in plan.inserts if isinstance(record, Party)}
    if not named:
        return _("the insured's estate")
    return "; ".join(
        f"{one['order']}. {(new.get(one['party_id']) or view.reader.need(Party, one['party_id'])).name} "
        f"({word(one['relation'])}) {one['share'] / 10:.1f} %"
        for one in named
    )
