"""A contract that the company ends: what it is worth settles its loans, the rest goes back to the applicant."""

from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.data.tables import Party
from ops_console.desk.payables import not_their_own, pay
from ops_console.desk.plan import ClockStart, LetterValue, Notice, Plan
from ops_console.desk.view import View
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition
from ops_console.rooms.preservation.accounts import emptied
from ops_console.rooms.preservation.ending import HELD_MONEY, SURRENDER_CLOCK
from ops_console.rooms.preservation.settled import settle_value
from ops_console.rooms.settling import end_policy, hold
from ops_console.rules import accounts


@dataclass(frozen=True)
class WoundUp:
    """What a contract came to: lines of the letter with their amounts, the applicant, and the account it is paid to
    (empty: still to be named)."""

    lines: tuple[tuple[str, Fen], ...]
    applicant: Party
    account_no: str

    @property
    def paid(self) -> Fen:
        return Fen.total(amount for _what, amount in self.lines)


def wind_up(view: View, plan: Plan, position: PolicyPosition, reason: str) -> WoundUp:
    """The contract is over from today. Cash value, that of paid-up additions, accumulated dividends and unearned
    premium, less loans with interest, and money held are owed to the applicant within the 30 days of a surrender
    (Insurance Law art 47), to the account premium came from if it is their own. Loans above the value are written
    off."""
    lines = emptied(view, plan, position) or settle_value(view, plan, position)[0]
    held = position.suspense
    end_policy(view, plan, position, reason)
    applicant = view.reader.need(Party, position.applicant_id)
    account_no = position.terms.account_no
    account_no = "" if applicant.died_on is not None or not_their_own(account_no, applicant) else account_no
    clock = ClockStart(SURRENDER_CLOCK, view.today)
    pay(view, plan, applicant.id, Fen.total(amount for _what, amount in lines), "surrender", account_no, [clock])
    plan.post("suspense_refunded", position.policy.id, amount=held)
    hold(view, plan, position.policy.id, -held)
    pay(view, plan, applicant.id, held, "refund", account_no)
    return WoundUp((*lines, (HELD_MONEY, held)), applicant, account_no)


def tell(view: View, plan: Plan, position: PolicyPosition, done: WoundUp, letter: str, **more: str) -> None:
    """The letter that the contract is over: what it came to, line by line, and where the money goes."""
    with speaking_to(done.applicant):
        values: dict[str, LetterValue] = {
            "account": accounts.mask(done.account_no) or _("an account that you still name to us"),
            "amount": done.paid.yuan(),
            "effective": view.today.isoformat(),
            "lines": [f"{_(what)}: {amount.yuan()}" for what, amount in done.lines if amount] or ["-"],
            "policy": position.policy.number,
            **more,
        }
    plan.notices.append(Notice(letter, done.applicant.id, values))
