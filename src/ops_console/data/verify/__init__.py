"""Is the store as the program left it? Every invariant is a small function naming the places where it is broken."""

from collections.abc import Callable, Iterator

from ops_console.base.i18n import N_, _
from ops_console.base.problems import OpsError
from ops_console.data.store import Reader
from ops_console.data.verify import (
    accounts,
    bank,
    cases,
    chains,
    collectors,
    covers,
    dividends,
    documents,
    dues,
    ledger,
    mandates,
    orders,
    sealed,
    traces,
    units,
    valuations,
)
from ops_console.data.verify.chains import Heads, heads_are_reached, heads_of
from ops_console.data.verify.digest import digest_of
from ops_console.data.verify.findings import Check, Finding

CHECKS: dict[str, Check] = {
    N_("chains of events"): chains.chains_are_whole,
    N_("rows written once by events"): sealed.events_cover_their_rows,
    N_("rows written once by runs"): sealed.chunks_cover_their_rows,
    N_("roots of runs"): sealed.roots_are_on_the_chain,
    N_("sources of rows"): sealed.sources_exist,
    N_("entries of the ledger"): ledger.entries_balance,
    N_("accounts of the ledger"): ledger.accounts_are_known,
    N_("closed days"): ledger.closed_days_hold,
    N_("receivable premiums"): dues.receivable_is_owed,
    N_("money held"): ledger.money_held,
    N_("unidentified bank money"): bank.items_are_held,
    N_("files of the bank"): bank.files_are_whole,
    N_("movements on our accounts"): bank.movements_have_their_case,
    N_("collected orders"): bank.collected_orders_were_paid,
    N_("payables"): ledger.payables_are_owed,
    N_("loans"): ledger.loans_are_booked,
    N_("accounts and their entries"): accounts.accounts_are_their_entries,
    N_("liability for accounts"): accounts.accounts_are_booked,
    N_("planned premiums"): accounts.planned_premiums_are_put_in,
    N_("units and their trades"): units.holdings_are_their_trades,
    N_("liability for units"): units.units_are_booked,
    N_("money waiting for a price"): units.nothing_waits_on_ended_contracts,
    N_("all money waiting for a price"): units.money_waiting_is_accounted_for,
    N_("accumulated dividends"): dividends.accumulations_are_their_entries,
    N_("liability for accumulated dividends"): dividends.accumulations_are_booked,
    N_("paid-up additions"): dividends.additions_were_bought,
    N_("paid-to dates"): dues.paid_to_follows_collection,
    N_("next due dates"): dues.next_due_follows_dues,
    N_("later life of instalments"): dues.due_events_have_their_due,
    N_("letters about instalments"): dues.notices_are_of_instalments,
    N_("billing rows"): dues.billing_is_as_agreed,
    N_("instalments applied for"): dues.terms_are_as_applied_for,
    N_("mandates"): mandates.mandates_are_as_agreed,
    N_("references of mandates"): mandates.references_are_of_one_account,
    N_("numbers of files to the banks"): orders.files_are_numbered,
    N_("orders to the banks"): orders.files_have_their_orders,
    N_("orders under way"): orders.nothing_is_with_the_bank_twice,
    N_("parts of the instalment"): dues.covers_make_the_instalment,
    N_("occupation classes"): covers.classes_are_kept,
    N_("members of groups"): covers.members_have_their_part,
    N_("benefits on survival"): covers.benefits_are_booked,
    N_("receipt numbers"): cases.receipts_are_gapless,
    N_("invoice numbers"): cases.invoices_are_gapless,
    N_("books of temporary receipts"): collectors.books_are_gapless,
    N_("temporary receipts"): collectors.receipts_are_of_a_book,
    N_("money in collectors' hands"): collectors.collectors_hold_what_is_out,
    N_("money handed in"): collectors.hand_ins_are_their_receipts,
    N_("due dates of cases"): cases.due_is_the_earliest_clock,
    N_("dated rows"): cases.dated_rows_follow_each_other,
    N_("references"): cases.references_hold,
    N_("amounts and their traces"): traces.amounts_are_as_traced,
    N_("totals of valuations"): valuations.totals_are_those_of_the_run,
    N_("images of papers"): documents.images_are_whole,
    N_("catalog"): cases.catalog_is_as_loaded,
}
"""Every check, by what it looks at."""


def verify_store(
    reader: Reader, exported: Heads | None = None, progress: Callable[[str], None] | None = None
) -> list[Finding]:
    """Run every check; an empty list means that everything holds. Exported heads show a tail that was cut off."""
    found: list[Finding] = []
    for label, check in CHECKS.items():
        if progress:
            progress(_(label))
        found += _run(label, check, reader)
    if exported is not None:
        found += heads_are_reached(reader, exported)
    return found


def _run(label: str, check: Check, reader: Reader) -> Iterator[Finding]:
    """The findings of a check. A store so damaged that the check can't go on is one more."""
    try:
        yield from check(reader)
    except (OpsError, LookupError, ValueError, TypeError) as error:
        yield Finding(_(label), _("can't be checked: {error}").format(error=error))


__all__ = ["CHECKS", "Check", "Finding", "Heads", "digest_of", "heads_of", "verify_store"]
