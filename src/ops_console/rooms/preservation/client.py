"""Item 1, client data change: occupation, employer, marital status of the applicant or the insured.

The tier is not among them: a supervisor sets it. Name, document, birth and sex are item 2; how somebody is reached is
item 3.
"""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, Refused
from ops_console.data.tables import Party, PolicyRole
from ops_console.data.types import FOREVER
from ops_console.desk.forms import Form, field
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.groups import refuse_group_policy
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.preservation.notices import endorse

WHOSE = {"applicant": N_("Applicant"), "insured": N_("Insured")}
MARITAL = {
    "single": N_("single"),
    "married": N_("married"),
    "divorced": N_("divorced"),
    "widowed": N_("widowed"),
}
OCCUPATION_CHANGE = 4
"""The item for an occupation that changes the risk."""


class ClientData(Form):
    """What has changed; what is left empty stays."""

    whose: Literal["applicant", "insured"] = field(N_("Whose data"), default="applicant", choices=WHOSE)
    occupation: str = field(N_("Occupation"), default="", lookup="occupation", max_length=20)
    employer: str = field(N_("Employer"), default="", max_length=100)
    marital: Literal["single", "married", "divorced", "widowed"] | None = field(
        N_("Marital status"), default=None, choices=MARITAL
    )


LABELS = {name: info.title or name for name, info in ClientData.model_fields.items()}


@item(1, name="change_client_data", code="PS09", label=N_("Change client data"), form=ClientData)
def change_client_data(view: View, form: ClientData) -> Effect:
    """Changes what is known of a person besides name and address, at once and on all of the person's policies. An
    occupation of another class changes the risk of whoever is insured, and is item 4."""
    position = position_of(view)
    refuse_group_policy(position)
    person = view.reader.need(Party, position.applicant_id if form.whose == "applicant" else position.insured_id)
    wanted = form.model_dump(include={"occupation", "employer", "marital"})
    given = {name: value for name, value in wanted.items() if value and value != getattr(person, name)}
    if not given:
        raise InputErrors([Problem("", _("nothing here differs from what is known"))])
    if "occupation" in given:
        given["occupation_class"] = _class_of(view, person, form.occupation)
    plan = Plan()
    plan.change(Party, {"id": person.id}, **given)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        lines = [
            (LABELS[name], _said(view, name, getattr(person, name)), _said(view, name, given[name]))
            for name in LABELS
            if name in given
        ]
    endorse(view, plan, applicant.id, lines)
    return Effect(plan)


def _class_of(view: View, person: Party, occupation: str) -> int:
    """The class of an occupation. InputErrors for an unknown one, Refused where it changes the risk of an insured."""
    known = view.catalog.underwriting.occupations
    if occupation not in known:
        raise InputErrors(
            [Problem("occupation", _("one of: {values}").format(values=", ".join(known)), value=occupation)]
        )
    klass = known[occupation].klass
    is_insured = view.reader.first(PolicyRole, party_id=person.id, role="insured", valid_to=FOREVER) is not None
    if is_insured and klass != person.occupation_class:
        raise Refused(
            _(
                "{occupation} is class {new}, the risk was taken on in class {old}: that is item {item}, {label}."
            ).format(
                occupation=known[occupation].label,
                new=klass,
                old=person.occupation_class,
                item=OCCUPATION_CHANGE,
                label=view.catalog.items[OCCUPATION_CHANGE].label,
            ),
            code="occupation_class",
            source="catalog: items",
        )
    return klass


def _said(view: View, name: str, value: str | None) -> str:
    """A value for a letter, in the language now spoken."""
    if not value:
        return ""
    if name == "occupation":
        known = view.catalog.underwriting.occupations
        return str(known[value].label) if value in known else value
    return word(value, "marital") if name == "marital" else value
