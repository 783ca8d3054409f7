"""Universal life accounts: brought up to date; they and units of funds warned of when they run out, lapsed when nothing
carries the charges.

A planned premium is asked for like any other (so that reminders, mandates and receipts are the same), but not owed:
once its grace is over it is passed over, and the cover goes on as long as the account carries its charges. When it does
not, the contract's days of grace run from the monthly day whose charges are lacking, and then it lapses. Source:
account clause of the contract (company default); days of grace: Insurance Law art 36.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Letter, Party
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.account_booking import book
from ops_console.rooms.accounts import INTEREST, PREMIUM, Account, Forward, account_of, forward
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import ONE_DAY, PolicyPosition, position_of, refuse_unless_in_force
from ops_console.rooms.settling import suspend
from ops_console.rooms.units import units_of
from ops_console.rules.due_dates import due_date, instalments_due_by
from ops_console.rules.products.universal import SOURCE
from ops_console.rules.why import Why

ROLL, WARN, LAPSE = "premium.roll_account", "premium.warn_account", "premium.lapse_account"
WARNING, LAPSED, STATEMENT = "account_short", "account_lapsed", "account_statement"


@dataclass(frozen=True)
class AccountStep:
    """The next thing an account needs; `amount` is what is put in, or what is lacking on the day it is short."""

    operation: str
    amount: Fen
    balance: Fen
    short_on: date
    grace_ends: date
    whys: Sequence[Why]
    ahead: Forward | None = None
    """Of an account in money."""


def account_step(view: View, position: PolicyPosition, day: date) -> AccountStep | None:
    """What the account of a policy in force needs on a day; None for nothing, and for a policy without one."""
    if not position.is_in_force or position.commenced_on > day:
        return None
    account = account_of(view, position)
    if account is None:
        return _units_step(view, position, day)
    ahead = forward(position, account, day)
    short_on, balance = ahead.rolled.rolled_to, ahead.after.balance
    if ahead.is_news:
        amount = Fen.total(one.premium for one in ahead.allocated)
        return AccountStep(ROLL, amount, balance, short_on, position.grace_ends(short_on), ahead.whys, ahead)
    if ahead.rolled.lacking is None:
        return None
    return _short(view, position, day, short_on, ahead.rolled.lacking, balance, ahead.whys)


def _units_step(view: View, position: PolicyPosition, day: date) -> AccountStep | None:
    """The same of units of funds, which `premium/units.py` brings up to date."""
    units = units_of(view, position)
    if units is None or units.short is None:
        return None
    short_on, lacking = units.short
    value, why = units.value(day)
    return _short(view, position, day, short_on, lacking, value, [why])


def _short(
    view: View, position: PolicyPosition, day: date, short_on: date, lacking: Fen, balance: Fen, whys: Sequence[Why]
) -> AccountStep | None:
    """The charges of a monthly day are not carried: warned of once, and after grace the cover lapses."""
    grace_ends = position.grace_ends(short_on)
    if day > grace_ends:
        return AccountStep(LAPSE, lacking, balance, short_on, grace_ends, whys)
    if not _was_warned(view, position, short_on):
        return AccountStep(WARN, lacking, balance, short_on, grace_ends, whys)
    return None


@operation(ROLL, code="PR21", label=N_("Bring the account up to date"), form=Nothing, on=On.POLICY, duties=("premium",))
def roll_account(view: View, _form: Nothing) -> Plan:
    """Puts planned premiums that were collected into the account of a universal life cover, less the initial charge,
    takes out what the bank took back, and books every monthly day since: interest of the month that ended, then fee and
    risk charge of the month that begins. At the end of a policy year the applicant gets a statement."""
    position, step = _needs(view, ROLL)
    ahead, plan = known(step.ahead, "account"), Plan()
    book(plan, ahead.before, ahead.after, ahead.whys)
    for year in _years_ended(ahead):
        _state(view, plan, position, ahead.after, year)
    plan.messages.append(
        _("The account holds {balance}; booked to {day}.").format(
            balance=ahead.after.balance.yuan(), day=(ahead.after.rolled_to - ONE_DAY).isoformat()
        )
    )
    return plan


@operation(
    WARN, code="PR22", label=N_("Warn of an account that runs out"), form=Nothing, on=On.POLICY, duties=("premium",)
)
def warn_account(view: View, _form: Nothing) -> Plan:
    """Tells the applicant that the account does not carry the charges of the month, what is lacking, and when the
    policy lapses unless it is paid. Once for each monthly day."""
    position, step = _needs(view, WARN)
    applicant = view.reader.need(Party, position.applicant_id)
    plan = Plan(whys=[*step.whys])
    with speaking_to(applicant):
        plan.notify(
            WARNING,
            applicant.id,
            balance=step.balance.yuan(),
            charges=step.amount.yuan(),
            due=step.short_on.isoformat(),
            grace_end=step.grace_ends.isoformat(),
            policy=position.policy.number,
        )
    return plan


@operation(
    LAPSE,
    code="PR23",
    label=N_("Lapse: the account has run out"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
)
def lapse_account(view: View, _form: Nothing) -> Plan:
    """After the days of grace that began on the monthly day whose charges the account does not carry, the cover is
    suspended from the day after, as for an unpaid premium (Insurance Law art 36). What is left in the account stays."""
    position, step = _needs(view, LAPSE)
    lapsed_on = step.grace_ends + ONE_DAY
    plan = Plan(whys=[*step.whys], change_set=position.policy.id)
    suspend(view, plan, position, lapsed_on)
    plan.notify(
        LAPSED,
        position.applicant_id,
        balance=step.balance.yuan(),
        charges=step.amount.yuan(),
        due=step.short_on.isoformat(),
        lapsed=lapsed_on.isoformat(),
        policy=position.policy.number,
        reinstate_until=position.reinstatement_ends(lapsed_on).isoformat(),
    )
    return plan


def _needs(view: View, operation_name: str) -> tuple[PolicyPosition, AccountStep]:
    """The step, when it is this operation's turn; else Refused, saying what."""
    position = position_of(view)
    refuse_unless_in_force(position)
    step = account_step(view, position, view.today)
    if step is not None and step.operation == operation_name:
        return position, step
    message = {
        ROLL: _("The account of {number} is up to date, or it has none."),
        WARN: _("There is nothing to warn of on {number}, or it was done."),
        LAPSE: _("No grace for charges of {number} is over."),
    }[operation_name]
    raise Refused(message.format(number=position.policy.number), code="account", source=SOURCE)


