"""Items on how premium is paid: renewal channel and account (12), automatic premium loan on or off (14)."""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Billing, BillingTerms, Party
from ops_console.desk.forms import Account, Flag, Form, field
from ops_console.desk.payables import not_their_own
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.mandates import follow_account
from ops_console.rooms.money_in import CHANNELS
from ops_console.rooms.parties import speaking_to
from ops_console.rooms.policies import PolicyPosition, position_of, refuse_when_ended
from ops_console.rooms.preservation.items import Effect, item
from ops_console.rooms.preservation.notices import endorse
from ops_console.rules import accounts

CHANNEL, ACCOUNT, PREMIUM_LOAN = N_("Collected by"), N_("Bank account"), N_("Automatic premium loan")


class RenewalChannel(Form):
    """How instalments are collected from now on."""

    channel: Literal["bank", "manual"] = field(CHANNEL, choices=CHANNELS)
    account_no: Account = field(N_("Applicant's own account"), default="", help=N_("needed for a debit"))


@item(12, name="change_channel", code="PS11", label=N_("Change renewal channel or account"), form=RenewalChannel)
def change_channel(view: View, form: RenewalChannel) -> Effect:
    """Instalments are collected this way from now on, those owed already too; what is with the bank may still come in.
    Another account needs another mandate: who keys it has the signed authority to debit before them (company default).
    The account is the applicant's own (Sales Conduct Rules 2023 art 32). Where `items` marks it as done at once, nobody
    else looks at it; payments to the new account are looked at for a while."""
    position = position_of(view)
    refuse_when_ended(position)
    applicant = view.reader.need(Party, position.applicant_id)
    _check_account(form, applicant)
    terms = position.terms
    account = form.account_no if form.channel == "bank" else ""
    if (form.channel, account) == (terms.channel, terms.account_no):
        raise InputErrors([Problem("", _("nothing here differs from what is known"))])
    plan = Plan()
    _change_terms(view, plan, position, channel=form.channel, account_no=account)
    follow_account(view, plan, form.channel, account)
    if position.billing is not None and position.billing.channel != form.channel:
        plan.change(Billing, {"policy_id": position.policy.id}, channel=form.channel)
    with speaking_to(applicant):
        lines = [
            (CHANNEL, _(CHANNELS[terms.channel]), _(CHANNELS[form.channel])),
            (ACCOUNT, accounts.mask(terms.account_no), accounts.mask(account)),
        ]
    endorse(view, plan, applicant.id, [(what, old, new) for what, old, new in lines if old or new])
    if account not in ("", terms.account_no):
        plan.messages.append(
            _("Only with the applicant's signed authority to debit this account, which stays on file.")
        )
    if position.owed:
        plan.messages.append(_("Instalments owed already are collected this way too."))
    return Effect(plan)


class PremiumLoan(Form):
    """Whether the company lends a premium that stays unpaid."""

    premium_loan: Flag = field(PREMIUM_LOAN)


@item(14, name="change_premium_loan", code="PS12", label=N_("Premium loan on or off"), form=PremiumLoan)
def change_premium_loan(view: View, form: PremiumLoan) -> Effect:
    """After grace an unpaid premium is lent from the cash value, or not, as the applicant chooses; loans already
    granted stay."""
    position = position_of(view)
    refuse_when_ended(position)
    view.refuse_unless(
        position.product.automatic_premium_loan or not form.premium_loan,
        "no_premium_loan",
        _("{product} has no automatic premium loan.").format(product=position.product.label),
        "catalog: product",
    )
    before = position.terms.premium_loan
    if form.premium_loan == before:
        raise InputErrors([Problem("premium_loan", _("nothing here differs from what is known"))])
    plan = Plan()
    _change_terms(view, plan, position, premium_loan=form.premium_loan)
    applicant = view.reader.need(Party, position.applicant_id)
    with speaking_to(applicant):
        line = (PREMIUM_LOAN, _yes_or_no(before), _yes_or_no(form.premium_loan))
    endorse(view, plan, applicant.id, [line])
    return Effect(plan)


def _change_terms(view: View, plan: Plan, position: PolicyPosition, **values: object) -> None:
    day = max(view.today, position.terms.valid_from)
    plan.change(BillingTerms, {"policy_id": position.policy.id}, day=day, **values)


def _check_account(form: RenewalChannel, applicant: Party) -> None:
    fault = _("is needed for a debit") if form.channel == "bank" and not form.account_no else None
    fault = fault or not_their_own(form.account_no, applicant)
    if fault is not None:
        raise InputErrors([Problem("account_no", fault)])


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")
