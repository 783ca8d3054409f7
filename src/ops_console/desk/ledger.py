"""From the postings of a plan to ledger lines, by the posting rules of the catalog."""

from collections.abc import Iterable

from ops_console.catalog.model import Catalog
from ops_console.data.tables import LedgerLine
from ops_console.desk.plan import Posting
from ops_console.desk.view import View
from ops_console.rules import postings as rules


def lines_of(view: View, planned: Iterable[Posting], source_id: int) -> list[LedgerLine]:
    """Ledger lines, numbered through the source; the lines of each posting sum to zero (ValueError otherwise)."""
    lines: list[LedgerLine] = []
    for entry_no, posting in enumerate(planned, 1):
        for line in posting.lines or _ruled(view.catalog, posting):
            lines.append(
                LedgerLine(
                    source_id=source_id,
                    line_no=len(lines) + 1,
                    entry_no=entry_no,
                    rule=posting.rule,
                    account=line.account,
                    amount=line.amount,
                    branch_id=posting.branch_id or view.branch.id,
                    booked_on=view.booking_day,
                    policy_id=posting.policy_id,
                )
            )
    return lines


def _ruled(catalog: Catalog, posting: Posting) -> tuple[rules.Line, ...]:
    return rules.lines(catalog.ledger.rules[posting.rule], posting.amounts, _accounts(catalog, posting))


def _accounts(catalog: Catalog, posting: Posting) -> dict[str, str]:
    """A way money moves (cash, bank, suspense) stands for its account."""
    return {name: catalog.ledger.money.get(given, given) for name, given in posting.accounts.items()}
