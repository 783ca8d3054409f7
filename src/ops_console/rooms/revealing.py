"""Reading an identity number whole: with a purpose, and logged."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Application, Claim, Party, PolicyRole
from ops_console.desk.forms import Form, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View


class Reveal(Form):
    """Whose number, and why."""

    purpose: str = field(N_("Purpose"), min_length=4, max_length=300, help=N_("stands in the log of looks"))
    person: str = field(
        N_("Person"), default="", max_length=100, help=N_("name of somebody of the case; its customer when left empty")
    )


@operation("desk.reveal", code="DK09", label=N_("Read an identity number"), form=Reveal, on=On.ANY_CASE)
def reveal(view: View, form: Reveal) -> Plan:
    """Shows the whole number of a document of somebody the case names; who looked at whose, why and when is logged."""
    people = _people(view)
    found = [one for one in people if one.name == form.person] if form.person else people[:1]
    if not found:
        names = ", ".join(one.name for one in people) or "-"
        raise InputErrors([Problem("person", _("is nobody of this case: {names}").format(names=names))])
    return Plan(
        data={"looked_at": [one.id for one in found]},
        messages=[f"{one.name}: {one.document_no}" for one in found],
    )


def _people(view: View) -> list[Party]:
    """Everyone the case and its policy name, its customer first."""
    case, reader = view.the_case, view.reader
    keys: list[int | None] = [case.party_id]
    application = reader.get(Application, case.id)
    if application is not None:
        keys += [application.applicant_id, application.insured_id]
        keys += [one.get("party_id") for one in (*application.beneficiaries, *(application.members or ()))]
    claim = reader.get(Claim, case.id)
    keys += [claim.insured_id] if claim else []
    if case.policy_id is not None:
        roles = reader.current(PolicyRole, case.policy_id)
        # Who claims of a group has no business with its other members.
        keys += [one.party_id for one in roles if claim is None or one.role != "insured" or one.party_id in keys]
    return [reader.need(Party, key) for key in dict.fromkeys(keys) if key is not None]
