"""Dividends of a contract whose insured had died before anybody knew of it.

Nobody lived to the end of the years that dividends were granted for since: those are taken back where they still lie
with the company, and told by name where they are paid out already (dividend clause; Civil Code art 985).
What was earned is due with interest to the day of the death; a paid-up addition it bought since comes too late to be
paid on the death, so that the dividend itself is due.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import AccountEntry, Coverage, Dividend
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.account_entries import entry
from ops_console.rooms.accumulation import DIVIDEND, INTEREST, KIND, MAIN, REVERSAL, Accumulation, accumulation_of, put
from ops_console.rooms.dividends_back import TAKEN_BACK, take_back
from ops_console.rooms.policies import ADDITION, PolicyPosition
from ops_console.rules.products.dividends import accumulated

PAID = "death"
"""What a movement of accumulated dividends is that a death makes due."""


@dataclass(frozen=True)
class AtDeath:
    """Dividends as a death makes them due. `due`: what is paid; `taken_back`: of what has accumulated, dividends that
    were not earned; `for_additions`: earned, but used for additions since."""

    found: Accumulation
    due: Fen
    taken_back: Fen
    for_additions: Fen

    @property
    def interest(self) -> Fen:
        """Still to be credited; negative where it was credited for days after the death."""
        booked = self.found.account.balance if self.found.account else Fen(0)
        return Fen(self.due + self.taken_back - self.for_additions - booked)


def dividends_at_death(view: View, now: PolicyPosition, day: date) -> AtDeath:
    """What has accumulated by a death, however much has moved since: nothing not earned, no interest after it, less
    what was withdrawn since."""
    granted = view.reader.find(Dividend, policy_id=now.policy.id)
    earned = {one.source_id for one in granted if one.due_on <= day}
    late = _for_additions(view, now, [one for one in granted if one.due_on <= day], day)
    found = accumulation_of(view, now, day)
    if found.account is None or found.day == day:
        return AtDeath(found, Fen(found.balance + late), Fen(0), late)
    entries = _standing(
        view.reader.find(AccountEntry, policy_id=now.policy.id, coverage_no=MAIN, kind=KIND, order_by="no")
    )
    before = [one for one in entries if one.day <= day]
    since = [one for one in entries if one.day > day and one.what != INTEREST]
    declared = view.catalog.declared.get(now.product.code)
    rates, start = (declared.accumulation if declared else ()), max((one.day for one in before), default=day)
    balance = Fen.total(one.amount for one in before)
    added, why = accumulated(balance, start, day, now.commenced_on, rates)
    unearned = Fen.total(one.amount for one in since if one.what == DIVIDEND and one.source_id not in earned)
    moved = Fen.total(one.amount for one in since) - unearned
    left = max(Fen(0), Fen(balance + Fen.total(one.amount for one in added) + moved))
    back = min(unearned, max(Fen(0), Fen(found.account.balance - left)))
    found = Accumulation(found.account, found.day, added, left, (why,))
    return AtDeath(found, Fen(left + late), back, late)


def settle_at_death(view: View, plan: Plan, now: PolicyPosition, day: date, paid: Fen) -> None:
    """Everything out of the account of dividends, and into the books what differs from what they have; the posting of
    the claim takes what is paid off the liability. Refused when that is not what is due."""
    at = dividends_at_death(view, now, day)
    view.refuse_unless(
        at.due == paid,
        "assessment_stale",
        _("Dividends of policy {number} have changed since it was assessed: send it back.").format(
            number=now.policy.number
        ),
        "company default",
    )
    if at.found.account is None and not at.due:
        return
    moves = ((DIVIDEND, at.for_additions), (TAKEN_BACK, -at.taken_back), (INTEREST, at.interest), (PAID, -at.due))
    put(view, plan, now, at.found, [entry(KIND, at.found.day, what, Fen(amount)) for what, amount in moves if amount])
    policy_id, income = now.policy.id, {"income": now.current_billing.account}
    plan.post("dividend_addition_undone", policy_id, income, amount=at.for_additions)
    plan.post("dividend_taken_back", policy_id, income, accumulate=at.taken_back)
    rule = "dividend_interest" if at.interest > 0 else "dividend_interest_taken_back"
    plan.post(rule, policy_id, amount=abs(at.interest))


def take_back_unearned(view: View, plan: Plan, now: PolicyPosition, day: date) -> None:
    """Dividends granted for years that nobody lived to the end of, but those that accumulate: additions are nothing any
    more, money held for the premium goes back, and what was paid out is named for a clerk to claim back."""
    unearned = [one for one in view.reader.find(Dividend, policy_id=now.policy.id) if one.due_on > day]
    from_elsewhere, _held = take_back(view, plan, now, unearned)
    back = Fen(from_elsewhere + dividends_at_death(view, now, day).taken_back)
    out = Fen(Fen.total(one.amount for one in unearned) - back)
    if back:
        plan.messages.append(
            _("{amount} of {number} was granted as dividends for years that ended after the death: taken back.").format(
                amount=back.yuan(), number=now.policy.number
            )
        )
    if out:
        plan.messages.append(
            _(
                "{amount} of {number} was granted as dividends for years that ended after the death, and used since: "
                "it is to be claimed back."
            ).format(amount=out.yuan(), number=now.policy.number)
        )


def _for_additions(view: View, now: PolicyPosition, earned: Iterable[Dividend], day: date) -> Fen:
    """Earned dividends whose additions were bought after a day."""
    rows = view.reader.find(Coverage, policy_id=now.policy.id, kind=ADDITION)
    late = {one.source_id for one in rows if one.valid_from > day}
    return Fen.total(one.amount for one in earned if one.option == "additions" and one.source_id in late)


def _standing(entries: Iterable[AccountEntry]) -> list[AccountEntry]:
    """The entries without those that were reversed, and the reversals."""
    left: list[AccountEntry] = []
    for one in entries:
        same = (each for each in reversed(left) if (each.day, each.amount) == (one.day, -one.amount))
        reversed_one = next(same, None) if one.what == REVERSAL else None
        if reversed_one is None:
            left.append(one)
        else:
            left.remove(reversed_one)
    return left
