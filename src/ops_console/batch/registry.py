"""The runs there are, by name."""

from ops_console.batch.accounts import ACCOUNT
from ops_console.batch.assigning import COLLECTORS, ORPHANS
from ops_console.batch.bank_import import BANK_IMPORT
from ops_console.batch.benefits import BENEFIT
from ops_console.batch.collections import COLLECTION
from ops_console.batch.day_end import DAY_END
from ops_console.batch.dividends import DIVIDEND
from ops_console.batch.expiry import EXPIRY
from ops_console.batch.follow_ups import CALLBACKS, FILE_LOANS, REMINDERS
from ops_console.batch.funds import FUND
from ops_console.batch.grace import GRACE
from ops_console.batch.held import HELD
from ops_console.batch.loans import LOANS
from ops_console.batch.notices import NOTICE, PRESSING
from ops_console.batch.payouts import PAYOUT
from ops_console.batch.renewal import RENEWAL
from ops_console.batch.runs import RunKind
from ops_console.batch.terminations import TERMINATION
from ops_console.batch.terms import TERM
from ops_console.batch.valuation import VALUATION

BATCHES: dict[str, RunKind] = {
    kind.name: kind
    for kind in (
        NOTICE,
        RENEWAL,
        TERM,
        BANK_IMPORT,
        HELD,
        PRESSING,
        GRACE,
        ACCOUNT,
        FUND,
        LOANS,
        TERMINATION,
        BENEFIT,
        DIVIDEND,
        COLLECTION,
        PAYOUT,
        COLLECTORS,
        ORPHANS,
        EXPIRY,
        CALLBACKS,
        REMINDERS,
        FILE_LOANS,
        VALUATION,
        DAY_END,
    )
}
"""In the order of a premium's year, then what waited too long, and day end last."""
