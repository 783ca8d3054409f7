"""Dividends 红利: once a year, when the rate is declared, a participating contract gets its share and uses it as its
applicant chose: paid out, left to accumulate, for paid-up additions, or held for the next premium.

What was earned before a contract ended is paid out (`rooms/dividends.py`). Once no premium is to come, what was meant
for it accumulates (company default).
"""

from dataclasses import replace
from datetime import date

from ops_console.base.i18n import N_, _
from ops_console.base.known import known
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.tables import Coverage, Dividend, Party
from ops_console.data.types import FOREVER
from ops_console.desk.forms import Nothing
from ops_console.desk.operations import Hand, On, operation
from ops_console.desk.payables import not_their_own, pay
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.accumulation import DIVIDEND, MAIN, accumulation_of, move
from ops_console.rooms.dividends import DividendDue, next_dividend
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import ADDITION, MONTHS_A_YEAR, PolicyPosition, position_of
from ops_console.rooms.settling import hold
from ops_console.rules import accounts
from ops_console.rules.due_dates import instalments_due_by
from ops_console.rules.products.basis import PolicyTerms
from ops_console.rules.products.dividends import DIVIDEND_SOURCE, addition_bought
from ops_console.rules.products.priced import years_of_cover

GRANT = "premium.grant_dividend"
CASH, ACCUMULATE, ADDITIONS, PREMIUM = "cash", "accumulate", "additions", "premium"
ADDITION_NO = 101
"""Number of the coverage that dividends buy; its sum grows with each of them."""


@operation(
    GRANT,
    code="PR19",
    label=N_("Grant a dividend"),
    form=Nothing,
    on=On.POLICY,
    duties=("premium",),
    hand=Hand.MAKES,
    opens="payment",
)
def grant_dividend(view: View, _form: Nothing) -> Plan:
    """Grants the dividend of the oldest policy year that has ended and has none yet, once the rate of the calendar year
    is declared, uses it as the applicant chose, and sends the yearly statement. A payment it opens is released and paid
    like every payment."""
    position = position_of(view)
    due = _needs_one(view, position)
    amount = known(due.amount, "dividend")
    plan = Plan(whys=[*due.whys], change_set=position.policy.id)
    option = _option(position, due)
    applicant = view.reader.need(Party, position.applicant_id)
    bought = _use(view, plan, position, applicant, due, option) if amount else Fen(0)
    plan.insert(
        Dividend(
            policy_id=position.policy.id,
            coverage_no=MAIN,
            year=due.year,
            due_on=due.due_on,
            amount=amount,
            option=option,
            additions=bought,
            source_id=0,
        )
    )
    _tell(view, plan, position, applicant, due, option, bought)
    return plan


def _use(view: View, plan: Plan, position: PolicyPosition, applicant: Party, due: DividendDue, option: str) -> Fen:
    """Put the dividend to its use, in the books too. Returns the sum assured that was bought with it."""
    amount = known(due.amount, "dividend")
    income = {"income": position.current_billing.account}
    plan.post("dividend_granted", position.policy.id, income, **{option: int(amount)})
    if option == ADDITIONS:
        return _buy(view, plan, position, due, amount)
    if option == ACCUMULATE:
        move(view, plan, position, accumulation_of(view, position, view.today), DIVIDEND, amount)
    elif option == PREMIUM:
        hold(view, plan, position.policy.id, amount)
    else:
        pay(view, plan, applicant.id, amount, "dividend", _account(position, applicant))
    return Fen(0)


def _needs_one(view: View, position: PolicyPosition) -> DividendDue:
    """The dividend, when its rate is declared; else Refused, saying what it waits for."""
    due = next_dividend(view, position, view.today)
    if due is None:
        raise Refused(
            _("No dividend of {number} has fallen due.").format(number=position.policy.number),
            code="no_dividend_due",
            source=DIVIDEND_SOURCE,
        )
    if due.amount is None:
        raise Refused(
            _("The dividend of {number} for policy year {year} waits: no rate is declared for {declared} yet.").format(
                number=position.policy.number, year=due.year, declared=due.declared_for
            ),
            code="not_declared",
            source=DIVIDEND_SOURCE,
        )
    return due


