"""Why a number is what it is, as lines of text: the rule, what went in, the steps between, the source."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ops_console.base.i18n import N_, _
from ops_console.base.money import Fen
from ops_console.rules.sources import source_text
from ops_console.screens.texts import WIDE_LABEL, Lines, heading, pair
from ops_console.screens.words import column, word

RULES: Mapping[str, str] = {
    "quote": N_("premium"),
    "cash_value_on": N_("cash value"),
    "unearned_premium": N_("unearned premium"),
    "death_benefit_on": N_("death benefit"),
    "loan_limit": N_("most that may be lent"),
    "loan_balance": N_("owed on the loan"),
    "automatic_premium_loan": N_("automatic premium loan"),
    "reinstatement_amount": N_("to be paid for reinstatement"),
    "benefits_due": N_("survival or maturity benefit"),
    "dividend": N_("dividend"),
    "addition_bought": N_("paid-up addition bought"),
    "accumulated": N_("dividends accumulated"),
    "claim_assessment": N_("assessment of the claim"),
    "sum_at_risk": N_("sum at risk"),
    "account_month": N_("a month of the account"),
    "account_charges": N_("charges that the account does not carry"),
    "account_value": N_("account"),
    "initial_charge": N_("initial charge"),
    "surrender_charge": N_("surrender charge"),
    "units_value": N_("worth of the units"),
    "risk_charge": N_("risk charge of the month"),
}
NAMES: Mapping[str, str] = {
    "table": N_("Table"),
    "risk": N_("Kind of risk"),
    "interest": N_("Interest"),
    "sex": N_("Sex"),
    "entry_age": N_("Entry age"),
    "commencement": N_("In force from"),
    "commenced": N_("In force from"),
    "concluded": N_("Concluded"),
    "standing": N_("Standing"),
    "event": N_("Event"),
    "day": N_("Day"),
    "start": N_("From"),
    "end": N_("To"),
    "granted": N_("Granted"),
    "rate": N_("Rate a year"),
    "term_months": N_("Term in months"),
    "period_days": N_("Days of the period"),
    "cash_value": N_("Cash value"),
    "debts": N_("Debts"),
    "share": N_("Share lent"),
    "minimum": N_("Least amount"),
    "premiums_paid": N_("Premiums paid"),
    "premium_refund": N_("Premium refunded"),
    "premium_owed": N_("Premium owed"),
    "loan": N_("Loan"),
    "loan_interest": N_("Loan interest"),
    "benefit": N_("Benefit"),
    "conclusion": N_("Conclusion"),
    "policy year": N_("Policy year"),
    "value at the last year end": N_("Value at the last year end"),
    "value at the next year end": N_("Value at the next year end"),
    "survival benefit at the next year end": N_("Survival benefit at the next year end"),
    "part of the sum assured": N_("Part of the sum assured"),
    "due on": N_("Due"),
    "net premium of the year": N_("Net premium of the year"),
    "day counted": N_("Day counted"),
    "part of the year gone": N_("Part of the year gone"),
    "part of the year paid for": N_("Part of the year paid for"),
    "the cover has ended": N_("The cover has ended"),
    "days left": N_("Days left"),
    "spread": N_("Spread declared"),
    "reserve at the year's start": N_("Reserve at the year's start"),
    "dividend before rounding": N_("Dividend before rounding"),
    "dividend": N_("Dividend"),
    "single premium per 1 of sum assured": N_("Single premium for 1 assured"),
    "balance": N_("Balance"),
    "since": N_("Since"),
    "interest to": N_("Interest to"),
    "rate from": N_("Rate a year from"),
    "bought at age": N_("Bought at age"),
    "years of cover": N_("Years of cover"),
    "days of the period": N_("Days of the period"),
    "days of this term": N_("Days of this term"),
    "attained age": N_("Attained age"),
    "multiple of premiums": N_("Multiple of premiums"),
    "floor": N_("Floor"),
    "cash value net of debts": N_("Cash value net of debts"),
    "share of it": N_("Share of it"),
    "principal now": N_("Principal now"),
    "available": N_("Available"),
    "lent": N_("Lent"),
    "days": N_("Days"),
    "days in hospital": N_("Days in hospital"),
    "days paid earlier in the year": N_("Days paid earlier in the year"),
    "days paid": N_("Days paid"),
    "cash a day": N_("Cash a day"),
    "annual premium waived": N_("Premium of a year waived"),
    "paid for instalments due later": N_("Paid for later instalments"),
    "standard annual premium per 1 of sum assured": N_("Yearly premium for 1 assured"),
    "annual premium with extra mortality per 1 of sum assured": N_("with extra mortality"),
    "standard annual premium": N_("Standard yearly premium"),
    "annual loading": N_("Yearly loading"),
    "instalment as part of the annual premium": N_("Instalment, part of a year's"),
    "standard instalment": N_("Standard instalment"),
    "instalment of the loading": N_("Instalment of the loading"),
    "interest capitalised on": N_("Interest capitalised on"),
    "interest from": N_("Interest from"),
    "premium of": N_("Premium due"),
    "arrears": N_("Premiums in arrears"),
    "interest on arrears": N_("Interest on them"),
    "refunded": N_("Refunded"),
    "deducted": N_("Deducted"),
    "units": N_("Units"),
    "price": N_("Price"),
    "value": N_("Value"),
    "part kept": N_("Part kept"),
    "account": N_("Account"),
    "em_points": N_("Extra mortality"),
    "planned": N_("Planned premium"),
    "multiple of the account": N_("Multiple of the account"),
    "yearly rate": N_("Rate a year"),
    "fen times days": N_("Fen times days"),
    "interest of the month": N_("Interest of the month"),
    "monthly fee": N_("Fee of the month"),
    "risk charge": N_("Risk charge of the month"),
    "death rate of the year": N_("Death rate of the year"),
    "net amount at risk": N_("Net amount at risk"),
    "account on the last monthly day": N_("Account on the last monthly day"),
    "last monthly day": N_("Last monthly day"),
    "interest since": N_("Interest since"),
}
AMOUNTS = frozenset(
    {
        "sum_assured", "premium", "principal", "cash_value", "debts", "minimum", "premiums_paid", "benefit", "floor",
        "value at the last year end", "value at the next year end",
        "survival benefit at the next year end", "net premium of the year", "principal now", "lent",
        "cash value net of debts", "share of it", "available", "cash a day", "standard annual premium",
        "annual loading", "standard instalment", "instalment of the loading", "interest capitalised on", "interest",
        "annual premium waived", "paid for instalments due later",
        "premium of", "arrears", "interest on arrears", "dividend", "balance", "interest to", "account", "planned",
        "interest of the month", "monthly fee", "risk charge", "account on the last monthly day", "interest since",
    }
)  # fmt: skip
"""Names of amounts, which rules give in fen."""
RATES: Mapping[str, str] = {
    "interest": N_("Interest rate a year"),
    "rate": N_("Rate a year"),
    "share": N_("Share lent"),
    "spread": N_("Spread declared"),
    "rate from": N_("Rate a year from"),
    "part kept": N_("Part kept"),
    "yearly rate": N_("Rate a year"),
}
"""Names of rates, which rules give as fractions such as 1/50; loans also call an amount "interest"."""
_FRACTION = re.compile(r"\d+(/\d+)?")
_DATED = re.compile(r"(.+) (\d{4}-\d\d-\d\d)")


def why_lines(why: Mapping[str, Any], width: int) -> Lines:
    """The trace of one number, as `rules/why.py` makes it and records keep it."""
    rule = str(why.get("rule", ""))
    lines = heading(_("Why: {rule}").format(rule=_(RULES[rule]) if rule in RULES else rule))
    for name, value in (*why.get("inputs", {}).items(), *((step[0], step[1]) for step in why.get("steps", ()))):
        label = _(RATES[name]) if name in RATES and _is_rate(name, value) else _label(name)
        lines += pair(label, _value(name, value), width, label_cells=WIDE_LABEL)
    if isinstance(why.get("result"), int):
        lines += pair(_("Result"), Fen(why["result"]).yuan(), width, "bold", WIDE_LABEL)
    return [*lines, *pair(_("Source"), source_text(str(why.get("source", ""))), width, label_cells=WIDE_LABEL)]


def _label(name: str) -> str:
    if name in NAMES:
        return _(NAMES[name])
    dated = _DATED.fullmatch(name)
    if dated and dated[1] in NAMES:
        return f"{_(NAMES[dated[1]])} {dated[2]}"
    kind, colon, what = name.partition(": ")
    return f"{_label(kind)}: {_label(what)}" if colon else column(name)


def _is_rate(name: str, value: Any) -> bool:
    return _undated(name) in RATES and isinstance(value, str) and _FRACTION.fullmatch(value) is not None


def _undated(name: str) -> str:
    dated = _DATED.fullmatch(name)
    return dated[1] if dated else name


def _value(name: str, value: Any) -> str:
    if name == "cover_years" and value == "life":
        return _("for life")
    if _is_rate(name, value):
        return f"{float(Fraction(value) * 100):g} %"
    if isinstance(value, float):
        return f"{value:.8g}"
    if isinstance(value, int) and (_undated(name) in AMOUNTS or ": " in name):
        return Fen(value).yuan()
    return word(value) if isinstance(value, str) else str(value)
