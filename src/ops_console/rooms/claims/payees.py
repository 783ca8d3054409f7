"""To whom a claim is paid, and to which account: each taker's own (Sales Conduct Rules 2023 art 32)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Problem
from ops_console.data.tables import Claim, ClaimItem, Party
from ops_console.desk.forms import account_typed
from ops_console.desk.payables import not_their_own
from ops_console.desk.plan import Plan
from ops_console.desk.view import View
from ops_console.rooms.claims.insured import Insured
from ops_console.rooms.parties import Person, find_party, party_for
from ops_console.rooms.riders import is_waiver
from ops_console.rules.claims.conclusions import Conclusion
from ops_console.rules.claims.entitled import Beneficiary, divide, entitled
from ops_console.rules.claims.facts import Cause, EventKind

PAYEE, HEIR, EXCLUDED = "payee", "heir", "excluded"
BENEFITS = (Conclusion.PAY, Conclusion.EX_GRATIA, Conclusion.AGREEMENT)


@dataclass(frozen=True)
class Share:
    """What one party gets of one policy. `account_no` is empty when it is not known."""

    party_id: int
    amount: Fen
    account_no: str


def typed_payees(view: View, lines: Sequence[str], problems: list[Problem]) -> list[dict[str, Any]]:
    """Accounts of those entitled, typed as document/account."""
    found = []
    for line in lines:
        document, _slash, account = (part.strip() for part in line.partition("/"))
        party = find_party(view, document)
        if party is None or not account:
            problems.append(Problem("payees", _("typed as document/account, of somebody on record"), value=line))
            continue
        kept = own_account(party, account, "payees", problems)
        if kept is not None:
            found.append({"party_id": party.id, "role": PAYEE, "account_no": kept})
    return found


def typed_heirs(view: View, plan: Plan, lines: Sequence[str], problems: list[Problem]) -> list[dict[str, Any]]:
    """Statutory heirs, typed as name/document/relation/account; new people are planned."""
    found = []
    for line in lines:
        parts = [part.strip() for part in line.split("/")]
        if len(parts) != 4 or not all(parts):
            problems.append(Problem("heirs", _("typed as name/document/relation/account"), value=line))
            continue
        name, document, relation, account = parts
        faults: list[Problem] = []
        party = party_for(view, plan, Person(name, document), HEIR, faults)
        problems += [Problem("heirs", f"{name}: {fault.message}", value=fault.value) for fault in faults]
        kept = None if party is None else own_account(party, account, "heirs", problems)
        if party is not None and kept is not None:
            found.append({"party_id": party.id, "role": HEIR, "relation": relation, "account_no": kept})
    return found


def named_before(claim: Claim, typed: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Payees and heirs named earlier, but for those typed again now."""
    again = {entry["party_id"] for entry in typed}
    return [entry for entry in claim.payees if entry["role"] != EXCLUDED and entry["party_id"] not in again]


def own_account(party: Party, typed: str, field: str, problems: list[Problem]) -> str | None:
    """The account as it is kept; None, and a problem, when it is none or another person's."""
    try:
        account = account_typed(typed)
    except ValueError as error:
        problems.append(Problem(field, f"{party.name}: {error}", value=typed))
        return None
    fault = not_their_own(account, party)
    if fault is not None:
        problems.append(Problem(field, fault, value=typed))
    return account if fault is None else None


def excluded(
    view: View, documents: Sequence[str], problems: list[Problem], field: str = "culprit"
) -> list[dict[str, Any]]:
    """Beneficiaries who take nothing: one who caused the event intentionally and lost the right (Insurance Law art 43),
    one named with a relation that was over on the day, who counts as not named (Interpretation III art 9)."""
    found = []
    for document in documents:
        party = find_party(view, document)
        if party is None:
            problems.append(Problem(field, _("nobody on record has this document"), value=document))
        else:
            found.append({"party_id": party.id, "role": EXCLUDED, "account_no": ""})
    return found


def shares_of(view: View, claim: Claim, insured: Insured, item: ClaimItem) -> list[Share]:
    """How the net amount of an assessed benefit is divided; empty when nobody is known to take it."""
    if not item.net:
        return []
    accounts = {entry["party_id"]: entry["account_no"] for entry in claim.payees if entry["role"] != EXCLUDED}
    accounts.setdefault(insured.now.applicant_id, insured.now.terms.account_no)
    takers = _takers(view, claim, insured, item)
    if not takers:
        return []
    amounts = divide(item.net, [share for _party, share in takers])
    return [
        Share(party, amount, accounts.get(party, ""))
        for (party, _share), amount in zip(takers, amounts, strict=True)
        if amount
    ]


def _takers(view: View, claim: Claim, insured: Insured, item: ClaimItem) -> list[tuple[int, int]]:
    """Party and share. A benefit for death goes to the beneficiaries as they were on its day, other benefits to the
    insured, what is refunded to the applicant; all else to the heirs, in equal parts (Insurance Law art 42; Civil Code
    art 1130)."""
    if item.conclusion in BENEFITS and not _gives_premium_back(insured, item):
        if claim.event_kind != EventKind.DEATH:
            person = view.reader.need(Party, claim.insured_id)
            return _heirs(claim) if person.died_on else [(person.id, 1)]
        return [(one.party, one.share) for one in _beneficiaries(view, claim, insured)] or _heirs(claim)
    applicant = view.reader.need(Party, insured.now.applicant_id)
    died = claim.event_kind == EventKind.DEATH and applicant.id == claim.insured_id
    if died or applicant.died_on or claim.cause == Cause.BY_APPLICANT:
        return _heirs(claim)
    return [(applicant.id, 1)]


def _gives_premium_back(insured: Insured, item: ClaimItem) -> bool:
    """A waiver pays nothing but premium back, to who paid it."""
    coverage = next(one for one in insured.then.coverages if one.no == item.coverage_no)
    return is_waiver(insured.now.products[coverage.product])


def _beneficiaries(view: View, claim: Claim, insured: Insured) -> tuple[Beneficiary, ...]:
    """Those named on the day of the event: a change after it has no effect (Interpretation III art 10)."""
    lost = {entry["party_id"] for entry in claim.payees if entry["role"] == EXCLUDED}
    if claim.cause == Cause.BY_APPLICANT:
        lost.add(insured.then.applicant_id)
    named = [
        Beneficiary(role.party_id, role.order, role.share, died=view.reader.need(Party, role.party_id).died_on)
        for role in insured.then.beneficiaries
    ]
    return entitled((replace(one, lost_right=one.party in lost) for one in named), claim.event_date)


def _heirs(claim: Claim) -> list[tuple[int, int]]:
    return [(entry["party_id"], 1) for entry in claim.payees if entry["role"] == HEIR]
