"""Money across the counter: how it is paid, and when the person's identity has to be checked.

The sums are catalog settings (company defaults, stricter than the older rules for life insurance).
"""

from typing import Literal

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.queries.day_books import CASH
from ops_console.data.tables import Clerk, TillClose
from ops_console.desk.forms import Amount, Flag, Form, field
from ops_console.desk.view import View

Method = Literal["bank", "transfer", "cash"]
METHODS = {"bank": N_("debit of the account"), "transfer": N_("transfer"), "cash": N_("cash")}
BY_HAND = "collector"
"""How money came that a collector took in and has not handed in yet."""
WAYS = {**METHODS, BY_HAND: N_("collector")}
"""Every way by which a receipt says that money came."""
CHANNELS = {"bank": N_("debit of the account"), "manual": N_("collector")}
"""How instalments are collected."""
CHECKED = N_("Identity checked")


class MoneyIn(Form):
    """Money a customer pays."""

    amount: Amount = field(N_("Amount"), gt=0)
    method: Method = field(N_("Way of payment"), choices=METHODS)
    identity_checked: Flag = field(CHECKED, default=False, help=N_("needed for large sums in cash or by transfer"))


def check_payer(view: View, form: MoneyIn) -> None:
    """InputErrors when that much is paid by somebody whose identity was not checked; Refused for cash into a till that
    is closed."""
    if form.method == CASH:
        hold_till(view)
    check_identity(view, form.method, form.amount, checked=form.identity_checked)


def check_identity(view: View, method: str, amount: Fen, *, checked: bool) -> None:
    """InputErrors when that much is paid in this way by somebody whose identity was not checked."""
    setting = "identity_check_cash" if method == CASH else "identity_check_transfer"
    _check(view, setting, amount, checked=checked)


def check_payee(view: View, amount: Fen, *, checked: bool) -> None:
    """InputErrors when that much is to be paid out to somebody whose identity was not checked."""
    _check(view, "identity_check_payout", amount, checked=checked)


def hold_till(view: View, owner_id: int | None = None) -> None:
    """Keep a till, else the clerk's own, for this operation alone. Refused once it is closed for the day, and for what
    belongs to another branch than the clerk's: a till stands in one branch."""
    owner_id = owner_id or view.clerk.id
    view.refuse_unless(
        view.branch.id == view.clerk.branch_id,
        "other_branch",
        _("Cash is taken and paid in one's own branch only."),
        "company default: a till stands in one branch",
    )
    view.lock(Clerk, owner_id)
    view.refuse_unless(
        view.reader.get(TillClose, owner_id, view.booking_day) is None,
        "till_closed",
        _("The till of {day} is closed: no cash goes in or out any more.").format(day=view.booking_day.isoformat()),
        "company default",
    )


def _check(view: View, setting: str, amount: Fen, *, checked: bool) -> None:
    limit = Fen(view.catalog.setting(setting))
    if amount >= limit and not checked:
        message = _("from {amount} the identity has to be checked").format(amount=limit.yuan())
        raise InputErrors([Problem("identity_checked", message)])
