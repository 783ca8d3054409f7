"""Where a policy stands: what rooms read before they decide, in one frozen value."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import cast

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Record
from ops_console.data.tables import (
    Billing,
    BillingTerms,
    Coverage,
    Loan,
    Policy,
    PolicyRole,
    PolicyStatus,
    Suspense,
)
from ops_console.data.types import FOREVER
from ops_console.desk.view import View
from ops_console.desk.words import word
from ops_console.rooms.dues import instalments_of
from ops_console.rooms.standing import ONE_DAY as ONE_DAY
from ops_console.rooms.standing import Standing
from ops_console.rules.due_dates import due_date
from ops_console.rules.products.basis import Basis, Months, PolicyTerms, Sex
from ops_console.rules.products.dividends import for_additions
from ops_console.rules.products.loans import loan_balance
from ops_console.rules.products.values import cash_value_on, unearned_premium
from ops_console.rules.why import Why

RATE_UNITS = 10**6
"""Loans keep their yearly rate in units of 1/1,000,000."""
MONTHS_A_YEAR = 12
ADDITION = "addition"
"""Kind of the coverage that dividends have bought, paid up."""


@dataclass(frozen=True)
class Debt:
    """A loan on a day: what is owed besides its principal."""

    loan: Loan
    interest: Fen
    why: Why

    @property
    def total(self) -> Fen:
        return self.loan.principal + self.interest


@dataclass(frozen=True)
class PolicyPosition(Standing):
    """A policy as it stands, and what it is worth."""

    def cash_value(self, day: date) -> tuple[Fen, tuple[Why, ...]]:
        """The cash value of all coverages on a day, before debts, with a trace each.

        Before cover begins it is what it will be on the first day. A group has none.
        """
        if self.product.is_group:
            return Fen(0), ()
        day = max(day, self.commenced_on)
        values = [self.value_of(one, day) for one in self.coverages if self.began(one) <= day]
        return Fen.total(value for value, _why in values), tuple(why for _value, why in values)

    def additions_value(self, day: date) -> Fen:
        """The part of the cash value that is of paid-up additions."""
        bought = (one for one in self.coverages if one.kind == ADDITION and self.began(one) <= day)
        return Fen.total(self.value_of(one, day)[0] for one in bought)

    def basis_of(self, coverage: Coverage) -> Basis:
        """What the rules of products compute a coverage with."""
        basis = self.products[coverage.product].basis
        return for_additions(basis) if coverage.kind == ADDITION else basis

    def began(self, coverage: Coverage) -> date:
        """First day of a coverage, from which its own policy years count; that of a renewed one is its present
        term's."""
        return coverage.term_from or self.commenced_on

    def value_of(self, coverage: Coverage, day: date) -> tuple[Fen, Why]:
        """What one coverage is worth on a day, before debts; ValueError before it began. Paid-up additions are paid
        for, whatever is owed on the contract."""
        began, paid_to = self.began(coverage), self.current_billing.paid_to
        if coverage.kind == ADDITION:
            paid_to = max(paid_to, due_date(began, MONTHS_A_YEAR, coverage.pay_years))
        return cash_value_on(self.basis_of(coverage), self.sold_as(coverage), began, day, paid_to)

    def unearned_premium(self, day: date) -> tuple[Fen, tuple[Why, ...]]:
        """What a one-year cover gives back of the premium when it ends on a day, of a group member by member; nothing
        for all others.

        Source: the 1/365 method on gross premium (company default).
        """
        billing = self.current_billing
        paid = [one for one in self.instalments if one.is_paid]
        if not self.product.renewed_as_new_term or not paid or day >= billing.ends_on:
            return Fen(0), ()
        start = max(one.due_date for one in paid)
        end = due_date(start, billing.months, 1)
        parts = [(billing.premium, day)]
        if self.product.is_group:
            parts = [(one.premium or Fen(0), max(day, one.valid_from)) for one in self.coverages]
        found = [unearned_premium(premium, start, end, from_day) for premium, from_day in parts]
        return Fen.total(value for value, _why in found), tuple(why for _value, why in found)

    def debts(self, day: date) -> tuple[Debt, ...]:
        """Every open loan with its interest to a day."""
        return tuple(self._debt(loan, day) for loan in self.loans)

    def debt(self, day: date) -> Fen:
        """All loans with interest to a day."""
        return Fen.total(one.total for one in self.debts(day))

    def sold_as(self, coverage: Coverage) -> PolicyTerms:
        """A coverage as the rules of products take it."""
        return PolicyTerms(
            cast(Sex, coverage.sex),
            coverage.entry_age,
            coverage.sum_assured,
            coverage.pay_years,
            coverage.cover_years,
            cast(Months, self.terms.months),
            coverage.occupation_class or 1,
            coverage.premium or Fen(0),
        )

    def _debt(self, loan: Loan, day: date) -> Debt:
        lending = self.product.basis.loan
        if lending is None:
            raise LookupError(f"{self.product.code} lends nothing, but there is loan {loan.id}")
        agreed = replace(lending, interest=Fraction(loan.rate, RATE_UNITS))
        since = loan.interest_from
        balance = loan_balance(agreed, loan.principal, loan.terms_from or since, max(day, since), since)
        return Debt(loan, balance.total - loan.principal, balance.why)


def position_of(view: View, policy: Policy | None = None, day: date | None = None) -> PolicyPosition:
    """Where a policy stands: the view's own, or another; its dated parts as at a day, else as they are now.

    LookupError for a day before the policy was issued.
    """
    policy = policy or view.the_policy
    reader = view.reader

    def dated(model: type[Record]) -> list[Record]:
        return reader.current(model, policy.id) if day is None else reader.as_at(model, policy.id, day)

    def is_valid(row: BillingTerms) -> bool:
        return row.valid_to == FOREVER if day is None else row.valid_from <= day < row.valid_to

    statuses, all_terms = dated(PolicyStatus), reader.find(BillingTerms, policy_id=policy.id, order_by="revision")
    terms = [one for one in all_terms if is_valid(one)]
    if not statuses or not terms:
        raise LookupError(f"policy {policy.number} did not exist on {day}")
    return PolicyPosition(
        policy,
        statuses[0],
        terms[0],
        tuple(dated(Coverage)),
        tuple(dated(PolicyRole)),
        reader.get(Billing, policy.id),
        instalments_of(reader, policy.id),
        tuple(reader.find(Loan, policy_id=policy.id, closed_on=None)),
        Fen(reader.total(Suspense, "amount", policy_id=policy.id, account=view.catalog.ledger.money["suspense"])),
        catalog_of(reader, policy.catalog_version).products,
        view.calendar,
        tuple(one for one in all_terms if one.revision < terms[0].revision),
    )


def refuse_unless_in_force(position: PolicyPosition) -> None:
    """Refused, saying how it stands, unless the policy is in force."""
    if not position.is_in_force:
        raise Refused(
            _("Policy {number} is not in force: {status}.").format(
                number=position.policy.number, status=word(position.status.status)
            ),
            code="not_in_force",
            source="company default",
        )


def refuse_when_ended(position: PolicyPosition) -> None:
    """Refused, saying why it ended, when the contract is over."""
    if position.status.status == "ended":
        raise Refused(
            _("Policy {number} is over: {reason}.").format(
                number=position.policy.number, reason=word(position.status.end_reason, "end_reason")
            ),
            code="ended",
            source="company default",
        )
