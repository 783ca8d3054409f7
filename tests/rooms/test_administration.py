"""Administration: clerks, duties that are kept apart, passwords, and a catalog that two persons load."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors, NotAllowed, Refused
from ops_console.catalog.load import SHIPPED_FOLDER
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Store
from ops_console.data.tables import CatalogChange, Clerk, ClerkDuty, Event, WorkItem
from ops_console.desk.desk import Outcome, perform, perform_in
from ops_console.desk.entry import Actor
from ops_console.desk.passwords import verify_password
from ops_console.desk.setup import FirstAdministrator, init_store
from ops_console.rooms import administration, catalog_changes, flows  # noqa: F401 - registered by importing
from tests.support.stores import Stores

ROOT = Actor(1)
DAY = date(2026, 3, 2)


def _fill(url: str) -> None:
    store = init_store(url, is_demo=True, business_date=DAY, admin=FirstAdministrator("root", "Root", language="en"))
    _add(store, "admin2", duties="administrator", branch="1")
    _add(store, "lin", duties="claims")
    store.close()


@pytest.fixture
def store(stores: Stores) -> Iterator[Store]:
    store = Store(stores.copy("administration", _fill))
    yield store
    store.close()


def _add(store: Store, login: str, duties: str = "", branch: str = "101", **more: str) -> Outcome:
    values = {"login": login, "name": login.title(), "branch": branch, "duties": duties, **more}
    return perform(store, "administration.add_clerk", ROOT, values=values)


def _clerk(store: Store, login: str) -> Clerk:
    with store.read() as reader:
        clerk = reader.first(Clerk, login=login)
    assert clerk is not None
    return clerk


def test_clerks_are_numbered_one_after_another(store: Store) -> None:
    _add(store, "wu", duties="counter", grade="senior")
    assert _clerk(store, "wu").id == _clerk(store, "lin").id + 1


def test_every_wrong_field_of_a_new_clerk_is_named_at_once(store: Store) -> None:
    with pytest.raises(InputErrors) as refused:
        _add(store, "lin", duties="counter,flying", branch="7", grade="king")
    assert {problem.field for problem in refused.value.problems} == {"login", "duties", "branch", "grade"}


@pytest.mark.parametrize(
    "pair", ["underwriting,claims", "claims,cashier", "archive_keeper,archive_approver", "administrator,counter"]
)
def test_duties_kept_apart_at_all_are_refused_with_the_pair_and_the_source(store: Store, pair: str) -> None:
    with pytest.raises(Refused) as refused:
        _add(store, "wu", duties=pair)
    assert refused.value.code == "incompatible_duties"
    assert refused.value.source
    with pytest.raises(Refused):
        perform(store, "administration.set_duties", ROOT, values={"clerk": "lin", "duties": pair})


def test_duties_kept_apart_on_one_case_may_be_held_by_one_person(store: Store) -> None:
    _add(store, "wu", duties="counter,cashier")
    wu = _clerk(store, "wu")
    with store.read() as reader:
        assert {row.duty for row in reader.find(ClerkDuty, clerk_id=wu.id)} == {"counter", "cashier"}


def test_duties_are_replaced_and_the_event_tells_before_and_after(store: Store) -> None:
    perform(store, "administration.set_duties", ROOT, values={"clerk": "lin", "duties": "counter", "grade": "senior"})
    lin = _clerk(store, "lin")
    with store.read() as reader:
        assert [row.duty for row in reader.find(ClerkDuty, clerk_id=lin.id)] == ["counter"]
        event = reader.find(Event)[-1]
    assert (event.data["duties_before"], event.data["duties_after"]) == (["claims"], ["counter"])
    assert lin.grade == "senior"


def test_nobody_grants_duties_to_themselves(store: Store) -> None:
    with pytest.raises(NotAllowed):
        perform(store, "administration.set_duties", ROOT, values={"clerk": "root", "duties": "auditor"})


def test_of_two_administrators_who_lock_each_other_out_at_once_one_stays(store: Store) -> None:
    other, admin2 = Store(store.url), Actor(_clerk(store, "admin2").id)
    with ThreadPoolExecutor(1) as pool:
        with store.write() as tx:
            perform_in(tx, "administration.lock_clerk", ROOT, None, {"clerk": "admin2"})
            second = pool.submit(perform, other, "administration.lock_clerk", admin2, None, {"clerk": "root"})
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        with pytest.raises((Refused, NotAllowed)):
            second.result()
    other.close()
    assert not _clerk(store, "root").locked


def test_the_last_administrator_is_not_locked_out(store: Store) -> None:
    perform(store, "administration.lock_clerk", ROOT, values={"clerk": "admin2"})
    with pytest.raises(Refused) as refused:
        perform(store, "administration.lock_clerk", ROOT, values={"clerk": "root"})
    assert refused.value.code == "last_administrator"


def test_a_locked_clerk_does_nothing_until_unlocked(store: Store) -> None:
    lin = Actor(_clerk(store, "lin").id)
    change = {"clerk": "lin", "password": "correct horse"}
    perform(store, "administration.lock_clerk", ROOT, values={"clerk": "lin"})
    with pytest.raises(NotAllowed):
        perform(store, "administration.set_password", lin, values=change)
    perform(store, "administration.lock_clerk", ROOT, values={"clerk": "lin", "locked": "no"})
    perform(store, "administration.set_password", lin, values=change)
    assert verify_password(_clerk(store, "lin").password_hash, "correct horse")


def test_a_password_is_found_in_no_event(store: Store) -> None:
    perform(store, "administration.set_password", ROOT, values={"clerk": "lin", "password": "correct horse"})
    with store.read() as reader:
        text = str(reader.find(Event)[-1].data)
    assert "correct horse" not in text
    assert "argon2" not in text


def test_clerks_change_only_their_own_password(store: Store) -> None:
    with pytest.raises(NotAllowed):
        perform(
            store, "administration.set_password", Actor(_clerk(store, "lin").id),
            values={"clerk": "root", "password": "correct horse"},
        )  # fmt: skip


def _changed_folder(tmp_path: Path) -> str:
    folder = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "build"))
    settings = folder / "settings.toml"
    head, tail = settings.read_text().split("[settings.idle_lock]")
    settings.write_text(f"{head}[settings.idle_lock]{tail.replace('value = 15', 'value = 10', 1)}")
    return str(folder)


def test_what_the_program_names_is_not_taken_out_of_the_catalog(store: Store, tmp_path: Path) -> None:
    folder = _changed_folder(tmp_path)
    (Path(folder) / "letters" / "refusal.toml").unlink()
    with pytest.raises(InputErrors) as caught:
        perform(store, "administration.propose_catalog", ROOT, values={"folder": folder})
    assert [problem.field for problem in caught.value.problems] == ["letter refusal"]


def test_a_catalog_is_proposed_by_one_and_loaded_by_another(store: Store, tmp_path: Path) -> None:
    proposed = perform(store, "administration.propose_catalog", ROOT, values={"folder": _changed_folder(tmp_path)})
    assert proposed.messages == ["changed setting idle_lock"]
    assert proposed.number is not None
    with pytest.raises(NotAllowed) as refused:
        perform(store, "administration.approve_catalog", ROOT, proposed.number)
    assert refused.value.code == "maker_checker"
    done = perform(store, "administration.approve_catalog", Actor(2), proposed.number)
    assert done.state == "loaded"
    with store.read() as reader:
        assert reader.state().catalog_version == 2
        assert catalog_of(reader, 1).setting("idle_lock") == 15
        assert catalog_of(reader, 2).setting("idle_lock") == 10
        assert reader.count(WorkItem, open=True) == 0


def test_a_proposal_overtaken_by_another_is_not_loaded(store: Store, tmp_path: Path) -> None:
    folder = _changed_folder(tmp_path)
    first, second = (perform(store, "AD05", ROOT, values={"folder": folder}).number for _ in range(2))
    perform(store, "AD06", Actor(2), first)
    with pytest.raises(Refused) as refused:
        perform(store, "AD06", Actor(2), second)
    assert refused.value.code == "catalog_moved_on"
    perform(store, "AD07", Actor(2), second, {"reason": "overtaken"})


def test_a_catalog_slacker_than_the_law_opens_no_case(store: Store, tmp_path: Path) -> None:
    folder = Path(_changed_folder(tmp_path))
    settings = folder / "settings.toml"
    settings.write_text(settings.read_text().replace('value = 24\nunit = "months"', 'value = 36\nunit = "months"'))
    with pytest.raises(InputErrors) as refused:
        perform(store, "administration.propose_catalog", ROOT, values={"folder": str(folder)})
    assert any("Insurance Law" in problem.message for problem in refused.value.problems)
    with store.read() as reader:
        assert reader.count(CatalogChange) == 0


def test_the_date_moves_forward_in_a_training_store_only(store: Store) -> None:
    perform(store, "administration.move_date", ROOT, values={"day": "2026-03-05"})
    with store.read() as reader:
        assert reader.state().business_date == date(2026, 3, 5)
    with pytest.raises(InputErrors):
        perform(store, "administration.move_date", ROOT, values={"day": "2026-03-04"})