def _was_warned(view: View, position: PolicyPosition, short_on: date) -> bool:
    sent = view.reader.find(Letter, policy_id=position.policy.id, kind=WARNING)
    return any(letter.values["due"] == short_on.isoformat() for letter in sent)


def _years_ended(ahead: Forward) -> range:
    """Policy years whose last month is booked now: the monthly day that begins the next one is."""
    start = ahead.before.cover.commencement
    before, after = (
        instalments_due_by(start, 12, account.rolled_to - ONE_DAY) for account in (ahead.before, ahead.after)
    )
    return range(max(before, 1), after)


def _state(view: View, plan: Plan, position: PolicyPosition, account: Account, year: int) -> None:
    """The yearly statement: what the account held, what came in and went out, what it holds."""
    start, end = (due_date(account.cover.commencement, 12, number) for number in (year - 1, year))
    closing = [one for one in account.entries if one.day < end or (one.day == end and one.what == INTEREST)]
    opening = [one for one in closing if one.day < start or (one.day == start and one.what == INTEREST)]
    before = {one.no for one in opening}
    within = [one for one in closing if one.no not in before]
    applicant = view.reader.need(Party, position.applicant_id)

    def total(*names: str) -> str:
        return Fen.total(one.amount for one in within if one.what in names).yuan()

    with speaking_to(applicant):
        others = {one.what for one in within} - {PREMIUM, INTEREST}
        plan.notify(
            STATEMENT,
            applicant.id,
            balance=Fen.total(one.amount for one in closing).yuan(),
            charges=total(*others),
            end=end.isoformat(),
            interest=total(INTEREST),
            opening=Fen.total(one.amount for one in opening).yuan(),
            policy=position.policy.number,
            premiums=total(PREMIUM),
            start=start.isoformat(),
            year=year,
        )
