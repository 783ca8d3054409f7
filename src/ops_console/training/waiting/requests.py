"""Preservation that waits: requests in every state, loans and their payments, policies lapsed and asked back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from ops_console.desk.desk import Outcome
from ops_console.rules.numbers import Prefix
from ops_console.training.sales import Sale
from ops_console.training.waiting.diary import Do, Of, Story, World

CONTACT, LOAN, REPAYMENT, REINSTATEMENT, SURRENDER, HESITATION = 3, 27, 28, 31, 32, 33
CLIENT, BENEFICIARY, CHANNEL, PREMIUM_LOAN, DUPLICATE, LOSS = 1, 7, 12, 14, 36, 37
"""Numbers of items in the catalog."""
LENT = 60_000
LARGE_PREMIUM = 600_000
"""Fen; on so much premium a year so little can be lent."""
ACCOUNT = "account_no"
GRACE_AND_MORE = timedelta(days=66)


def requests(world: World) -> Iterator[Story]:
    """The requests of the last weeks."""
    for item, ago in ((CONTACT, 0), (CONTACT, 2), (LOAN, 0), (SURRENDER, 1), (LOAN, 6)):
        yield from _about(world, partial(has_value, world), partial(received, world, item=item, ago=ago))
    for ago in (0, 1, 3, 9):
        yield from _about(world, partial(has_value, world), partial(surrendered, world, ago=ago))
    for ago in (0, 2, 5):
        yield from _about(world, partial(is_paid, world), partial(moved, world, ago=ago))
    for ago, then in ((0, ""), (1, ""), (2, "released"), (4, "released"), (6, "paid"), (12, "repaid"), (14, "paid")):
        yield from _about(world, partial(can_borrow, world), partial(borrowed, world, ago=ago, then=then))
    yield from asked_back(world)
    yield from simple(world)


def simple(world: World) -> Iterator[Story]:
    """Items done while the customer waits: taken in, waiting for papers or for the fee, or done."""
    for items, ago in ((f"{BENEFICIARY},{CHANNEL}", 0), (str(CLIENT), 0), (str(PREMIUM_LOAN), 1), (str(LOSS), 1)):
        yield from _about(world, partial(is_paid, world), partial(received, world, item=items, ago=ago))
    for ago in (1, 4, 11):
        yield from _about(world, partial(is_paid, world), partial(short_of_papers, world, ago=ago))
    for ago in (0, 3, 13):
        yield from _about(world, partial(is_paid, world), partial(lost, world, ago=ago))
    for ago in (1, 6):
        yield from _about(world, partial(is_paid, world), partial(switched, world, ago=ago))


def asked_back(world: World) -> Iterator[Story]:
    """Policies that lapsed in the grace runs of these weeks, and whose owners want them back: in good health or not."""
    for ago, healthy in ((0, True), (1, False), (3, True), (5, False), (7, True)):
        yield from _about(
            world,
            partial(has_lapsed, world),
            partial(reinstated, world, ago=ago, healthy=healthy),
        )


def has_lapsed(world: World, sale: Sale) -> bool:
    """Not paid, nothing lent for it, and grace long over when somebody asks."""
    missed = sale.due(len(sale.collected) + 1)
    return sale.missed and not sale.kind.premium_loan and missed + GRACE_AND_MORE < world.ago(9)


def is_paid(world: World, sale: Sale) -> bool:
    return sale.kind.name != "hospital" and bool(sale.collected) and sale.owes_nothing(world.ago(0))


def has_value(world: World, sale: Sale) -> bool:
    """A whole life policy with two years' premiums paid, on the applicant's own life."""
    two_years = len(sale.collected) * sale.months >= 12
    return sale.kind.name in ("life", "life_judged") and two_years and sale.owes_nothing(world.ago(0))


def can_borrow(world: World, sale: Sale) -> bool:
    """Two years' premiums and more, and not small ones: enough value for the least loan there is."""
    return has_value(world, sale) and len(sale.collected) > 1 and sale.premium >= LARGE_PREMIUM


