"""Quality sampling 抽检: a stated share of claims is looked through by a clerk who had no part in them, before money
is owed. How it is drawn stands in `rules/claims/sampling.py`."""

from collections.abc import Mapping, Sequence
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Claim, ClaimSample, Event
from ops_console.desk.forms import Codes, Comment, Flag, field
from ops_console.desk.operations import OPERATIONS, Hand, Offered, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rules.claims.sampling import is_drawn, seed_of, stratum_of

EVERYBODYS = "desk"
"""Operations of this room are no part in a decision: taking a case, handing it on, a note."""


def draw(view: View, plan: Plan, claim: Claim, amount: Fen) -> bool:
    """Is the claim drawn? Kept with what it was drawn by, so that anybody can do it again. The seed is that of the
    month the claim was reported in: who assesses it cannot wait for a better one. Nothing is drawn where nothing is
    paid."""
    stratum = stratum_of(view.catalog.claims.samples, claim.event_kind, amount)
    if stratum is None or not amount:
        return False
    known = view.reader.get(ClaimSample, claim.case_id)
    seed = known.seed if known else seed_of(claim.reported, view.catalog.setting("claim_sample_seed"))
    drawn = is_drawn(seed, view.the_case.number, stratum.per_mille)
    values: dict[str, Any] = {"stratum": stratum.code, "share": stratum.per_mille, "seed": seed, "drawn": drawn}
    if known is None:
        plan.insert(ClaimSample(case_id=claim.case_id, **values))
    else:
        plan.change(ClaimSample, {"case_id": claim.case_id}, **values, clerk_id=None, checked_on=None, defects=None)
    if drawn:
        label = view.catalog.claims.sample_labels.get(stratum.code, stratum.code)
        plan.messages.append(_("Drawn for the quality sample: {stratum}.").format(stratum=label))
    return drawn


class Looked(Comment):
    """What the second look found."""

    defects: Codes = field(N_("Defects"), default=(), ticks=True, help=N_("none: it passes"))
    back: Flag = field(N_("Back to the handler"), default=False, help=N_("to be assessed again"))


def _defects(view: View, _typed: Mapping[str, Any]) -> Mapping[str, Sequence[Offered]]:
    known = view.catalog.claims.defects.items()
    return {"defects": [Offered(code, str(label)) for code, label in known]}


@operation(
    "claims.check_sample",
    code="CL14",
    label=N_("Look through a drawn claim"),
    form=Looked,
    duties=("claims",),
    hand=Hand.CHECKS,
    offers=_defects,
)
def check_sample(view: View, form: Looked) -> Plan:
    """A clerk who had no part in the claim looks through it before it is approved. Defects are coded and stay on
    record; it goes on to approval, or back to be assessed again.
    """
    known = view.catalog.claims.defects
    unknown = [Problem("defects", _("no such defect"), value=code) for code in form.defects if code not in known]
    if form.back and not form.defects:
        unknown.append(Problem("defects", _("are needed: what the handler has to mend")))
    if unknown:
        raise InputErrors(unknown)
    _refuse_part(view)
    plan = Plan(to="assessing" if form.back else "assessed")
    plan.change(
        ClaimSample,
        {"case_id": view.the_case.id},
        clerk_id=view.clerk.id,
        checked_on=view.today,
        defects=list(form.defects),
    )
    plan.messages.append(
        _("Found: {defects}.").format(defects=", ".join(str(known[code]) for code in form.defects))
        if form.defects
        else _("Nothing found: on to approval.")
    )
    return plan


def _refuse_part(view: View) -> None:
    """Refused to who did anything on the claim but take it, hand it on or write a note."""
    done = view.reader.find(Event, case_id=view.the_case.id, clerk_id=view.clerk.id)
    part = next((one.operation for one in done if not one.operation.startswith(f"{EVERYBODYS}.")), None)
    if part is None:
        return
    view.refuse_unless(
        False,
        "had_part",
        _("You had part in this claim ({operation}): somebody who had none looks through it.").format(
            operation=_(OPERATIONS[part].label) if part in OPERATIONS else part
        ),
        "company default: who looks through a sample had no part in it",
    )
