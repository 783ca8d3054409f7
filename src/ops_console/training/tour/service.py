"""Second part of the tour: the years of a policy in force. Changes, premiums, a loan, a lapse and its end."""

from datetime import date

from ops_console.base.i18n import _
from ops_console.batch.grace import GRACE
from ops_console.batch.notices import NOTICE
from ops_console.batch.renewal import RENEWAL
from ops_console.data.tables import Billing, Endorsement
from ops_console.rules.numbers import Prefix, parse
from ops_console.training.tour.guide import Guide
from ops_console.training.tour.new_business import ACCOUNT, Life

CONTACT, LOAN, REINSTATEMENT, HESITATION = 3, 27, 31, 33
"""Numbers of items in the catalog."""


def tell(guide: Guide, life: Life) -> None:
    """Five years."""
    guide.teller.title(_("Preservation: the customer moves"))
    guide.move_to(date(2020, 6, 15))
    _move(guide, life)
    _change_of_mind_too_late(guide, life)
    guide.teller.title(_("Renewal premiums"))
    _second_year(guide, life)
    guide.teller.title(_("A policy loan"))
    _borrow(guide, life)
    guide.teller.title(_("Premiums not paid: end of grace"))
    _miss(guide, life)
    guide.teller.title(_("Reinstatement"))
    _reinstate(guide, life)


def _move(guide: Guide, life: Life) -> None:
    number = _ask(guide, life.life, CONTACT, _("Address change: the request is stamped"))
    moved = {"address": "上海市徐汇区衡山路8号", "phone": "13800009999"}
    guide.do(_("Done while the customer waits"), "preservation", "preservation.change_contact", number, **moved)


def _change_of_mind_too_late(guide: Guide, life: Life) -> None:
    number = _ask(guide, life.term, HESITATION, "")
    guide.refused(
        _("cancellation long after the hesitation period"),
        "preservation",
        "preservation.cancel_in_hesitation",
        number,
        account_no=ACCOUNT,
    )
    guide.quietly("preservation", "preservation.withdraw", number)


def _second_year(guide: Guide, life: Life) -> None:
    guide.move_to(date(2021, 2, 5))
    guide.run(_("Reminders, two months before"), NOTICE)
    guide.move_to(date(2021, 4, 6))
    guide.run(_("Premiums that fall due are raised"), RENEWAL)
    guide.move_to(date(2021, 4, 12))
    collect(guide, life.life, _("The premium of the second year is collected"))
    collect(guide, life.term)


def _borrow(guide: Guide, life: Life) -> None:
    for day in (date(2022, 4, 6), date(2023, 4, 6), date(2024, 4, 8)):
        guide.move_to(day, _("the premiums of the year are raised and collected"))
        guide.quietly_run(RENEWAL)
        for policy in (life.life, life.term):
            collect(guide, policy)
    number = _ask(guide, life.life, LOAN, _("A loan is asked for"))
    wanted = {"amount": 500_000, "account_no": ACCOUNT}
    granted = guide.do(_("Within 80 % of the cash value"), "preservation", "preservation.grant_loan", number, **wanted)
    payment = guide.opened(granted, Prefix.PAYMENT)
    guide.refused(_("who granted it releases the money"), "preservation", "premium.release_payment", payment)
    guide.do(_("Another clerk releases the payment"), "cashier", "premium.release_payment", payment)
    guide.do(_("Paid to his own account"), "premium", "premium.pay_out", payment, method="bank")


def _miss(guide: Guide, life: Life) -> None:
    guide.move_to(date(2025, 4, 7))
    guide.run(_("Premiums of the sixth year"), RENEWAL)
    guide.move_to(date(2025, 6, 6), _("sixty days of grace are over, and nobody has paid"))
    guide.run(_("One is lent, as elected; the other policy lapses"), GRACE)
    guide.told(life.life)
    guide.told(life.term)
    guide.letter_of(life.term, "lapse_notice")


def _reinstate(guide: Guide, life: Life) -> None:
    guide.move_to(date(2025, 9, 1))
    number = _ask(guide, life.term, REINSTATEMENT, _("He wants his cover back, within two years"))
    guide.do(_("Keyed: to underwriting"), "preservation", "preservation.reinstate", number, healthy=True)
    guide.do(_("The risk has not increased"), "uw.senior", "underwriting.agree_request", number)
    with guide.store.read() as reader:
        to_pay = int(reader.need(Endorsement, parse(number).id).to_pay)
    paid = {"amount": to_pay, "method": "bank"}
    guide.do(_("Arrears with interest are paid: in force again"), "premium", "premium.settle_request", number, **paid)


def _ask(guide: Guide, policy: str, item: int, title: str) -> str:
    """A preservation request received at the counter; told when it has a title."""
    if title:
        return guide.do(title, "counter", "counter.receive_request", policy, item=item).number or ""
    return guide.quietly("counter", "counter.receive_request", policy, item=item).number or ""


def collect(guide: Guide, policy: str, title: str = "") -> None:
    """The instalment owed comes in by the bank; told when it has a title."""
    with guide.store.read() as reader:
        amount = int(reader.need(Billing, parse(policy).id).premium)
    if title:
        guide.do(title, "premium", "premium.collect", policy, amount=amount, method="bank")
    else:
        guide.quietly("premium", "premium.collect", policy, amount=amount, method="bank")
