"""Approving a claim 签批: by another clerk within authority, or by rule where all is clear and the sum is small."""

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.data.tables import Claim, ClaimItem, ClaimSample, Party, Task
from ops_console.desk.forms import Comment, Nothing, Reason
from ops_console.desk.operations import Hand, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.assessing import Assessing, assessed
from ops_console.rooms.claims.deciding import decide, paid_before
from ops_console.rooms.claims.facts import Facts, known_facts
from ops_console.rooms.claims.insured import cover_day, insured_of
from ops_console.rooms.claims.investigating import INVESTIGATION
from ops_console.rooms.claims.payees import shares_of
from ops_console.rules.claims.clear import DOUBTS, SOURCE, doubts

HIGH_RISK = ("high", "unacceptable")
"""Money-laundering grades that a person looks at."""


@operation(
    "claims.approve",
    code="CL04",
    label=N_("Approve the claim"),
    form=Comment,
    duties=("claims",),
    hand=Hand.CHECKS,
    measures=("claim_amount",),
)
def approve(view: View, _form: Comment) -> Plan:
    """Another clerk than who assessed it, up to the authority of the grade; refusals, ex gratia and agreements need a
    supervisor. Opens a payment to each one entitled, due 10 days later (Insurance Law art 23), less what was paid
    before; a refusal goes out with its reasons and the way to appeal (art 24). A death ends the insured's policies.
    Closed at once when nothing is paid.
    """
    plan, claim = Plan(), view.own(Claim)
    decide(view, plan, claim, view.reader.find(ClaimItem, case_id=claim.case_id))
    return plan


@operation(
    "claims.send_back",
    code="CL05",
    label=N_("Send the assessment back"),
    form=Reason,
    duties=("claims",),
    hand=Hand.CHECKS,
)
def send_back(view: View, form: Reason) -> Plan:
    """The assessment, or the advance that is proposed, is to be made again; the remark says what is wrong with it."""
    plan = Plan(to="assessing", messages=[form.reason])
    plan.change(Claim, {"case_id": view.the_case.id}, advance=None)
    return plan


@operation(
    "claims.approve_by_rule",
    code="CL16",
    label=N_("Approve by rule"),
    form=Nothing,
    duties=("claims",),
    measures=("claim_amount",),
)
def approve_by_rule(view: View, _form: Nothing) -> Plan:
    """Automatic adjudication: where every check is clear and the sum lies within the automatic limit, the rule approves
    and no second clerk has to; it is on record as decided by rule. Else it says what stands against it.
    """
    claim = view.own(Claim)
    items = view.reader.find(ClaimItem, case_id=claim.case_id)
    looked_at = {one: insured_of(view, one, cover_day(claim)) for one in {item.policy_id for item in items}}
    done = Assessing(claim, items, looked_at)
    _refuse_unless_clear(view, done, view.catalog.authority.automatic["claim_amount"])
    decide(view, done.plan, claim, items)
    done.plan.data["decided_by"] = "rule"
    return done.plan


@operation(
    "claims.settle_on_the_spot",
    code="CL15",
    label=N_("Settle on the spot"),
    form=Facts,
    duties=("claims",),
    measures=("claim_amount",),
    proposes=known_facts,
)
def settle_on_the_spot(view: View, form: Facts) -> Plan:
    """A small claim at the counter: assessed and decided in one step by the rules, while the claimant waits, when every
    check is clear and the sum is small. The cashier pays it at once, in cash if wanted.
    """
    done = assessed(view, form)
    _refuse_unless_clear(view, done, view.catalog.setting("claim_on_the_spot"))
    decide(view, done.plan, done.claim, done.items)
    done.plan.data["decided_by"] = "rule"
    return done.plan


def _refuse_unless_clear(view: View, done: Assessing, limit: int) -> None:
    """Refused, with every doubt, unless a rule may decide the claim."""
    claim = done.claim
    sample = view.reader.get(ClaimSample, claim.case_id)
    found = [
        *doubts(
            done.conclusion,
            [(item.reason, item.article) for item in done.items],
            signals=bool(claim.signals),
            investigated=view.reader.count(Task, case_id=claim.case_id, kind=INVESTIGATION) > 0,
            high_risk=_is_high_risk(view, done),
        ),
        *(["reopened"] if claim.reopened_on else []),
        *(["advance"] if paid_before(view, claim.case_id) else []),
        *(["defects"] if sample is not None and sample.defects else []),
    ]
    reasons = [_(DOUBTS[code]) for code in found]
    if done.total > limit:
        reasons.append(_("{amount} is above {limit}").format(amount=done.total.yuan(), limit=Fen(limit).yuan()))
    view.refuse_unless(
        not reasons, "not_clear", _("A clerk has to decide it: {reasons}.").format(reasons="; ".join(reasons)), SOURCE
    )


def _is_high_risk(view: View, done: Assessing) -> bool:
    takers = {
        share.party_id
        for item in done.items
        for share in shares_of(view, done.claim, done.looked_at[item.policy_id], item)
    }
    people = [view.reader.get(Party, one) for one in takers]
    return any(person is not None and person.risk_grade in HIGH_RISK for person in people)
