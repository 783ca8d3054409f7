"""The chart of accounts and the posting rules."""

from __future__ import annotations

from collections.abc import Mapping

from ops_console.base.i18n import _
from ops_console.catalog.builders.rows import Rows
from ops_console.catalog.entry import Entry
from ops_console.catalog.model import Account, AccountKind, Ledger
from ops_console.rules.postings import PARAMETER_SIGN, Leg, PostingRule, Side

SIDES = {str(side): side for side in Side}


def ledger(rows: Rows) -> Ledger:
    accounts = rows.build("account", _account)

    def account_of(entry: Entry) -> str:
        entry.source()
        return entry.reference("account", accounts, _("account"))

    return Ledger(
        accounts,
        rows.build("money", account_of),
        rows.build("payable", account_of),
        rows.build("posting", lambda entry: _rule(entry, accounts)),
    )


def _account(entry: Entry) -> Account:
    return Account(entry.code, entry.label(), entry.choice("kind", AccountKind), entry.source())


def _rule(entry: Entry, accounts: Mapping[str, Account]) -> PostingRule:
    legs = []
    for number, leg in enumerate(entry.rows_of_texts("legs"), start=1):
        if len(leg) != 3 or leg[1] not in SIDES:
            entry.problem(
                f"legs[{number}]", _("An account, debit or credit, and the name of an amount are wanted"), leg
            )
            continue
        if not leg[0].startswith(PARAMETER_SIGN):
            entry.known(f"legs[{number}]", leg[0], accounts, _("account"))
        legs.append(Leg(leg[0], SIDES[leg[1]], leg[2]))
    rule = PostingRule(entry.code, entry.label(), tuple(legs), entry.source(), entry.optional_text("balance"))
    _check_balance(entry, rule)
    return rule


def _check_balance(entry: Entry, rule: PostingRule) -> None:
    """A rule balances by itself when each amount is debited and credited; else one leg has to take what is left."""
    if rule.balance:
        if [leg.amount for leg in rule.legs].count(rule.balance) != 1:
            entry.problem("balance", _("Exactly one leg has to carry it"), rule.balance)
        return
    for amount in sorted(rule.amounts):
        if sum(leg.signed(1) for leg in rule.legs if leg.amount == amount):
            entry.problem("legs", _("{amount} is not debited and credited alike").format(amount=amount))
