"""A mandate stops and goes on: the bank knows of none, the account is closed, the applicant wants it so."""

from ops_console.base.i18n import N_, _
from ops_console.base.problems import Refused
from ops_console.desk.forms import Form, Reason, field
from ops_console.desk.operations import On, operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.bank_reasons import must_be_known
from ops_console.rooms.mandates import ACTIVE, BY_CUSTOMER, SUSPENDED, change_mandate, mandate_of
from ops_console.rules import accounts

SOURCE = "company default"


class Suspension(Form):
    """Why nothing is collected under it for now."""

    reason: str = field(N_("Reason"), lookup="suspension_reason", min_length=1, max_length=40)


@operation(
    "premium.suspend_mandate",
    code="PR25",
    label=N_("Suspend the mandate"),
    form=Suspension,
    on=On.POLICY,
    duties=("premium",),
)
def suspend_mandate(view: View, form: Suspension) -> Plan:
    """No further collection is sent to the bank until the mandate is renewed or another account is named by item 12;
    what is with the bank already may still come in (company default)."""
    must_be_known(view, form.reason, [BY_CUSTOMER])
    mandate = mandate_of(view.reader, view.the_policy.id)
    if mandate is None or mandate.status != ACTIVE:
        raise Refused(
            _("Policy {number} has no mandate in force.").format(number=view.the_policy.number),
            code="no_mandate",
            source=SOURCE,
        )
    plan = Plan()
    change_mandate(view, plan, mandate, status=SUSPENDED, reason=form.reason)
    plan.messages.append(_("Nothing is collected from {account}.").format(account=accounts.mask(mandate.account_no)))
    return plan


@operation(
    "premium.renew_mandate",
    code="PR26",
    label=N_("Renew the mandate"),
    form=Reason,
    on=On.POLICY,
    duties=("premium",),
)
def renew_mandate(view: View, _form: Reason) -> Plan:
    """The bank knows the mandate again: instalments owed are collected from the same account with the next file
    (company default)."""
    mandate = mandate_of(view.reader, view.the_policy.id)
    if mandate is None or mandate.status != SUSPENDED:
        raise Refused(
            _("Policy {number} has no suspended mandate.").format(number=view.the_policy.number),
            code="mandate_not_suspended",
            source=SOURCE,
        )
    plan = Plan()
    change_mandate(view, plan, mandate, status=ACTIVE, reason="")
    plan.messages.append(_("Collected from {account} again.").format(account=accounts.mask(mandate.account_no)))
    return plan
