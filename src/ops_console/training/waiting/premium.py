"""What waits in the premium room besides dues: money held, payments that came back, covers not wanted another year,
money of the bank that fits nothing."""

from collections.abc import Iterator
from functools import partial

from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.sales import Sale
from ops_console.training.waiting.diary import Do, Of, Story, World

TOO_MUCH = 30_000
"""Fen, brought without being owed."""


def premium(world: World) -> Iterator[Story]:
    """The last two weeks of the premium room."""
    for ago, then in ((0, ""), (1, ""), (4, ""), (8, "asked back"), (11, "bounced"), (13, "bounced")):
        sale = world.policy(partial(_pays_by_the_year, world), world.branch())
        if sale is not None:
            yield _overpaid(world, sale, ago, then)
    for ago in (1, 6):
        sale = world.policy(_for_a_year, world.branch())
        if sale is not None:
            yield _not_again(world, sale, ago)
    yield _fits_nothing(world, 2, "in", 68_000, "陈静", "代女儿交保费")
    yield _fits_nothing(world, 4, "out", 3_000, "", "账户管理费")


def _pays_by_the_year(world: World, sale: Sale) -> bool:
    """With a premium paid, and the next one not due yet."""
    yearly = sale.kind.name != "hospital" and sale.months == 12
    return yearly and bool(sale.collected) and sale.owes_nothing(world.ago(0))


def _for_a_year(sale: Sale) -> bool:
    return sale.kind.name == "hospital"


def _overpaid(world: World, sale: Sale, ago: int, then: str) -> Story:
    """Money that nothing is owed for is held; it is asked back, and the bank may not find the account."""
    paid = {"amount": TOO_MUCH, "method": "transfer"}
    yield Do(world.ago(ago), sale.branch, "premium", "premium.collect", Of(sale), paid)
    if not then:
        return
    wanted = {"amount": TOO_MUCH, "account_no": sale.account_no}
    outcome = yield Do(world.ago(ago - 1), sale.branch, "premium", "premium.refund_suspense", Of(sale), wanted)
    if then == "asked back":
        return
    (payment,) = outcome.opened
    yield Do(world.ago(ago - 2), sale.branch, "cashier", "premium.release_payment", payment)
    yield Do(world.ago(ago - 2), sale.branch, "premium", "premium.pay_out", payment, {"method": "bank"})
    reason = {"reason": "no_such_account"}
    yield Do(world.ago(ago - 5), sale.branch, "premium", "premium.record_bounce", payment, reason)


def _not_again(world: World, sale: Sale, ago: int) -> Story:
    """Its owner wants no other year."""
    wish = {"renewal": "declined"}
    yield Do(world.ago(ago), sale.branch, "counter", "premium.record_renewal_wish", Of(sale), wish)


def _fits_nothing(world: World, ago: int, direction: str, amount: int, name: str, text: str) -> Story:
    """A line of the bank's statement that nobody asked for."""
    day = world.ago(ago)
    told = {"amount": amount, "direction": direction, "day": day, "name": name, "text": text}
    yield Do(day, EASY_BRANCH, "premium", "premium.hold_bank_money", values=told)
