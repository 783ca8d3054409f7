"""Codes of the store in the words people use: parts, states, outcomes, ways of paying, duties."""

from collections.abc import Mapping

from ops_console.base.i18n import N_, _

WORDS: Mapping[str, str] = {
    # parts people play
    "customer": N_("Customer"),
    "applicant": N_("Applicant"),
    "insured": N_("Insured"),
    "beneficiary": N_("Beneficiary"),
    "payee": N_("Payee"),
    "self": N_("self"),
    "spouse": N_("spouse"),
    "child": N_("child"),
    "parent": N_("parent"),
    "other": N_("other"),
    "policy": N_("same policy"),
    "party": N_("same customer"),
    "male": N_("male"),
    "female": N_("female"),
    "m": N_("male"),
    "f": N_("female"),
    "M": N_("male"),
    "F": N_("female"),
    "resident_id": N_("resident identity card"),
    "passport": N_("passport"),
    "ordinary": N_("ordinary"),
    "vip": N_("VIP"),
    "general": N_("general"),
    "medium": N_("medium"),
    "high": N_("high"),
    # states of policies, dues, loans
    "issued": N_("issued"),
    "in_force": N_("in force"),
    "lapsed": N_("lapsed"),
    "ended": N_("ended"),
    "open": N_("open"),
    "collected": N_("collected"),
    "returned": N_("returned by the bank"),
    "waived": N_("waived"),
    "cancelled": N_("cancelled"),
    "lent": N_("lent"),
    "loan": N_("policy loan"),
    "premium_loan": N_("premium loan"),
    "surrendered": N_("surrendered"),
    "claimed": N_("claimed"),
    "matured": N_("matured"),
    "hesitation": N_("cancelled in the hesitation period"),
    # ways money moves
    "cash": N_("cash"),
    "bank": N_("bank"),
    "transfer": N_("transfer"),
    "manual": N_("collector"),
    # events and conclusions of claims
    "death": N_("death"),
    "hospital": N_("hospital"),
    "accident": N_("accident"),
    "illness": N_("illness"),
    "pay": N_("pay"),
    "refuse": N_("refuse"),
    "not_liable": N_("not liable"),
    "ex_gratia": N_("ex gratia"),
    "agreement": N_("agreement"),
    "standard": N_("standard"),
    "loaded": N_("loaded"),
    "declined": N_("declined"),
    "accepted": N_("accepted"),
    "refused": N_("refused"),
    "withdrawn": N_("withdrawn"),
    "done": N_("done"),
    "paid": N_("paid"),
    "papers": N_("papers"),
    "screen": N_("screen"),
    "cli": N_("command line"),
    "batch": N_("batch"),
    "intake": N_("intake"),
    "training": N_("training"),
    "note": N_("note"),
    "call": N_("call"),
    "premium_owed": N_("premium owed"),
    "loan_interest": N_("loan interest"),
    # duties
    "counter": N_("counter"),
    "premium": N_("premium"),
    "preservation": N_("preservation"),
    "callback": N_("callback"),
    "underwriting": N_("underwriting"),
    "claims": N_("claims"),
    "archive_keeper": N_("archive keeper"),
    "archive_approver": N_("archive approver"),
    "cashier": N_("cashier"),
    "administrator": N_("administrator"),
    "auditor": N_("auditor"),
    "approver": N_("approver"),
    # grades and measures of authority
    "clerk": N_("clerk"),
    "senior": N_("senior clerk"),
    "supervisor": N_("supervisor"),
    "branch_manager": N_("branch manager"),
    "region": N_("region"),
    "head_office": N_("head office"),
    "sum_at_risk": N_("Sum at risk"),
    "extra_mortality": N_("Extra mortality"),
    "claim_amount": N_("Claim amount"),
    "preservation_out": N_("Preservation, amount out"),
    "payment_release": N_("Payment released"),
}

OF_COLUMN: Mapping[tuple[str, str], str] = {
    ("conclusion", "open"): N_("not yet assessed"),
    ("conclusion", "paid"): N_("to be paid"),
    ("conclusion", "part_paid"): N_("part paid"),
    ("conclusion", "refused"): N_("claim refused"),
    ("conclusion", "not_covered"): N_("not covered"),
    ("purpose", "premium"): N_("renewal premium"),
    ("how", "parent"): N_("from"),
    ("how", "child"): N_("led to"),
}
"""What a code means in one column only."""


def word(code: str | None, column: str = "") -> str:
    """A code of the store in the reader's language; a text that is no code as it is."""
    if code is None:
        return ""
    label = OF_COLUMN.get((column, code)) or WORDS.get(code)
    return _(label) if label else code
