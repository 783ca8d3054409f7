"""The command line as a door: `ops-console do`, in this process for speed, or each time in one of its own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

from ops_console.cli.main import main
from ops_console.data.tables import Clerk
from ops_console.desk.entry import Actor
from tests.doors.door import Door


class CommandDoor(Door):
    """Arguments in; exit code and JSON out."""

    name = "cli"

    async def _do(self, actor: Actor, operation: str, number: str | None, values: Mapping[str, str]) -> None:
        arguments = ["do", operation, *([number] if number else []), "--as", self._login(actor), "--json"]
        for name, value in values.items():
            arguments += ["--set", f"{name}={value}"]
        code, out = self._run([*arguments, "--store", self.company.store.url])
        assert code == 0, f"{operation} {dict(values)}: exit code {code}: {out}"
        answer = json.loads(out)["data"]
        assert answer["operation"] == operation
        event = self._last_of(actor)
        assert event is not None
        assert answer["event"] == event.id

    def _login(self, actor: Actor) -> str:
        with self.company.store.read() as reader:
            return reader.need(Clerk, actor.clerk_id).login

    def _run(self, arguments: list[str]) -> tuple[int, str]:
        """Exit code and standard output of one command."""
        out, talk = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(talk):
            code = main(arguments)
        return code, out.getvalue()


class ShellDoor(CommandDoor):
    """The command line as a shell starts it."""

    def _run(self, arguments: list[str]) -> tuple[int, str]:
        program = [sys.executable, "-c", "from ops_console.cli.main import run; run()"]
        ended = subprocess.run([*program, *arguments], capture_output=True, encoding="utf-8", timeout=120, check=False)
        return ended.returncode, ended.stdout
