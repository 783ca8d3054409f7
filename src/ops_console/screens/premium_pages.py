"""The pages of the premium room's day: each reads what it shows, writes it as lines, and lists what Enter opens."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from textual.content import Content

from ops_console.base.i18n import N_, _, ngettext
from ops_console.base.plots import bar, short, signs
from ops_console.base.rates import Rate
from ops_console.base.safe_text import fit, safe
from ops_console.screens.floor_panels import premium_line
from ops_console.screens.session import Session
from ops_console.screens.texts import Column, Lines, heading, plain, row, spread
from ops_console.screens.ways import Ways
from ops_console.screens.words import amount, day, word

if TYPE_CHECKING:
    from ops_console.data.store import Reader

BARS = 30
FILE_CELLS = 74
RUN: list[Column] = [(14, "left"), (0, "left"), (10, "right"), (16, "right")]
BANK: list[Column] = [(0, "left"), (6, "left"), (8, "right"), (8, "right"), (8, "right"), (8, "right"), (7, "right")]
FILE: list[Column] = [
    (5, "right"),
    (4, "left"),
    (11, "left"),
    (6, "left"),
    (10, "left"),
    (9, "left"),
    (0, "right"),
    (8, "right"),
]
WAYS = {"out": N_("out"), "in": N_("in")}
"""To the bank, from the bank: as short as the column."""


@dataclass(frozen=True)
class Opening:
    """A line of the list below the text; `opens` is what Enter does."""

    line: str
    opens: Callable[[Ways], None]


@dataclass(frozen=True)
class Shown:
    """What a page says for a width: text above, list below."""

    lines: Callable[[int], Lines]
    openings: Sequence[Opening]


@dataclass(frozen=True)
class Page:
    """One page: its name (a message id), and how it is read; done beside the screen's own thread."""

    name: str
    label: str
    read: Callable[["Reader", Session], Shown]
    takes_long: bool = False


def _runs(reader: "Reader", session: Session) -> Shown:
    from ops_console.batch.standing import standing
    from ops_console.data.queries.runs import runs_under_way
    from ops_console.desk.entry import Actor

    found = standing(reader, Actor(session.clerk.id, "screen"), session.clerk.scope)
    under_way = runs_under_way(reader)
    month = session.premium_month()

    def lines(width: int) -> Lines:
        text = [*premium_line(month, width)]
        text += plain(_("Only what renewal runs raised; page Figures counts first premiums too."), width, "dim")
        text += [*heading(_("Runs with work waiting")), *plain(", ".join(found.due) or _("none"), width)]
        if found.due:
            text += plain(_("Started from a shell: ops-console batch NAME; F1 says by whom."), width, "dim")
        for one in under_way:
            text += heading(_("{run} under way, begun by {clerk}").format(run=one.kind, clerk=one.clerk))
            told = _("{done} of {all} chunks, {rows} rows").format(
                done=one.done.chunks_done, all=one.done.chunks, rows=f"{one.done.rows:,}"
            )
            text += plain(f"{bar(one.done.chunks_done, one.done.chunks, min(BARS, width), signs())} {told}", width)
        text += heading(_("Runs of the day"))
        for run in found.runs:
            state = word(run.state, "run")
            shown = (run.kind, f"{run.clerk}, {state}", f"{run.rows:,}", amount(run.amount))
            text += [row(shown, spread(RUN, width))]
            text += [part for left in run.left for part in plain(f"  ! {left}", width, "$warning")]
        text += [] if found.runs else plain(_("none"), width)
        count = len(found.held)
        said = ngettext("Money held: {amount} on {count} policy", "Money held: {amount} on {count} policies", count)
        text += heading(said.format(amount=amount(sum(int(one.amount) for one in found.held)), count=count))
        return text

    return Shown(lines, [_held(one) for one in found.held])


def _held(held: Any) -> Opening:
    came = "; ".join(f"{day(on)} {amount(fen)} {word(way)}" for on, fen, way in held.came)
    parts = (held.number, fit(held.party, 10), fit(word(held.status), 10), fit(amount(held.amount), 14, "right"))
    return Opening("  ".join((*parts, day(held.since), came)), lambda to: to.open_policy(held.policy_id, held.number))


