"""What a screen may ask of the console around it: the ways to other screens, the session, the drafts."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from ops_console.screens.session import Session

if TYPE_CHECKING:
    from ops_console.data.queries.case_look import CaseLook
    from ops_console.desk.desk import Outcome


def the_session(app: object) -> Session:
    """The session of the clerk who is logged in, as it is now; LookupError before login."""
    return cast(Ways, app).the_session


class Ways(Protocol):
    """The console as screens see it."""

    session: Session | None

    @property
    def the_session(self) -> Session:
        """The session of the clerk who is logged in; LookupError before login."""

    def when_ready(self, call: Callable[[], object]) -> None:
        """Call once the desk is loaded; at once when it is."""

    def hold_keys(self) -> None:
        """What is typed from now on waits until `let_keys_go`: it is meant for what is being read."""

    def let_keys_go(self) -> None:
        """What was read is on the screen."""

    def enter(self, session: Session) -> None:
        """A clerk begins to work."""

    def log_out(self) -> None:
        """The clerk leaves; the next one may log in."""

    def renew_session(self, then: Callable[[], object]) -> None:
        """Read the clerk and the business date again; who was locked meanwhile is shown out."""

    def choose_theme(self, name: str) -> None:
        """Show the console in a theme, and keep it for the clerk."""

    def switch_language(self) -> None:
        """English to Chinese and back, on every open screen."""

    def open_lobby(self) -> None:
        """Back to the lobby."""

    def open_room(self, room: str, case_id: int | None = None, saying: str = "") -> None:
        """Go to a room, to a case in it when one is named; `saying` stands on its message line."""

    def open_last_room(self) -> None:
        """The room before this one; from the lobby the one left last."""

    def open_form(
        self,
        name: str,
        subject: str | None,
        version: int | None,
        done: "Callable[[Outcome | None], None]",
        proposed: Mapping[str, Any] | None = None,
    ) -> None:
        """The form of an operation, with what is proposed for it, or what was typed into it before."""

    def keep_draft(self, name: str, subject: str | None, values: Mapping[str, Any]) -> None:
        """Keep what was typed into a form for the next time it is opened; no values when it was posted or emptied."""

    def resume_draft(self, name: str, subject: str, here: object) -> None:
        """Open a form left half typed, from the screen `here`."""

    def open_history(self, look: "CaseLook") -> None:
        """Everything that was done on a case."""

    def open_prints(self, letters: Sequence[int]) -> None:
        """Print letters, by number, and show them."""

    def open_policy(self, policy_id: int, number: str) -> None:
        """A policy on a screen of its own."""

    def open_policy_history(self, policy_id: int, number: str) -> None:
        """Everything that was done on a policy."""

    def open_bank_file(self, file_id: int) -> None:
        """A file to or from a bank, with what became of it."""

    def open_team(self) -> None:
        """Who of a supervisor's clerks has how much to do."""

    def open_search(self) -> None:
        """Search over everything in the clerk's scope."""

    def open_quote(self) -> None:
        """What a product costs and how it would go on."""

    def open_code(self) -> None:
        """Type a transaction code."""

    def start_operation(self, name: str | None, here: object | None = None) -> None:
        """Open an operation by name, on what the screen `here` shows."""

    def show_help(self, operation: str | None, place: str) -> None:
        """Help about an operation, or about a place."""

    def told(self, outcome: "Outcome") -> str:
        """What came of an operation, in one line."""