def _option(position: PolicyPosition, due: DividendDue) -> str:
    """What the applicant chose, as far as it can still be done."""
    chosen = known(position.terms.dividend, "dividend option")
    billing = position.current_billing
    if position.status.status == "ended" or (chosen == ADDITIONS and _addition(position, due.due_on) is None):
        return CASH
    if chosen == PREMIUM and billing.next_due >= billing.ends_on and not position.owed:
        return ACCUMULATE
    return chosen


def _addition(position: PolicyPosition, day: date) -> PolicyTerms | None:
    """What an addition bought on an anniversary is sold as; None when the cover ends on it."""
    main = next(one for one in position.coverages if one.no == MAIN)
    terms, basis = position.sold_as(main), position.basis_of(main)
    gone = instalments_due_by(position.began(main), MONTHS_A_YEAR, day) - 1
    if gone >= years_of_cover(basis, terms):
        return None
    left = None if terms.cover_years is None else terms.cover_years - gone
    return replace(terms, entry_age=terms.entry_age + gone, pay_years=1, cover_years=left, months=12)


def _buy(view: View, plan: Plan, position: PolicyPosition, due: DividendDue, amount: Fen) -> Fen:
    """The paid-up addition a dividend buys: added to the one there is, else a coverage of its own from the anniversary
    on. Returns the sum assured bought."""
    terms = known(_addition(position, due.due_on), "cover to add to")
    main = next(one for one in position.coverages if one.no == MAIN)
    bought, why = addition_bought(position.basis_of(main), terms, amount)
    plan.whys.append(why)
    there = next((one for one in position.coverages if one.no == ADDITION_NO), None)
    if there is not None:
        key = {"policy_id": position.policy.id, "no": ADDITION_NO}
        day = max(view.today, there.valid_from)
        plan.change(Coverage, key, day=day, sum_assured=there.sum_assured + bought)
        return bought
    plan.insert(
        Coverage(
            policy_id=position.policy.id,
            no=ADDITION_NO,
            revision=1,
            valid_from=view.today,
            valid_to=FOREVER,
            source_id=0,
            product=main.product,
            insured_id=main.insured_id,
            sex=main.sex,
            entry_age=terms.entry_age,
            sum_assured=bought,
            pay_years=terms.pay_years,
            cover_years=terms.cover_years,
            exclusions=main.exclusions,
            kind=ADDITION,
            premium=Fen(0),
            loading=Fen(0),
            term_from=due.due_on,
        )
    )
    return bought


def _account(position: PolicyPosition, applicant: Party) -> str:
    """The account premium comes from, when it is the applicant's own and they live; else a clerk names one."""
    account_no = position.terms.account_no if applicant.died_on is None else ""
    return "" if not_their_own(account_no, applicant) else account_no


def _tell(
    view: View, plan: Plan, position: PolicyPosition, applicant: Party, due: DividendDue, option: str, bought: Fen
) -> None:
    """The yearly statement: what was granted, what became of it, and what has come together so far."""
    amount = known(due.amount, "dividend")
    accumulated = accumulation_of(view, position, view.today).balance + (amount if option == ACCUMULATE else 0)
    additions = bought + Fen.total(one.sum_assured for one in position.coverages if one.kind == ADDITION)
    with speaking_to(applicant):
        lines = [
            (_("Paid-up additions bought"), bought),
            (_("Paid-up additions in all"), additions),
            (_("Accumulated with interest"), accumulated),
        ]
        account = accounts.mask(_account(position, applicant)) or _("an account that you still name to us")
        lines_told = [f"{what}: {sum_.yuan()}" for what, sum_ in lines if sum_]
        if option == CASH:
            lines_told.append(_("Paid to {account}").format(account=account))
        plan.notify(
            "dividend_statement",
            applicant.id,
            amount=amount.yuan(),
            due=due.due_on.isoformat(),
            lines=lines_told,
            option=word(option, "dividend"),
            policy=position.policy.number,
            year=due.year,
        )