def _banks(reader: "Reader", session: Session) -> Shown:
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.queries.premium_day import premium_day

    today, catalog = reader.state().business_date, catalog_in_force(reader)
    # An order is of interest while the instalment it is for may still be paid in grace.
    days = max(product.grace_days for product in catalog.products.values())
    found = premium_day(reader, session.clerk.scope, today - timedelta(days=days), today)

    def lines(width: int) -> Lines:
        text = heading(_("Raised today"))
        for due in found.due:
            said = ngettext("{count} instalment, {amount}", "{count} instalments, {amount}", due.instalments)
            told = said.format(count=f"{due.instalments:,}", amount=amount(due.amount))
            text += plain(f"{catalog.branches[due.branch_id].label}: {told}", width)
        text += [] if found.due else plain(_("none"), width)
        text += heading(_("Orders at the banks, in files of the last {days} days").format(days=days))
        names = (_("Branch"), _("Bank"), _("Sent"), _("Collected"), _("Refused"), _("Again"), _("Rate"))
        text += [row(names, spread(BANK, width), "bold")]
        for one in found.banks:
            rate = str(Rate(one.collected, one.collected + one.rejected)) or "-"
            figures = (short(number) for number in (one.sent, one.collected, one.rejected, one.retried))
            text += [row((str(catalog.branches[one.branch_id].label), one.bank, *figures, rate), spread(BANK, width))]
        text += [] if found.banks else plain(_("none"), width)
        out = amount(sum(int(one.sent_amount) for one in found.banks))
        text += plain(_("Waiting for an answer: {amount}").format(amount=out), width)
        text += heading(_("To be tried again: {count}").format(count=len(found.retries)))
        return text

    return Shown(lines, [_retry(one) for one in found.retries])


def _retry(one: Any) -> Opening:
    parts = (one.number, day(one.due_date), fit(amount(one.amount), 14, "right"), fit(one.bank, 6))
    said = _("{reason}, again on {day}").format(reason=word(one.reason) if one.reason else "-", day=day(one.retry_on))
    return Opening("  ".join((*parts, said)), lambda to: to.open_policy(one.policy_id, one.number))


def _files(reader: "Reader", session: Session) -> Shown:
    from ops_console.data.queries.bank_files import bank_files, to_write
    from ops_console.data.tables import BankFile

    found = bank_files(reader, branches=session.clerk.scope)
    waiting = len(to_write(reader, branches=session.clerk.scope))

    def lines(width: int) -> Lines:
        text = heading(_("Files of the banks, the newest first"))
        text += plain(_("{count} wait to be written: ops-console bank export.").format(count=waiting), width)
        names = (_("File"), "", _("Kind"), _("Bank"), _("Day"), _("State"), _("Amount"), _("Lines"))
        return [*text, row(names, spread(FILE, FILE_CELLS), "bold")]

    def opening(one: BankFile) -> Opening:
        shown = (
            str(one.id),
            _(WAYS[one.direction]),
            word(one.kind, "kind"),
            one.bank,
            day(one.day),
            word(one.state),
            amount(one.amount),
            short(one.lines),
        )
        return Opening(row(shown, spread(FILE, FILE_CELLS)).plain, lambda to: to.open_bank_file(one.id))

    return Shown(lines, [opening(one) for one in found])


def _figures(reader: "Reader", session: Session) -> Shown:
    from ops_console.data.catalog_rows import catalog_in_force
    from ops_console.data.queries.reports.collection import collection
    from ops_console.data.queries.reports.forecast import against_targets
    from ops_console.data.queries.reports.persistency import YEARS, persistency
    from ops_console.rules.calendar import add_months

    today, catalog, scope = reader.state().business_date, catalog_in_force(reader), session.clerk.scope
    first = add_months(today.replace(day=1), -11)
    months = [add_months(first, no) for no in range(12)]
    collected = collection(reader, catalog, first, today, scope, None)
    reached = against_targets(reader, today, today, scope)
    kept = {
        after: persistency(reader, catalog, [add_months(one, -length) for one in months], after, scope, None)
        for after, length in YEARS.items()
    }

    def lines(width: int) -> Lines:
        text = heading(_("Paid in grace, by month of the due date"))
        for one in collected:
            text += _bar(f"{one.month:%Y-%m}", Rate(one.in_grace_amount, one.over_amount), width)
        text += [] if collected else plain(_("none"), width)
        text += heading(_("Collected this month, first premiums too, against the target"))
        for goal in reached:
            name = str(catalog.branches[goal.branch_id].label)
            if goal.target:
                text += _bar(name, Rate(goal.collected, goal.target), width)
            else:
                text += plain(
                    _("{branch}: {amount}, no target set (PR43)").format(branch=name, amount=amount(goal.collected)),
                    width,
                )
        text += [] if reached else plain(_("none"), width)
        for after, cohorts in kept.items():
            text += heading(_("Persistency after {months} months, by month of the first cover").format(months=after))
            for cohort in cohorts:
                text += _bar(f"{cohort.month:%Y-%m}", Rate(cohort.kept_premium, cohort.sold_premium), width)
            text += [] if cohorts else plain(_("none yet"), width)
        return text

    return Shown(lines, ())


def _bar(name: str, rate: Rate, width: int) -> Lines:
    cells = max(8, min(BARS, width - 30))
    drawn = bar(rate.part, rate.whole, cells, signs())
    return [Content(f"{fit(name, 16)} {drawn} {fit(str(rate) or '-', 7, 'right')}")]


PAGES = (
    Page("runs", N_("Runs and money held"), _runs),
    Page("banks", N_("Banks"), _banks),
    Page("files", N_("Bank files"), _files),
    Page("figures", N_("Figures"), _figures, takes_long=True),
)


def line_of(opening: Opening) -> Content:
    """A line of the list, as it may be shown."""
    return Content(safe(opening.line))
