"""What waits in the archive: files that are lent, a cabinet that is counted, a file that is missing."""

from collections.abc import Iterator

from ops_console.training.clerks import EASY_BRANCH
from ops_console.training.sales import Sale
from ops_console.training.script import APPLICATION
from ops_console.training.waiting.diary import Do, Of, Story, World

KEEPER, APPROVER = "archive_keeper", "archive_approver"
CALLBACKS, SAFE = f"B-{EASY_BRANCH}", f"S-{EASY_BRANCH}"
"""Cabinets: of the callbacks, and one for what is kept apart."""


def archive(world: World) -> Iterator[Story]:
    """Files asked for, approved, handed out, extended, one long overdue; two counts."""
    for ago, steps in ((0, 0), (1, 0), (2, 1), (5, 2), (17, 2), (18, 3)):
        sale = world.policy(lambda _sale: True, world.branch())
        if sale is not None:
            yield lent(world, sale, ago, steps)
    kept_apart = world.policy(lambda sale: sale.branch == EASY_BRANCH)
    if kept_apart is not None:
        yield missing(world, kept_apart)
    if world.policy(lambda sale: sale.branch == EASY_BRANCH and sale.kind.name != "hospital") is not None:
        yield counted(world)


def lent(world: World, sale: Sale, ago: int, steps: int) -> Story:
    """The file of an application: asked for, then as many steps of its way out and back."""
    purpose = {"purpose": "客户咨询，核对投保资料"}
    file = Of(sale, APPLICATION)
    outcome = yield Do(world.ago(ago), sale.branch, "preservation", "archive.request_loan", file, purpose)
    number = next(iter(outcome.opened), None)
    then = ((APPROVER, "archive.approve_loan"), (KEEPER, "archive.hand_out"), (KEEPER, "archive.take_back"))
    for later, (who, operation) in enumerate(then[:steps]):
        yield Do(world.ago(max(ago - later, 0)), sale.branch, who, operation, number)
    if steps == 2:
        overdue = ago > 10
        values = {} if overdue else {"reason": "法院调阅，需延期归还"}
        operation = "archive.remind_reader" if overdue else "archive.extend_loan"
        yield Do(world.ago(2), sale.branch, KEEPER, operation, number, values)


def missing(world: World, sale: Sale) -> Story:
    """Kept apart, counted, and not there."""
    moved = {"cabinet": SAFE, "reason": "涉诉档案单独保管"}
    yield Do(world.ago(9), EASY_BRANCH, KEEPER, "archive.move_file", Of(sale, APPLICATION), moved)
    outcome = yield Do(world.ago(6), EASY_BRANCH, KEEPER, "archive.start_stocktake", None, {"cabinet": SAFE})
    yield Do(world.ago(5), EASY_BRANCH, KEEPER, "archive.count_box", outcome.number, {"box": 1, "found": "none"})
    yield Do(world.ago(4), EASY_BRANCH, APPROVER, "archive.confirm_stocktake", outcome.number)


def counted(world: World) -> Story:
    """A cabinet whose first box is counted: to be confirmed if it is the only one."""
    outcome = yield Do(world.ago(2), EASY_BRANCH, KEEPER, "archive.start_stocktake", None, {"cabinet": CALLBACKS})
    yield Do(world.ago(1), EASY_BRANCH, KEEPER, "archive.count_box", outcome.number, {"box": 1, "all_there": True})
