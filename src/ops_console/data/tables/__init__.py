"""The tables of the store, one module a subject. `TABLES` lists them all; `SEALED` those that are written once."""

from sqlalchemy.orm import configure_mappers

from ops_console.data.tables import accounts, bank, collectors, kinds, money, org, papers, party, policy, runs, work
from ops_console.data.tables.accounts import (
    AccountEntry,
    Dividend,
    FundHolding,
    FundOrder,
    FundPrice,
    FundTrade,
    PolicyAccount,
    Trace,
    ValuationTotal,
)
from ops_console.data.tables.bank import BankFile, BankItem, BankLine, CollectionOrder, Mandate, PayoutOrder
from ops_console.data.tables.collectors import (
    Assignment,
    HandIn,
    Invoice,
    PremiumTarget,
    ReceiptBook,
    TemporaryReceipt,
)
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
    PremiumNotice,
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

DATED = (PolicyStatus, Coverage, BillingTerms, PolicyRole, Mandate, Assignment)
"""Tables whose rows have valid_from, valid_to and a revision: changed by closing one row and opening the next."""

SEALED = (
    LedgerLine,
    PremiumDue,
    DueEvent,
    Receipt,
    Suspense,
    Payout,
    ChangeSet,
    BranchDay,
    AccountEntry,
    FundPrice,
    FundTrade,
    Dividend,
    Trace,
    HandIn,
    Invoice,
)
"""Tables whose rows are written once, under a source_id, and covered by the digest of that event or chunk."""

DELETED = (BankFile, ClerkDuty, Draft, TemporaryReceipt)
"""Tables whose rows may be deleted: duties taken from a clerk, forms half typed, files that came to hold nothing, what
was entered of a collector's receipt and was wrong."""

__all__ = [
    "DATED",
    "DELETED",
    "SEALED",
    "AccountEntry",
    "Agent",
    "Application",
    "ArchiveFile",
    "Assignment",
    "BankFile",
    "BankItem",
    "BankLine",
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
    "CollectionOrder",
    "Coverage",
    "Dividend",
    "Document",
    "DocumentBody",
    "Draft",
    "DueEvent",
    "Endorsement",
    "Event",
    "FileLoan",
    "FundHolding",
    "FundOrder",
    "FundPrice",
    "FundTrade",
    "HandIn",
    "Invoice",
    "LedgerLine",
    "Letter",
    "Loan",
    "Mandate",
    "Note",
    "Party",
    "Payable",
    "Payout",
    "PayoutOrder",
    "Policy",
    "PolicyAccount",
    "PolicyCopy",
    "PolicyRole",
    "PolicyStatus",
    "PremiumDue",
    "PremiumNotice",
    "PremiumTarget",
    "Receipt",
    "ReceiptBook",
    "Referral",
    "Run",
    "RunChunk",
    "ServiceRequest",
    "Stocktake",
    "StoreState",
    "SurvivalBenefit",
    "Suspense",
    "Task",
    "TemporaryReceipt",
    "TillClose",
    "Trace",
    "ValuationTotal",
    "WorkItem",
    "accounts",
    "bank",
    "collectors",
    "kinds",
    "money",
    "org",
    "papers",
    "party",
    "policy",
    "runs",
    "work",
]
