"""What the claimant is told: how to claim, what is missing, what is paid, why not."""

from collections.abc import Iterable, Sequence

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.catalog.model import Paper
from ops_console.data.tables import Claim, ClaimItem, Party, Policy, PolicyRole
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.payees import Share
from ops_console.rooms.parties import speaking_to
from ops_console.rules import accounts, clocks
from ops_console.rules.claims.conclusions import LABELS
from ops_console.rules.claims.facts import EventKind
from ops_console.rules.claims.liability import REASONS
from ops_console.rules.numbers import Prefix, printed
from ops_console.rules.sources import source_text

NAMES = {
    "benefit": N_("benefit"),
    "cash_value": N_("cash value"),
    "premium_refund": N_("premium given back"),
    "dividends": N_("accumulated dividends"),
    "paid_before": N_("paid before"),
    "premium_owed": N_("premium owed"),
    "loan_interest": N_("interest on policy loan"),
    "loan_principal": N_("policy loan"),
    "apl_interest": N_("interest on automatic premium loan"),
    "apl_principal": N_("automatic premium loan"),
}
"""Amounts of an assessed benefit, as letters name them."""


def addressee(view: View, claim: Claim) -> Party:
    """Who is written to: the insured; after a death the first named payee, beneficiary or applicant who is another."""
    insured = view.reader.need(Party, claim.insured_id)
    if claim.event_kind != EventKind.DEATH:
        return insured
    roles = view.reader.find(PolicyRole, party_id=insured.id, role="insured", limit=1)
    policy_id = roles[0].policy_id
    named = [entry["party_id"] for entry in claim.payees if entry["account_no"]]
    for role in ("beneficiary", "applicant"):
        named += [one.party_id for one in view.reader.current(PolicyRole, policy_id, role=role) if one.share]
    return next((view.reader.need(Party, one) for one in named if one != insured.id), insured)


def guide(view: View, plan: Plan, to: Party, claim_number: str, event_kind: str) -> None:
    """How to fill in the form, and every paper that is needed."""
    plan.notify(
        "claim_guide", to.id, claim=claim_number, papers=_list(to, view.catalog.papers_for("claim", event=event_kind))
    )


def ask_for_papers(view: View, plan: Plan, claim: Claim, missing: Sequence[Paper]) -> None:
    """Everything that is missing in one letter; clocks that papers stop stand still."""
    to = addressee(view, claim)
    plan.waits.append("papers")
    plan.notify(
        "claim_papers_wanted",
        to.id,
        claim=view.the_case.number,
        policy=_policies(view, claim),
        papers=_list(to, missing),
    )


def tell_payment(
    view: View, plan: Plan, policy: Policy, items: Sequence[ClaimItem], share: Share, paid_before: Fen
) -> None:
    """What one payee gets of one policy now, and by when (Insurance Law art 23)."""
    to = planned(view, plan, share.party_id)
    before = [f"- {_(NAMES['paid_before'])}: {Fen(-paid_before).yuan()}"]
    deadline = clocks.start(view.catalog.standards["payment"], view.today, view.calendar)
    with speaking_to(to):
        plan.notify(
            "payment_notice",
            to.id,
            policy.id,
            claim=view.the_case.number,
            policy=policy.number,
            account=accounts.mask(share.account_no),
            amount=share.amount.yuan(),
            conclusion=", ".join(dict.fromkeys(_(LABELS[item.conclusion]) for item in items)),
            lines=[line for item in items for line in _lines(item)] + (before if paid_before else []),
            due=deadline.due.isoformat(),
        )


def tell_advance(view: View, plan: Plan, policy_id: int, share: Share) -> None:
    """That the certain part is paid, and by when (Insurance Law art 25)."""
    to = view.reader.need(Party, share.party_id)
    deadline = clocks.start(view.catalog.standards["payment"], view.today, view.calendar)
    plan.notify(
        "advance_notice",
        to.id,
        policy_id,
        claim=view.the_case.number,
        policy=printed(Prefix.POLICY, policy_id),
        account=accounts.mask(share.account_no),
        amount=share.amount.yuan(),
        due=deadline.due.isoformat(),
    )


def planned(view: View, plan: Plan, party_id: int) -> Party:
    """A person on record, or about to be: an heir who was just named."""
    new = next((one for one in plan.inserts if isinstance(one, Party) and one.id == party_id), None)
    return new or view.reader.need(Party, party_id)


def tell_refusal(view: View, plan: Plan, claim: Claim, policy: Policy, items: Sequence[ClaimItem]) -> None:
    """Why no benefit is due, and the way to appeal; goes out with the decision, inside the 3 days of art 24."""
    to = addressee(view, claim)
    with speaking_to(to):
        reasons = [f"- {reason_of(item)} ({source_text(item.article)})" for item in items]
        plan.notify(
            "refusal",
            to.id,
            policy.id,
            claim=view.the_case.number,
            policy=policy.number,
            decided=view.today.isoformat(),
            reasons=reasons,
            refund=Fen.total(item.net for item in items).yuan(),
        )


def reason_of(item: ClaimItem) -> str:
    """The reason of a rule in the language spoken, or the clerk's own words."""
    return _(REASONS[item.reason]) if item.reason in REASONS else item.reason


def _lines(item: ClaimItem) -> list[str]:
    amounts = [
        ("benefit", item.benefit),
        *item.refunds.items(),
        *((name, -owed) for name, owed in item.deductions.items()),
    ]
    return [f"- {_(NAMES[name])}: {Fen(amount).yuan()}" for name, amount in amounts if amount]


def _list(to: Party, papers: Iterable[Paper]) -> list[str]:
    with speaking_to(to):
        return [f"- {paper.label}" for paper in papers]


def _policies(view: View, claim: Claim) -> str:
    items = view.reader.find(ClaimItem, case_id=claim.case_id)
    return ", ".join(printed(Prefix.POLICY, one) for one in sorted({item.policy_id for item in items}))
