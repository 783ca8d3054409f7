"""Is the store whole? Every invariant, the digest of its content, and the heads of its chains."""

import sys
from pathlib import Path

import typer

from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, OpsError, Problem, UsageError
from ops_console.cli.output import answer, say
from ops_console.cli.session import session

export = typer.Typer(help=N_("What other programs take from the store."), no_args_is_help=True)


class NotWhole(OpsError):
    """The store is not as the program left it; `problems` says where."""

    exit_code = 1
    default_code = "verify"


def verify(
    digest: bool = typer.Option(False, "--digest", help=N_("Only print one hash over the business content.")),
    heads: Path | None = typer.Option(None, "--heads", help=N_("Chain heads exported earlier: is anything cut off?")),
) -> None:
    """Check the ledger, the chains, references and every other invariant; say where something is wrong."""
    from ops_console.data.verify import CHECKS, digest_of, verify_store

    store = session().open()
    with store.read() as reader:
        if digest:
            value = digest_of(reader)
            answer({"digest": value}, [value])
            return
        progress = say if sys.stderr.isatty() else None
        findings = verify_store(reader, _heads(heads) if heads else None, progress)
    if findings:
        problems = [Problem(one.place, one.message) for one in findings]
        message = _("The store is not whole: {count} findings").format(count=len(findings))
        raise NotWhole(message, problems=problems)
    answer({"checks": len(CHECKS)}, [_("Everything is in order: {count} checks").format(count=len(CHECKS))])


@export.command("heads")
def export_heads(file: str = typer.Argument("-", help=N_("File to write; standard output without it."))) -> None:
    """The heads of all chains: keep them elsewhere, so that a cut tail shows."""
    import json

    from ops_console.data.verify import heads_of

    with session().open().read() as reader:
        found = heads_of(reader)
    if file == "-":
        answer(found, json.dumps(found, indent=1).splitlines())
        return
    Path(file).write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    answer({"file": file, "chains": len(found)}, [file])


def _heads(file: Path) -> dict[int, tuple[int, str]]:
    """Branch → sequence and hash."""
    import json

    try:
        content = json.loads(file.read_text("utf-8"))
        if isinstance(content, dict) and "data" in content:
            content = content["data"]
        return {int(branch): (int(head["seq"]), str(head["hash"])) for branch, head in content.items()}
    except OSError as error:
        raise UsageError(_("{file} can't be read: {error}").format(file=file, error=error)) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputErrors([Problem(str(file), _("These are no exported heads"))]) from None


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    app.command("verify")(verify)
    app.add_typer(export, name="export")
