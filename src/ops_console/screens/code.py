"""`:` a transaction code, typed by those who know it."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.base.safe_text import safe
from ops_console.screens.base import ConsoleModal
from ops_console.screens.plain_input import PlainInput


class CodeScreen(ConsoleModal[str | None]):
    """Dismissed with the name of the operation."""

    def compose(self) -> ComposeResult:
        with self.box(_("Transaction code")):
            yield PlainInput(id="code")
            yield Static("", id="code-label")

    def on_input_changed(self, event: Input.Changed) -> None:
        from ops_console.desk.operations import OPERATIONS

        wanted = event.value.strip().upper()
        fitting = [one for one in OPERATIONS.values() if wanted and one.code.startswith(wanted)]
        self.query_one("#code-label", Static).update(
            Content("\n".join(f"{one.code}  {safe(_(one.label))}" for one in fitting[:8]))
        )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        from ops_console.screens import backend

        try:
            self.dismiss(backend.operation(event.value.strip()).name)
        except UsageError as error:
            self.query_one("#code-label", Static).update(Content(safe(error.message)))
