"""What a policy says: contract, benefits, people, premium."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from ops_console.base.i18n import _, ngettext
from ops_console.catalog.model import Product
from ops_console.data.queries.policy_look import PolicyLook
from ops_console.rooms.dividends import DividendDue
from ops_console.rooms.preservation.worth import Worth
from ops_console.screens.backend import catalog
from ops_console.screens.session import Session
from ops_console.screens.texts import WIDE_LABEL, Lines, heading, pair, plain
from ops_console.screens.why_text import why_lines
from ops_console.screens.words import amount, day, word

PER_MILLE, RATE_UNITS = 1000, 10**6


def policy(look: PolicyLook | None, session: Session, width: int) -> Lines:
    """A policy as it stands."""
    if look is None:
        return plain(_("There is no policy yet."), width)
    products = catalog(session).products
    lines = [
        *pair(_("Policy"), look.number, width, "bold"),
        *pair(_("Product"), _product(look.product, session), width),
        *pair(
            _("Status"),
            f"{word(look.status)}{', ' + word(look.end_reason, 'end_reason') if look.end_reason else ''}",
            width,
            "bold",
        ),
        *pair(_("Issued"), day(look.issued_on), width),
        *pair(_("In force from"), day(look.commenced_on), width),
        *pair(_("Receipt signed"), day(look.receipted_on), width),
        *pair(_("Lapsed"), day(look.lapsed_on), width),
        *pair(_("Agent"), look.agent or "", width),
        *pair(_("Agent left"), day(look.agent_left), width),
        *_served(look, width),
        *heading(_("Premium")),
        *pair(_("Instalment"), _premium(look), width),
        *pair(_("Waived from"), day(look.waived_from), width),
        *pair(_("Channel"), word(look.channel), width),
        *pair(_("Paid to"), day(look.paid_to), width),
        *pair(_("Next due"), day(look.next_due), width),
        *pair(
            _("Premium loan"), "" if look.premium_loan is None else _("yes") if look.premium_loan else _("no"), width
        ),
    ]
    lines += pair(_("Dividends"), word(look.dividend, "dividend"), width)
    for one in look.coverages:
        lines += heading(str(products[one.product].label) if one.product in products else one.product)
        lines += pair(_("Kind"), word(one.kind, "kind") if one.kind else "", width)
        lines += pair(_("Sum assured"), amount(one.sum_assured), width, "bold")
        lines += pair(_("Part of the instalment"), amount(one.premium) if one.premium else "", width)
        lines += pair(_("Entry age"), str(one.entry_age), width)
        lines += pair(_("Paying years"), str(one.pay_years), width)
        lines += pair(_("Cover years"), _("for life") if one.cover_years is None else str(one.cover_years), width)
        lines += pair(_("Occupation class"), str(one.occupation_class or ""), width)
        lines += pair(_("Annuity from age"), _annuity_age(products.get(one.product)), width)
        lines += pair(_("Extra mortality"), str(one.em_points or ""), width)
        lines += pair(_("Exclusions"), one.exclusions, width)
    lines += _members(look, width)
    lines += _funds(look, session, width)
    lines += _account(look, width)
    lines += heading(_("People"))
    for role in look.roles:
        share = f", {role.order}: {role.share / PER_MILLE:.1%}" if role.role == "beneficiary" else ""
        lines += pair(word(role.role), f"{role.party.name} ({word(role.relation)}{share})", width)
    return lines


def _served(look: PolicyLook, width: int) -> Lines:
    lines: Lines = []
    for one in look.served:
        since = _("{clerk}, since {day}").format(clerk=one.clerk, day=day(one.since))
        lines += pair(word(one.kind, "assignment"), since, width)
    return lines


def _members(look: PolicyLook, width: int) -> Lines:
    """The first members of a group, by number; nothing for a policy that is of no group."""
    if not look.members_in_all:
        return []
    lines = heading(
        ngettext("{count} member", "{count} members", look.members_in_all).format(count=look.members_in_all)
    )
    for one in look.members:
        told = _("age {age}, class {klass}: {sum}, premium {premium}").format(
            age=one.entry_age,
            klass=one.occupation_class,
            sum=amount(one.sum_assured),
            premium=amount(one.premium),
        )
        lines += pair(f"{one.no} {one.name}", told, width)
    left = look.members_in_all - len(look.members)
    return lines + (plain(_("{count} more are found by name or document.").format(count=left), width) if left else [])


def applied_members(members: Sequence[Mapping[str, Any]], width: int) -> Lines:
    """The first members an application names, by their place on its list."""
    lines = heading(_("Members")) if members else []
    for no, one in enumerate(members, 1):
        told = _("class {klass}: {sum}, premium {premium}").format(
            klass=one["occupation_class"], sum=amount(one["sum_assured"]), premium=amount(one["premium"])
        )
        lines += pair(f"{no} {one['name']}", told, width)
    return lines


def _account(look: PolicyLook, width: int) -> Lines:
    """The account of a universal life cover, its last movements, the newest first."""
    found = look.account
    if found is None:
        return []
    lines = [
        *heading(_("Account")),
        *pair(_("Holds"), amount(found.balance), width, "bold"),
        *pair(_("Next monthly day"), day(found.rolled_to), width),
    ]
    for one in found.entries:
        rate = "" if one.rate is None else f" ({one.rate / RATE_UNITS:.2%})"
        lines += pair(day(one.day), f"{amount(one.amount)} {word(one.what, 'what')}{rate}", width)
    return lines


def worth(now: Worth | None, today: date, width: int) -> Lines:
    """What the policy is worth on a day; nothing for one that is not in force or lapsed."""
    if now is None:
        return []
    return [
        *heading(_("Values on {day}").format(day=day(today))),
        *pair(_("Account"), "" if now.account is None else amount(now.account), width, label_cells=WIDE_LABEL),
        *pair(_("Cash value"), amount(now.cash_value), width, label_cells=WIDE_LABEL),
        *pair(
            _("Of it paid-up additions"), amount(now.additions) if now.additions else "", width, label_cells=WIDE_LABEL
        ),
        *pair(
            _("Accumulated dividends"),
            amount(now.accumulated) if now.accumulated else "",
            width,
            label_cells=WIDE_LABEL,
        ),
        *pair(_("Dividend due"), _dividend(now.dividend), width, label_cells=WIDE_LABEL),
        *pair(_("Unearned premium"), amount(now.unearned) if now.unearned else "", width, label_cells=WIDE_LABEL),
        *pair(_("Loans with interest"), amount(-now.debts) if now.debts else "", width, label_cells=WIDE_LABEL),
        *pair(_("Money held"), amount(now.held) if now.held else "", width, label_cells=WIDE_LABEL),
        *pair(_("A surrender would pay"), amount(now.surrender), width, "bold", WIDE_LABEL),
        *pair(_("May be lent"), amount(now.may_be_lent), width, "bold", WIDE_LABEL),
    ]


def whys(now: Worth | None, width: int) -> Lines:
    """Why the values are what they are."""
    return [line for why in (now.whys if now else ()) for line in why_lines(asdict(why), width)]


def _funds(look: PolicyLook, session: Session, width: int) -> Lines:
    """How premiums are divided, and the units of each fund at its last price; nothing for a policy without funds."""
    if not look.allocation:
        return []
    names = {code: str(fund.label) for code, fund in catalog(session).funds.items()}
    shares = ", ".join(f"{names.get(code, code)} {share / PER_MILLE:.1%}" for code, share in look.allocation.items())
    lines = [*heading(_("Funds")), *pair(_("Premiums go to"), shares, width)]
    for one in look.funds:
        held = _("{units} units at {price} of {day}: {value}").format(
            units=one.units, price=one.price, day=day(one.priced_on), value=amount(one.value)
        )
        lines += pair(names.get(one.fund, one.fund), held, width)
    return lines


def _annuity_age(product: Product | None) -> str:
    return "" if product is None else str(product.basis.annuity_age or "")


def _product(code: str, session: Session) -> str:
    products = catalog(session).products
    return f"{code} {products[code].label}" if code in products else code


def _dividend(due: DividendDue | None) -> str:
    if due is None:
        return ""
    if due.amount is not None:
        return _("{amount} for policy year {year}").format(amount=amount(due.amount), year=due.year)
    return _("policy year {year} waits: no rate is declared for {declared} yet").format(
        year=due.year, declared=due.declared_for
    )


def _premium(look: PolicyLook) -> str:
    if look.premium is None:
        return ""
    every = _("{amount} every {months} months").format(amount=amount(look.premium), months=look.months)
    return (
        _("{every}, {loading} of it loading").format(every=every, loading=amount(look.loading))
        if look.loading
        else every
    )
