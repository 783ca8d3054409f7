"""Where a policy stands: what rooms read before they decide, in one frozen value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from ops_console.base.i18n import _
from ops_console.base.money import Fen
from ops_console.base.problems import Refused
from ops_console.catalog.model import Product
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
from ops_console.rooms.dues import Instalment, instalments_of
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.due_dates import due_date, instalments_between
from ops_console.rules.products.basis import Basis, Months, PolicyTerms, Sex
from ops_console.rules.products.dividends import for_additions
from ops_console.rules.products.loans import loan_balance
from ops_console.rules.products.values import cash_value_on, unearned_premium
from ops_console.rules.why import Why

RATE_UNITS = 10**6
"""Loans keep their yearly rate in units of 1/1,000,000."""
ONE_DAY = timedelta(days=1)
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
class PolicyPosition:
    """A policy as it stands. Dated parts as at one day, money as of now; amounts in fen."""

    policy: Policy
    status: PolicyStatus
    terms: BillingTerms
    coverages: tuple[Coverage, ...]
    roles: tuple[PolicyRole, ...]
    billing: Billing | None
    """None before the policy is in force."""
    instalments: tuple[Instalment, ...]
    loans: tuple[Loan, ...]
    """Open ones."""
    suspense: Fen
    """Money held on the policy that is not premium."""
    products: Mapping[str, Product]
    """By code, as they were when the policy was sold."""
    calendar: WorkCalendar
    earlier_terms: tuple[BillingTerms, ...] = ()
    """Terms that were in force before, oldest first."""

    @property
    def product(self) -> Product:
        return self.products[self.policy.product]

    @property
    def is_in_force(self) -> bool:
        return self.status.status == "in_force"

    @property
    def is_lapsed(self) -> bool:
        return self.status.status == "lapsed"

    @property
    def applicant_id(self) -> int:
        return next(role.party_id for role in self.roles if role.role == "applicant")

    @property
    def insured_id(self) -> int:
        return next(role.party_id for role in self.roles if role.role == "insured")

    @property
    def beneficiaries(self) -> tuple[PolicyRole, ...]:
        """By order, then number."""
        named = (role for role in self.roles if role.role == "beneficiary" and role.share)
        return tuple(sorted(named, key=lambda role: (role.order, role.no)))

    @property
    def commenced_on(self) -> date:
        """First day of cover. LookupError before there is one."""
        if self.status.commenced_on is None:
            raise LookupError(f"policy {self.policy.number} has not commenced")
        return self.status.commenced_on

    @property
    def current_billing(self) -> Billing:
        """The billing row of a policy that has commenced. LookupError before."""
        if self.billing is None:
            raise LookupError(f"policy {self.policy.number} has no billing")
        return self.billing

    @property
    def owed(self) -> tuple[Instalment, ...]:
        """Instalments raised and not settled, oldest first."""
        return tuple(one for one in self.instalments if one.is_owed)

    @property
    def premium_owed(self) -> Fen:
        """What the receivable holds for this policy."""
        return Fen.total(one.amount for one in self.owed)

    def parts(self, one: Instalment) -> dict[str, int]:
        """An instalment as the posting rules tell it apart: the standard premium, and what is extra for health."""
        loading = self._terms_of(one).loading
        return {"premium": one.amount - loading, "health_loading": loading}

    def paid_parts(self) -> dict[str, int]:
        """Every instalment that money came in for, told apart likewise."""
        parts = [self.parts(one) for one in self.instalments if one.is_received]
        return {name: sum(part[name] for part in parts) for name in ("premium", "health_loading")}

    def _terms_of(self, one: Instalment) -> BillingTerms:
        """The terms an instalment was raised under: the latest that began by its due date and ask for its amount."""
        began = [terms for terms in (self.terms, *reversed(self.earlier_terms)) if terms.valid_from <= one.due_date]
        return next((terms for terms in began if terms.premium == one.amount), self.terms)

    def arrears(self, day: date) -> tuple[tuple[date, Fen], ...]:
        """Every instalment due by a day and not paid for, raised or not: (due date, amount)."""
        billing = self.current_billing
        raised = {one.due_date: one for one in self.instalments}
        dates = instalments_between(self.commenced_on, billing.months, billing.paid_to - ONE_DAY, day)
        return tuple(
            (due, raised[due].amount if due in raised else billing.premium)
            for due in dates
            if due < billing.ends_on and not (due in raised and raised[due].is_paid) and not self.is_waived(due)
        )

    def is_waived(self, due: date) -> bool:
        """Is premium that falls due on a day waived?"""
        return self.terms.waived_from is not None and due >= self.terms.waived_from

    def after_raising(self, raised: Iterable[Instalment], next_due: date) -> "PolicyPosition":
        """The position once these instalments are raised too, and the next one falls due on a day."""
        instalments = sorted((*self.instalments, *raised), key=lambda one: one.due_date)
        billing = self.current_billing.model_copy(update={"next_due": next_due})
        return replace(self, instalments=tuple(instalments), billing=billing)

    def grace_ends(self, due: date) -> date:
        """Last day on which an instalment is paid in time: the product's days after it fell due (Insurance Law art 36),
        and where that is a day off, the next working day (Civil Code art 203)."""
        return self.calendar.legal_deadline(due, self.product.grace_days).day

    def hesitation_ends(self) -> date | None:
        """Last day of the hesitation period, counted from the day after the signed receipt; None without a receipt."""
        if self.status.receipted_on is None:
            return None
        return self.calendar.legal_deadline(self.status.receipted_on, self.product.hesitation_days).day

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
