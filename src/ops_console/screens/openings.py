"""Ways to screens that need nothing but the desk and what they are about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ops_console.screens.desk_behind import DeskBehind

if TYPE_CHECKING:
    from ops_console.data.queries.case_look import CaseLook


class Openings(DeskBehind):
    """An application that opens them over the screen that is there; what they need is imported when they are."""

    def open_history(self, look: "CaseLook") -> None:
        from ops_console.screens.history import HistoryScreen

        self.push_screen(HistoryScreen(look.number, look.id, None))

    def open_prints(self, letters: Sequence[int]) -> None:
        from ops_console.screens.printing import PrintScreen

        self.push_screen(PrintScreen(letters))

    def open_policy(self, policy_id: int, number: str) -> None:
        from ops_console.screens.policy import PolicyScreen

        self.push_screen(PolicyScreen(policy_id, number))

    def open_policy_history(self, policy_id: int, number: str) -> None:
        from ops_console.screens.history import HistoryScreen

        self.push_screen(HistoryScreen(number, None, policy_id))

    def open_bank_file(self, file_id: int) -> None:
        from ops_console.screens.bank_file import BankFileScreen

        self.push_screen(BankFileScreen(file_id))

    def open_team(self) -> None:
        from ops_console.screens.team import TeamScreen

        self.open_when_ready(lambda: self.push_screen(TeamScreen()))

    def open_search(self) -> None:
        from ops_console.screens.search import SearchScreen

        self.open_when_ready(lambda: self.push_screen(SearchScreen()))

    def open_quote(self) -> None:
        """A second one is not opened over the first."""

        def show() -> None:
            from ops_console.desk.forms import fields_of
            from ops_console.rooms.quoting import Wish
            from ops_console.screens.illustration import IllustrationScreen

            if not isinstance(self.screen, IllustrationScreen):
                # What is typed behind the key is for the first field.
                self.hold_keys()
                self.push_screen(IllustrationScreen(fields_of(Wish)))

        self.open_when_ready(show)
