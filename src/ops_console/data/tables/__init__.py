"""The tables of the store, one module a subject. `TABLES` lists them all; `SEALED` those that are written once."""

from sqlalchemy.orm import configure_mappers

from ops_console.data.tables import kinds, money, org, party, policy, runs, work
from ops_console.data.tables.kinds import (
    Application,
    ArchiveFile,
    Callback,
    CatalogChange,
    Claim,
    ClaimItem,
    Endorsement,
    FileLoan,
)
from ops_console.data.tables.money import (
    Billing,
    BranchDay,
    DueEvent,
    LedgerLine,
    Payable,
    Payout,
    PremiumDue,
    Receipt,
    Suspense,
)
from ops_console.data.tables.org import (
    Agent,
    Branch,
    BranchCounter,
    CatalogEntry,
    Clerk,
    ClerkDuty,
    StoreState,
)
from ops_console.data.tables.party import Party
from ops_console.data.tables.policy import (
    BillingTerms,
    ChangeSet,
    Coverage,
    Loan,
    Policy,
    PolicyRole,
    PolicyStatus,
)
from ops_console.data.tables.runs import Run, RunChunk
from ops_console.data.tables.work import ChainHead, Clock, Event, Letter, Note, Referral, Task, WorkItem

# Records are made without their constructors, which would do this at the first one, in whatever thread.
configure_mappers()

DATED = (PolicyStatus, Coverage, BillingTerms, PolicyRole)
"""Tables whose rows have valid_from, valid_to and a revision: changed by closing one row and opening the next."""

SEALED = (LedgerLine, PremiumDue, DueEvent, Receipt, Suspense, Payout, ChangeSet, BranchDay)
"""Tables whose rows are written once, under a source_id, and covered by the digest of that event or chunk."""

__all__ = [
    "DATED",
    "SEALED",
    "Agent",
    "Application",
    "ArchiveFile",
    "Billing",
    "BillingTerms",
    "Branch",
    "BranchCounter",
    "BranchDay",
    "Callback",
    "CatalogChange",
    "CatalogEntry",
    "ChainHead",
    "ChangeSet",
    "Claim",
    "ClaimItem",
    "Clerk",
    "ClerkDuty",
    "Clock",
    "Coverage",
    "DueEvent",
    "Endorsement",
    "Event",
    "FileLoan",
    "LedgerLine",
    "Letter",
    "Loan",
    "Note",
    "Party",
    "Payable",
    "Payout",
    "Policy",
    "PolicyRole",
    "PolicyStatus",
    "PremiumDue",
    "Receipt",
    "Referral",
    "Run",
    "RunChunk",
    "StoreState",
    "Suspense",
    "Task",
    "WorkItem",
    "kinds",
    "money",
    "org",
    "party",
    "policy",
    "runs",
    "work",
]