def received(world: World, sale: Sale, item: int | str, ago: int) -> Story:
    """A request just taken in, for one item or several. Returns the number of the first."""
    day = world.ago(ago)
    outcome = yield Do(day, sale.branch, "counter", "counter.receive_request", Of(sale), {"item": item})
    return outcome.number


def short_of_papers(world: World, sale: Sale, ago: int) -> Story:
    """A change of beneficiaries without the insured's consent: the customer was told what is missing."""
    number = yield from received(world, sale, BENEFICIARY, ago)
    values = {"papers": ["preservation_form", "insured_consent"]}
    yield Do(world.ago(ago), sale.branch, "preservation", "preservation.ask_papers", number, values)


def lost(world: World, sale: Sale, ago: int) -> Story:
    """The policy is lost; a duplicate waits for its fee."""
    number = yield from received(world, sale, DUPLICATE, ago)
    yield Do(world.ago(ago), sale.branch, "preservation", "preservation.issue_duplicate", number, {"reason": "lost"})


def switched(world: World, sale: Sale, ago: int) -> Story:
    """Premium is brought by hand from now on; to be filed."""
    number = yield from received(world, sale, CHANNEL, ago)
    yield Do(world.ago(ago), sale.branch, "preservation", "preservation.change_channel", number, {"channel": "manual"})


def surrendered(world: World, sale: Sale, ago: int) -> Story:
    """Keyed; above the small sums it waits for review."""
    number = yield from received(world, sale, SURRENDER, ago)
    values = {ACCOUNT: sale.account_no, "identity_checked": True}
    yield Do(world.ago(ago), sale.branch, "preservation", "preservation.surrender", number, values)


def moved(world: World, sale: Sale, ago: int) -> Story:
    """A new telephone number, done while the customer waits; to be filed."""
    number = yield from received(world, sale, CONTACT, ago)
    values = {"phone": sale.applicant.phone[:-4] + "6688"}
    yield Do(world.ago(ago), sale.branch, "preservation", "preservation.change_contact", number, values)


def borrowed(world: World, sale: Sale, ago: int, then: str) -> Story:
    """A policy loan, and how far its payment came; or it is being repaid."""
    number = yield from received(world, sale, LOAN, ago)
    values = {"amount": LENT, ACCOUNT: sale.account_no}
    day = world.ago(ago)
    outcome = yield Do(day, sale.branch, "preservation", "preservation.grant_loan", number, values)
    payment = _payment(outcome)
    if payment is None or not then:
        return
    released = world.ago(max(ago - 1, 0))
    yield Do(released, sale.branch, "cashier", "premium.release_payment", payment)
    if then == "released":
        return
    yield Do(world.ago(max(ago - 2, 0)), sale.branch, "premium", "premium.pay_out", payment, {"method": "bank"})
    if then == "repaid":
        number = yield from received(world, sale, REPAYMENT, 1)
        yield Do(world.ago(1), sale.branch, "preservation", "preservation.repay_loan", number, {"amount": LENT // 2})


def reinstated(world: World, sale: Sale, ago: int, healthy: bool) -> Story:
    """Keyed on the day after it came: to underwriting."""
    number = yield from received(world, sale, REINSTATEMENT, ago)
    if ago:
        values = {"healthy": healthy, "health": "" if healthy else "近期体检发现血糖偏高"}
        yield Do(world.ago(ago - 1), sale.branch, "preservation", "preservation.reinstate", number, values)


def _about(world: World, wanted: Callable[[Sale], bool], story: Callable[[Sale], Story]) -> Iterator[Story]:
    """A story about a policy of the history, if there is one."""
    sale = world.policy(wanted, world.branch())
    if sale is not None:
        yield story(sale)


def _payment(outcome: Outcome) -> str | None:
    return next((number for number in outcome.opened if number.startswith(Prefix.PAYMENT)), None)
