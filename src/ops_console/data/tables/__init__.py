"""The tables of the store, one module a subject. `TABLES` lists them all; `SEALED` those that are written once."""

from sqlalchemy.orm import configure_mappers

from ops_console.data.tables import kinds, money, org, papers, party, policy, runs, work
from ops_console.data.tables.kinds import (
    Application,
    ArchiveFile,
    Callback,
    CallbackFinding,
    CatalogChange,
    Claim,
    ClaimItem,
    ClaimSample,
    Endorsement,
    FileLoan,
    ServiceRequest,
    Stocktake,
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
    TillClose,
)
from ops_console.data.tables.org import (
    Agent,
    Branch,
    BranchCounter,
    CatalogEntry,
    Clerk,
    ClerkDuty,
    Draft,
    StoreState,
)
from ops_console.data.tables.papers import Document, DocumentBody
from ops_console.data.tables.party import Party
from ops_console.data.tables.policy import (
    BillingTerms,
    ChangeSet,
    Coverage,
    Loan,
    Policy,
    PolicyCopy,
    PolicyRole,
    PolicyStatus,
    SurvivalBenefit,
)
from ops_console.data.tables.runs import Run, RunChunk
from ops_console.data.tables.work import Call, ChainHead, Clock, Event, Letter, Note, Referral, Task, WorkItem

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
    "Call",
    "Callback",
    "CallbackFinding",
    "CatalogChange",
    "CatalogEntry",
    "ChainHead",
    "ChangeSet",
    "Claim",
    "ClaimItem",
    "ClaimSample",
    "Clerk",
    "ClerkDuty",
    "Clock",
    "Coverage",
    "Document",
    "DocumentBody",
    "Draft",
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
    "PolicyCopy",
    "PolicyRole",
    "PolicyStatus",
    "PremiumDue",
    "Receipt",
    "Referral",
    "Run",
    "RunChunk",
    "ServiceRequest",
    "Stocktake",
    "StoreState",
    "SurvivalBenefit",
    "Suspense",
    "Task",
    "TillClose",
    "WorkItem",
    "kinds",
    "money",
    "org",
    "papers",
    "party",
    "policy",
    "runs",
    "work",
]
