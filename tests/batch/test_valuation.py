"""The valuation run: every policy's cash value, reserve and unearned premium, by set, equal to what the rules say."""

from datetime import date

import pytest

from ops_console.base.money import Fen
from ops_console.batch.chunks import Work, keep_next
from ops_console.batch.registry import BATCHES
from ops_console.batch.runs import RunKind
from ops_console.batch.valuation import VALUATION
from ops_console.batch.valuer import Valuer, Worth
from ops_console.data.runs.taking import Turn
from ops_console.data.runs.valuation import Row
from ops_console.data.store import Reader, Store, Tx
from ops_console.data.tables import Clerk, Coverage, FundHolding, Policy, PolicyAccount, RunChunk, ValuationTotal
from ops_console.desk.entry import Actor
from ops_console.desk.offering import policy_view
from ops_console.rooms.policies import PolicyPosition, position_of
from ops_console.rules.products.reserves import reserve_on
from ops_console.rules.products.values import cash_value_on
from ops_console.training.demo import DEMO_DAY, build
from tests.support.company import Company
from tests.support.funds import level, take_in
from tests.support.groups import group_policy
from tests.support.policies import pay_all, position

EVERYTHING = RunChunk(id=1, run_id=0, branch_id=0, first_id=0, last_id=10**15)

SOLD = ("WL20", "WP20", "EP10", "TM20", "EN15", "CI30", "UL10", "UK10", "DA60", "AC01", "HC01")
RIDERS = {"WL20": {"riders": "CR30/100000, WV20"}, "EN15": {"riders": "CR30/50000"}}
CHOICES = {"WP20": {"dividend": "cash"}, "EP10": {"dividend": "cash"}}


def valued(reader: Reader, day: date) -> dict[int, list[tuple[Row, Worth]]]:
    """What the run finds, by policy."""
    found: dict[int, list[tuple[Row, Worth]]] = {}
    Valuer(day, None).chunk(
        reader, EVERYTHING, lambda row, worth: found.setdefault(row.policy_id, []).append((row, worth))
    )
    return found


def where_it_stands(reader: Reader, policy: int, day: date) -> PolicyPosition:
    actor = Actor(reader.find(Clerk, limit=1)[0].id)
    return position_of(policy_view(reader, actor, reader.need(Policy, policy)), day=day)


@pytest.mark.parametrize("day", [DEMO_DAY, date(2026, 2, 28), date(2028, 2, 29)])
def test_it_agrees_with_the_rules_to_the_fen_on_every_policy_of_a_company(day: date, demo: Store) -> None:
    with demo.read() as reader:
        found = valued(reader, day)
        assert len(found) > 80
        for policy, worths in found.items():
            stands = where_it_stands(reader, policy, day)
            assert sum(worth[0] for _row, worth in worths) == stands.cash_value(day)[0], stands.policy.number
            assert sum(worth[2] for _row, worth in worths) == stands.unearned_premium(day)[0], stands.policy.number
            for row, (_value, reserve, _unearned) in worths:
                assert reserve == reserve_of(stands, row, day), stands.policy.number


def reserve_of(stands: PolicyPosition, row: Row, day: date) -> Fen:
    coverage = next(one for one in stands.coverages if one.no == row.no)
    return reserve_on(
        stands.products[row.product].basis,
        stands.sold_as(coverage),
        stands.commenced_on,
        day,
        stands.current_billing.paid_to,
        lapsed=stands.is_lapsed,
    )[0]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return build(str(tmp_path_factory.mktemp("valuation") / "demo.db"), 120, 3)


def run(company: Company, kind: RunKind = VALUATION) -> int:
    report = kind.run(company.store, company.clerk("premium"), company.today)
    assert report.run_id is not None
    return report.run_id


def test_it_totals_by_product_and_issuing_branch(company: Company) -> None:
    first, second, other = company.policy("WL20"), company.policy("WL20"), company.policy("HC01")
    company.move_to(date(2026, 9, 2))
    number = run(company)
    with company.store.read() as reader:
        totals = {one.product: one for one in reader.find(ValuationTotal, run_id=number)}
    assert set(totals) == {"WL20", "HC01"}
    value = sum(position(company, one).cash_value(company.today)[0] for one in (first, second))
    assert (totals["WL20"].coverages, totals["WL20"].cash_value, totals["WL20"].unearned) == (2, value, 0)
    assert totals["WL20"].reserve >= value
    left = position(company, other).unearned_premium(company.today)[0]
    assert (totals["HC01"].cash_value, totals["HC01"].reserve, totals["HC01"].unearned) == (0, 0, left)
    assert left > 0


