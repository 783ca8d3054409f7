"""Changed terms for a group: a member for a lower sum, or without a member. The employer has to accept in writing."""

from collections.abc import Mapping, Sequence

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.catalog.model import Product
from ops_console.catalog.offer import Wanted, problems_of
from ops_console.data.tables import Application
from ops_console.desk.forms import Codes, Form, field
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.typed import amount_typed
from ops_console.desk.view import View
from ops_console.rooms.beneficiaries import Lines
from ops_console.rooms.groups import refuse_unless_group
from ops_console.rooms.members import ONE_YEAR, Member, document_of, members_of, priced, sums, too_few, whys_of
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.underwriting.decisions import MEASURES, REASONS, REMARK, applicant_of, decided
from ops_console.rooms.underwriting.offers import make_offer
from ops_console.rules import identity

LOWERED, LEFT_OUT = "lowered", "left_out"


class Changed(Form):
    """Which members are offered less, or nothing."""

    lowered: Lines = field(N_("Lower sums"), default=(), help=N_("number or document/sum; by commas"))
    left_out: Codes = field(N_("Members left out"), default=(), help=N_("their numbers or documents, by commas"))
    reason: str = REASONS
    comment: str = REMARK


@operation(
    "underwriting.change_members",
    code="UW22",
    label=N_("Offer a group with changed members"),
    form=Changed,
    duties=("underwriting",),
    hand=Hand.CHECKS,
    measures=MEASURES,
    suits=refuse_unless_group,
)
def change_members(view: View, form: Changed) -> Plan:
    """Offers the group with lower sums for some members, or without some. At least three are left (Notice on group
    insurance 2015 art 1). The employer has to accept in writing in time, else the application is withdrawn (company
    default)."""
    application = view.own(Application)
    product = view.product(application.product)
    applied = {one.party.document_no: one for one in members_of(view, application)}
    problems: list[Problem] = []
    lowered = _lowered(product, applied, form.lowered, problems)
    by_number = dict(enumerate(applied, 1))
    left_out = {document_of(typed, by_number) for typed in form.left_out}
    problems += [_stranger(LEFT_OUT, one) for one in sorted(left_out - applied.keys())]
    problems += [
        Problem(LEFT_OUT, _("is named twice"), value=identity.mask(one)) for one in sorted(left_out & lowered.keys())
    ]
    if not form.lowered and not form.left_out:
        problems.append(Problem(LOWERED, _("say who is offered less, or left out")))
    left = {document: one for document, one in applied.items() if document not in left_out}
    problems += [Problem(LEFT_OUT, one.message, value=one.value) for one in too_few(view, len(left))]
    if problems:
        raise InputErrors(problems)
    members = [
        priced(
            product,
            one.party,
            application.stamped,
            lowered.get(document, one.terms.sum_assured),
            one.terms.occupation_class,
        )
        for document, one in left.items()
    ]
    columns = sums(members)
    offered = application.model_copy(update=columns)
    plan = decided(view, offered, 0, offered.sum_assured, form.comment)
    plan.change(
        Application,
        {"case_id": application.case_id},
        **columns,
        asked_sum=application.sum_assured,
        catalog_version=view.reader.state().catalog_version,
        conclusion="limited",
    )
    with speaking_to(applicant_of(view, application)):
        terms = [
            _("{name}: sum assured {amount} CNY").format(name=applied[document].party.name, amount=amount.yuan())
            for document, amount in lowered.items()
        ]
        terms += [_("Not insured: {wording}").format(wording=applied[one].party.name) for one in sorted(left_out)]
    make_offer(view, plan, application, terms, columns["premium"], form.reason)
    plan.whys += whys_of(members)
    plan.messages.append(_("Instalment {premium}.").format(premium=columns["premium"].yuan()))
    return plan


def _lowered(
    product: Product, applied: Mapping[str, Member], lines: Sequence[str], problems: list[Problem]
) -> dict[str, Fen]:
    """The lower sums typed, by document."""
    found: dict[str, Fen] = {}
    for line in lines:
        document, _slash, typed = (part.strip() for part in line.partition("/"))
        member = applied.get(document_of(document, dict(enumerate(applied, 1))))
        if member is None:
            problems.append(_stranger(LOWERED, document))
            continue
        amount = _less_than(member.terms.sum_assured, typed, problems)
        if amount is None:
            continue
        wanted = Wanted(amount, ONE_YEAR, ONE_YEAR, member.terms.months, None)
        problems += [Problem(LOWERED, one.message, value=one.value) for one in problems_of(product, wanted)]
        found[member.party.document_no] = amount
    return found


def _less_than(applied: Fen, typed: str, problems: list[Problem]) -> Fen | None:
    try:
        amount = amount_typed(typed)
    except ValueError:
        problems.append(Problem(LOWERED, _("typed as document/sum"), value=typed))
        return None
    if amount < applied:
        return amount
    message = _("less than the {sum} applied for").format(sum=applied.yuan())
    problems.append(Problem(LOWERED, message, value=amount.yuan()))
    return None


def _stranger(field_name: str, document: str) -> Problem:
    return Problem(field_name, _("nobody of the group has this document"), value=identity.mask(document))
