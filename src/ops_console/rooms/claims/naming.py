"""Naming who is paid, one after the other: a beneficiary from F4, or an heir, each with an account of their own."""

from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem
from ops_console.data.tables import Claim, Party
from ops_console.desk.forms import Account, Flag, Form, Seen, field
from ops_console.desk.operations import operation
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.payees import HEIR, PAYEE, own_account
from ops_console.rooms.parties import Person, find_party, party_for
from ops_console.rules import accounts


class Payee(Form):
    """One person who is paid."""

    document: str = field(N_("Document number"), min_length=1, max_length=30, lookup="claim_party")
    account_no: Account = field(N_("Own account"), default="", help=N_("empty: the person is taken off the list"))
    heir: Flag = field(N_("Statutory heir"), default=False)
    name: Seen = field(N_("Name"), default="", max_length=60, help=N_("of an heir who is not on record"))
    relation: str = field(N_("Relation to the insured"), default="", max_length=30, help=N_("of an heir"))


@operation("claims.name_payee", code="CL11", label=N_("Name a payee"), form=Payee, duties=("claims",))
def name_payee(view: View, form: Payee) -> Plan:
    """Who may be paid, and to which account of their own (Sales Conduct Rules 2023 art 32). Whether and how much each
    takes is for the rules: order and shares of beneficiaries (Insurance Law art 40 to 43), heirs in equal parts (Civil
    Code art 1130).
    """
    plan, problems = Plan(), list[Problem]()
    party = _person(view, plan, form, problems)
    account = own_account(party, form.account_no, "account_no", problems) if party and form.account_no else ""
    if form.heir and not form.relation:
        problems.append(Problem("relation", _("is needed of an heir")))
    if problems or party is None:
        raise InputErrors(problems)
    claim = view.own(Claim)
    kept = [entry for entry in claim.payees if entry["party_id"] != party.id]
    if account:
        kept.append(_entry(party, form, account))
    plan.change(Claim, {"case_id": claim.case_id}, payees=kept)
    told = accounts.mask(account) if account else _("taken off the list")
    plan.messages.append(f"{party.name}: {told}")
    return plan


def _person(view: View, plan: Plan, form: Payee, problems: list[Problem]) -> Party | None:
    known = find_party(view, form.document)
    if known is not None and form.name in ("", known.name):
        return known
    if not form.heir or not form.name:
        problems.append(Problem("document", _("nobody on record has this document"), value=form.document))
        return None
    faults: list[Problem] = []
    party = party_for(view, plan, Person(form.name, form.document), HEIR, faults)
    problems += [Problem("document", fault.message, value=fault.value) for fault in faults]
    return party


def _entry(party: Party, form: Payee, account: str) -> dict[str, Any]:
    entry = {"party_id": party.id, "role": HEIR if form.heir else PAYEE, "account_no": account}
    return entry | ({"relation": form.relation} if form.heir else {})