def test_every_shipped_product_is_valued_by_name_as_the_rules_have_it(company: Company) -> None:
    """Riders beside their main cover, a group member by member; accounts and units at what they hold."""
    for product in SOLD:
        company.policy(product, **{**CHOICES.get(product, {}), **RIDERS.get(product, {})})
    group_policy(company)
    company.move_to(date(2026, 5, 6))
    take_in(company, *level(company, company.today))
    for name in ("account-run", "fund-run"):
        BATCHES[name].run(company.store, company.clerk("premium"), company.today)
    with company.store.read() as reader:
        accounts = {one.policy_id: one.balance for one in reader.find(PolicyAccount)}
        units = {one.policy_id: Fen(0) for one in reader.find(FundHolding)}
        for one in reader.find(FundHolding):
            units[one.policy_id] = Fen(units[one.policy_id] + one.value)
        found = valued(reader, company.today)
        for policy, worths in found.items():
            stands = where_it_stands(reader, policy, company.today)
            held = accounts.get(policy, Fen(0)) + units.get(policy, Fen(0))
            assert sum(worth[0] for _row, worth in worths) == stands.cash_value(company.today)[0] + held
            assert sum(worth[2] for _row, worth in worths) == stands.unearned_premium(company.today)[0]
            for row, (_value, reserve, _unearned) in worths:
                assert reserve == reserve_of(stands, row, company.today) + held, row.product
    number = run(company)
    with company.store.read() as reader:
        totals = {one.product: one for one in reader.find(ValuationTotal, run_id=number)}
    assert totals.keys() == company.catalog.products.keys()
    assert totals["GT01"].coverages == 3
    assert totals["UL10"].reserve == totals["UL10"].cash_value == sum(accounts.values()) > 0
    assert totals["UK10"].reserve == totals["UK10"].cash_value == sum(units.values()) > 0
    assert min(totals[one].unearned for one in ("GT01", "AC01", "HC01")) > 0


def test_paid_up_additions_are_worth_what_the_rules_say_of_their_own_years(company: Company) -> None:
    company.move_to(date(2020, 3, 2))
    policy = company.policy("WP20", dividend="additions", months=3)
    for day in ("2020-06-03", "2020-09-03", "2020-12-03", "2021-03-03"):
        pay_all(company, policy, date.fromisoformat(day))
    company.do("premium.grant_dividend", policy)
    company.move_to(date(2021, 5, 20))
    stands = position(company, policy)
    number = run(company)
    with company.store.read() as reader:
        (total,) = reader.find(ValuationTotal, run_id=number)
    assert stands.additions_value(company.today) > 0
    assert (total.coverages, total.cash_value) == (2, stands.cash_value(company.today)[0])


def test_a_run_that_was_cut_off_goes_on_and_counts_nothing_twice(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _policy in range(3):
        company.policy("WL20")
    company.move_to(date(2026, 9, 2))
    monkeypatch.setattr("ops_console.batch.valuation.POLICIES_PER_CHUNK", 1)
    done = 0

    def killed(store: Store, turn: Turn, work: Work, still: bool) -> object:
        nonlocal done
        done += 1
        if done == 2:
            raise KeyboardInterrupt
        return keep_next(store, turn, work, still)

    with monkeypatch.context() as cut:
        cut.setattr("ops_console.batch.working.keep_next", killed)
        with pytest.raises(KeyboardInterrupt):
            run(company)
    number = run(company)
    with company.store.read() as reader:
        (total,) = reader.find(ValuationTotal)
    assert (total.run_id, total.coverages) == (number, 3)


def test_totals_changed_by_hand_are_noticed(company: Company) -> None:
    company.policy("WL20")
    company.move_to(date(2026, 9, 2))
    key = {"run_id": run(company)}
    assert company.verify() == []
    with company.store.write() as tx:
        (total,) = tx.find(ValuationTotal)
        tx.update(ValuationTotal, key, {"reserve": Fen(total.reserve + 1)})
    assert [one.place for one in company.verify()] == [f"valuation_total run {total.run_id}"]
    with company.store.write() as tx:
        tx.update(ValuationTotal, key, {"reserve": total.reserve})


def test_a_rehearsal_keeps_nothing(company: Company) -> None:
    company.policy("WL20")
    company.move_to(date(2026, 9, 2))
    report = BATCHES["valuation-run"].run(company.store, company.clerk("premium"), company.today, dry_run=True)
    assert report.total.rows == 1
    with company.store.read() as reader:
        assert reader.count(ValuationTotal) == 0


def test_what_is_valued_is_what_was_covered_on_the_day(company: Company) -> None:
    policy = company.policy("WL20")
    stands = position(company, policy)
    company.move_to(date(2026, 9, 2))
    day = company.today
    with company.store.write() as tx:
        halve(tx, stands, date(2026, 9, 3))
    with company.store.read() as reader:
        (((_row, worth),),) = valued(reader, day).values()
    before = cash_value_on(
        stands.product.basis,
        stands.sold_as(stands.coverages[0]),
        stands.commenced_on,
        day,
        stands.current_billing.paid_to,
    )[0]
    assert worth[0] == before


def halve(tx: Tx, stands: PolicyPosition, day: date) -> None:
    """The sum assured is half from a day on, as a change of the policy would leave it."""
    now = stands.coverages[0]
    tx.update(Coverage, {"policy_id": now.policy_id, "no": 1, "revision": now.revision}, {"valid_to": day})
    later = {**now.__dict__, "revision": now.revision + 1, "valid_from": day, "sum_assured": Fen(now.sum_assured // 2)}
    tx.insert([Coverage(**{name: value for name, value in later.items() if not name.startswith("_")})])
