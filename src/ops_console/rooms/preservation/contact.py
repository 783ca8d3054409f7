"""Item 3, address and contact change: of the person, so on all of the person's policies."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Party
from ops_console.desk.forms import Form, Seen, field
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.policies import position_of
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.preservation.notices import endorse


class Contact(Form):
    """New contact data of the applicant; what is left empty stays."""

    phone: str = field(N_("Telephone"), default="", max_length=20, pattern=r"^[0-9+() -]*$")
    address: Seen = field(N_("Address"), default="", max_length=200)
    postcode: str = field(N_("Postcode"), default="", max_length=10, pattern=r"^[0-9]*$")
    email: str = field(N_("E-mail"), default="", max_length=100, pattern=r"^$|^[^@\s]+@[^@\s]+$")


LABELS = {name: info.title or name for name, info in Contact.model_fields.items()}


@item(3, name="change_contact", code="PS01", label=N_("Change address or contact"), form=Contact)
def change_contact(view: View, form: Contact) -> Effect:
    """Changes how the applicant is reached, at once; it holds for all policies of the same person."""
    applicant = view.reader.need(Party, position_of(view).applicant_id)
    given = {name: value for name, value in form.model_dump().items() if value and value != getattr(applicant, name)}
    if not given:
        raise InputErrors([Problem("", _("nothing here differs from what is known"))])
    plan = Plan()
    plan.change(Party, {"id": applicant.id}, **given)
    endorse(view, plan, applicant.id, [(LABELS[name], getattr(applicant, name), new) for name, new in given.items()])
    return Effect(plan)
