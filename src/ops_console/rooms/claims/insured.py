"""One policy of the insured: as it was on the day of the event, and as it is now."""

from dataclasses import dataclass, replace
from datetime import date

from ops_console.data.tables import Claim, Coverage, Event, Policy, PolicyRole, PolicyStatus
from ops_console.desk.view import View
from ops_console.rooms.dues import Instalment
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rules.claims.facts import Standing

STANDINGS = {"in_force": Standing.IN_FORCE, "lapsed": Standing.LAPSED, "ended": Standing.ENDED}


@dataclass(frozen=True)
class Insured:
    """One policy of the insured: as it was on the day of the event, and as it is now (whose money is settled)."""

    policy: Policy
    then: PolicyPosition
    now: PolicyPosition
    existed: bool
    """False when the policy was issued after the event."""
    ended_here: bool = False
    """Ended by this very claim, which was reopened: it is looked at as if it went on."""
    uncovered: Standing | None = None
    """Of a member of a group who was not insured on that day: not yet, or no more."""

    @property
    def standing(self) -> Standing:
        """The contract on the day of the event, as its dated rows tell."""
        if not self.existed:
            return Standing.NOT_BEGUN
        if self.uncovered is not None:
            return self.uncovered
        return STANDINGS.get(self.then.status.status, Standing.NOT_BEGUN)

    def unpaid(self, day: date) -> tuple[Instalment, ...]:
        """Instalments due by the day of the event and not paid, those cancelled by a lapse since among them; none of a
        cover with an account, whose premiums are planned, not owed."""
        if self.now.product.basis.account is not None:
            return ()
        return tuple(one for one in self.now.instalments if one.due_date <= day and not one.is_paid)

    def owed(self, day: date) -> tuple[Instalment, ...]:
        """Those of `unpaid` that are owed when the event fell in their grace (Insurance Law art 36)."""
        unpaid = self.unpaid(day)
        return unpaid if unpaid and day <= self.now.grace_ends(unpaid[0].due_date) else ()


def cover_day(claim: Claim) -> date:
    """The day on which cover counts: of the event, or of the disappearance where death was declared (Interpretation III
    art 24)."""
    return claim.disappeared_on or claim.event_date


def insured_of(view: View, policy_id: int, day: date) -> Insured:
    """A policy as at the day of the event, and now; of a group what the claim's own person has of it, nobody else's.
    LookupError when there is none."""
    policy = view.reader.need(Policy, policy_id)
    now = position_of(view, policy)
    existed = day >= policy.issued_on
    then = position_of(view, policy, day) if existed else now
    before = _before_this_claim(view, now)
    uncovered = None
    if now.product.is_group and view.case is not None and view.case.kind == "claim":
        person_id = view.own(Claim).insured_id
        then, now = _only_of(view, then, person_id), _only_of(view, now, person_id)
        if not then.coverages:
            then, uncovered = _not_covered(view, then, person_id, day)
    if before is None:
        return Insured(policy, then, now, existed, uncovered=uncovered)
    if then.status.status == "ended":
        then = replace(then, status=before)
    return Insured(policy, then, replace(now, status=before), existed, ended_here=True, uncovered=uncovered)


def _only_of(view: View, position: PolicyPosition, person_id: int) -> PolicyPosition:
    """A group's policy as one member has it: cover and part of that person, who may have left, and the organisation."""
    mine = {"policy_id": position.policy.id, "party_id": person_id, "role": "insured"}
    last = view.reader.find(PolicyRole, **mine, order_by=("-no", "-revision"), limit=1)
    return replace(
        position,
        coverages=tuple(one for one in position.coverages if one.insured_id == person_id),
        roles=(*(one for one in position.roles if one.role != "insured"), *last),
    )


def _not_covered(view: View, then: PolicyPosition, person_id: int, day: date) -> tuple[PolicyPosition, Standing]:
    """Of a member who was not insured on a day: the cover there is, to be told about, and how it stood."""
    rows = view.reader.find(Coverage, policy_id=then.policy.id, insured_id=person_id, order_by=("no", "revision"))
    earlier = [one for one in rows if one.valid_from <= day]
    chosen = earlier[-1:] or rows[:1]
    return replace(then, coverages=tuple(chosen)), Standing.ENDED if earlier else Standing.NOT_BEGUN


def _before_this_claim(view: View, now: PolicyPosition) -> PolicyStatus | None:
    """How a policy stood that the claim worked on has ended, when it was first approved; None for all others."""
    case, status = view.case, now.status
    event = view.reader.get(Event, status.source_id) if case and status.status == "ended" else None
    if case is None or event is None or event.case_id != case.id:
        return None
    return view.reader.first(PolicyStatus, policy_id=status.policy_id, revision=status.revision - 1)


def policies_of(view: View, insured_id: int, day: date) -> list[int]:
    """Every policy on the life: those in being on the day of the event; all there ever were when there was none."""
    roles = view.reader.find(PolicyRole, party_id=insured_id, role="insured")
    ids = sorted({role.policy_id for role in roles})
    in_being = [one for one in ids if insured_of(view, one, day).standing not in (Standing.NOT_BEGUN, Standing.ENDED)]
    return in_being or ids
