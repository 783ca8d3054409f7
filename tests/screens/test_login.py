"""Who may sit down: passwords in a live store, a list in a demo store."""

from ops_console.data.tables import Clerk, StoreState
from ops_console.desk.passwords import hash_password
from ops_console.screens.plain_input import PlainInput
from tests.screens.conftest import Opening
from tests.support.company import Company

SECRET = "correct horse"


def live(office: Company, *, locked: bool = False) -> None:
    """Make it a live store with one clerk who has a password."""
    clerk = office.clerk("counter").clerk_id
    with office.store.write() as tx:
        tx.update(StoreState, {"id": 1}, {"is_demo": False})
        values = {"login": "li.ming", "password_hash": hash_password(SECRET), "locked": locked}
        tx.update(Clerk, {"id": clerk}, values)


async def test_login_and_password_open_the_lobby(console: Opening, office: Company) -> None:
    live(office)
    async with console(None, demo=False) as play:
        await play.until("Login name", "Password")
        await play.write("li.ming")
        await play.press("enter")
        await play.write(SECRET)
        assert SECRET not in play.text()
        await play.press("enter")
        assert "DEMO" not in await play.until("Lobby")


async def test_a_wrong_password_does_not_say_what_was_wrong(console: Opening, office: Company) -> None:
    live(office)
    async with console(None, demo=False) as play:
        await play.until("Login name", "Password")
        await play.write("li.ming")
        await play.press("enter")
        await play.write("wrong")
        await play.press("enter")
        await play.until("don't fit, or the clerk is locked")


async def test_a_locked_clerk_stays_out(console: Opening, office: Company) -> None:
    live(office, locked=True)
    async with console(None, demo=False) as play:
        await play.until("Login name", "Password")
        await play.write("li.ming")
        await play.press("enter")
        await play.write(SECRET)
        await play.press("enter")
        await play.until("don't fit, or the clerk is locked")


async def test_after_too_many_wrong_passwords_the_login_says_that_nobody_gets_in(
    console: Opening, office: Company
) -> None:
    live(office)
    async with console(None, demo=False) as play:
        await play.until("Login name", "Password")
        await play.write("li.ming")
        await play.press("enter")
        for _try in range(4):
            await play.write("wrong")
            await play.press("enter")
            await play.until("don't fit")
            await play.when(lambda _text: play.app.screen.query_one("#password", PlainInput).value == "", "cleared")
        await play.write("wrong")
        await play.press("enter")
        await play.until("Too many wrong passwords for li.ming: nobody gets in with it before")
        await play.write(SECRET)
        await play.press("enter")
        await play.when(lambda _text: play.app.screen.query_one("#password", PlainInput).value == "", "cleared")
        assert "Too many wrong passwords" in play.text()


async def test_a_demo_store_offers_its_clerks(console: Opening, office: Company) -> None:
    office.clerk("underwriting")
    async with console(None) as play:
        await play.until("no password is asked", "underwriting-clerk-1")
        await play.press("enter")
        await play.until("Lobby", "underwriting clerk 1", "DEMO")


async def test_a_clerk_of_a_demo_store_is_chosen_by_typing_the_login(console: Opening, office: Company) -> None:
    office.clerk("callback")
    office.clerk("underwriting", "senior")
    async with console(None) as play:
        await play.until("no password is asked", "callback-clerk-1", "Senior")
        await play.write("underwriting-s")
        await play.when(lambda text: "callback-clerk-1" not in text, "fewer clerks")
        await play.press("enter")
        await play.until("Lobby", "underwriting senior 1", "DEMO")


async def test_the_console_is_handed_to_the_next_clerk_by_keys(console: Opening, office: Company) -> None:
    office.clerk("underwriting")
    office.clerk("claims")
    async with console(None) as play:
        await play.until("no password is asked", "claims-clerk-1")
        await play.write("underwriting")
        await play.press("enter")
        await play.until("Lobby", "underwriting clerk 1")
        await play.press("f3")
        await play.until("F3 again logs out")
        await play.press("f3")
        await play.until("no password is asked")
        await play.write("claims")
        await play.press("enter")
        await play.until("Lobby", "claims clerk 1")
