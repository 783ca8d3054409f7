"""Where a policy stands: its people, its instalments, and the days that follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from ops_console.base.money import Fen
from ops_console.catalog.model import Product
from ops_console.data.tables import Billing, BillingTerms, Coverage, Loan, Policy, PolicyRole, PolicyStatus
from ops_console.rooms.dues import Instalment
from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.due_dates import instalments_between

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """A policy as it stands: dated parts as at one day, money as of now; amounts in fen."""

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

    def after_raising(self, raised: Iterable[Instalment], next_due: date) -> Self:
        """The position once these instalments are raised too, and the next one falls due on a day."""
        instalments = sorted((*self.instalments, *raised), key=lambda one: one.due_date)
        billing = self.current_billing.model_copy(update={"next_due": next_due})
        return replace(self, instalments=tuple(instalments), billing=billing)

    def grace_ends(self, due: date) -> date:
        """Last day on which an instalment is paid in time: the product's days after it fell due (Insurance Law art 36),
        and where that is a day off, the next working day (Civil Code art 203)."""
        return self.calendar.legal_deadline(due, self.product.grace_days).day

    def reinstatement_ends(self, lapsed_on: date) -> date:
        """Last day on which reinstatement may be asked for: the product's months after the lapse (Insurance Law art
        37), and where that is a day off, the next working day (Civil Code art 203)."""
        return self.calendar.legal_deadline_months(lapsed_on, self.product.reinstatement_months).day

    def hesitation_ends(self) -> date | None:
        """Last day of the hesitation period, counted from the day after the signed receipt; None without a receipt."""
        if self.status.receipted_on is None:
            return None
        return self.calendar.legal_deadline(self.status.receipted_on, self.product.hesitation_days).day
