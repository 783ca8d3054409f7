"""Drills: a trainee works on a private copy of a small store; the report says how that differs from a model answer."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import UsageError
from ops_console.cli.output import answer, say
from ops_console.cli.session import data_folder

if TYPE_CHECKING:
    from ops_console.screens.exercise import Exercise
    from ops_console.training.drills.lesson import Lesson

drill = typer.Typer(help=N_("Exercises for trainees, one a room."), no_args_is_help=True, rich_markup_mode=None)
SCENARIO = typer.Argument(help=N_("Name of the scenario: `drill list`."))
TRAINEE = typer.Option("", "--trainee", help=N_("Whose copy; your own user name without it."))


@drill.command("list")
def list_() -> None:
    """The scenarios: room, who one sits down as, what it is about."""
    from ops_console.training.drills.scenarios import SCENARIOS

    rows = [(one.name, one.login, _(one.title)) for one in SCENARIOS]
    data = [{"name": one.name, "room": one.room, "login": one.login, "title": _(one.title)} for one in SCENARIOS]
    answer(data, table([_("Scenario"), _("Login"), _("Title")], rows))


@drill.command("start")
def start(scenario: str = SCENARIO, trainee: str = TRAINEE) -> None:
    """Begin a scenario or go on with it: the console opens on the trainee's copy. Off a terminal: where the copy is."""
    from ops_console.training.drills import lesson

    begun = lesson.start(lesson.scenario(scenario), _trainee(trainee), _home())
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        data = {"store": str(begun.work), "login": begun.scenario.login, "goal": _exercise(begun).text()}
        answer(data, [data["goal"], f"--store {data['store']} --as {data['login']}"])
        return
    _work(begun)
    _report(begun)


@drill.command("report")
def report(scenario: str = SCENARIO, trainee: str = TRAINEE) -> None:
    """What the trainee did, step by step, and how it differs from the model answer."""
    from ops_console.training.drills import lesson

    _report(lesson.begun(lesson.scenario(scenario), _trainee(trainee), _home()))


@drill.command("reset")
def reset(scenario: str = SCENARIO, trainee: str = TRAINEE) -> None:
    """Back to the beginning of a scenario: what was done on the trainee's copy is gone."""
    from ops_console.training.drills import lesson

    begun = lesson.begun(lesson.scenario(scenario), _trainee(trainee), _home())
    lesson.reset(begun)
    say(_("{title}: from the beginning.").format(title=_(begun.scenario.title)))
    answer({"scenario": scenario, "store": str(begun.work)})


def _trainee(named: str) -> str:
    if named:
        return named
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise UsageError(_("Who trains? Say it with --trainee.")) from None


def _home() -> Path:
    return data_folder() / "drills"


def _work(begun: "Lesson") -> None:
    from ops_console.data.glance import glance
    from ops_console.data.queries.people import clerk_by_login
    from ops_console.screens.app import run_console

    with glance(str(begun.work)) as lines:
        clerk = clerk_by_login(lines, begun.scenario.login)
    run_console(f"sqlite:///{begun.work.absolute()}", clerk.id if clerk else None, True, _exercise(begun))


def _exercise(begun: "Lesson") -> "Exercise":
    from ops_console.screens.exercise import Exercise

    return Exercise(begun.scenario.title, begun.scenario.goal, begun.named)


def _report(begun: "Lesson") -> None:
    from ops_console.training.drills.lesson import compared

    found = compared(begun)
    done = [asdict(one) | {"label": _(one.label), "at": one.at.isoformat()} for one in found.done]
    for one in done:
        del one["key"]
    rows = [(one["at"][11:19], one["clerk"], one["code"], one["label"], one["subject"]) for one in done]
    lines = (
        table([_("Time"), _("Clerk"), _("Code"), _("Step"), _("Subject")], rows) if rows else [_("Nothing done yet.")]
    )
    told = found.differences or [_("No difference from the model answer.")]
    data = {"scenario": begun.scenario.name, "done": done, "differences": list(found.differences)}
    answer(data, [_exercise(begun).text(), "", *lines, "", *told])


def add_to(app: typer.Typer) -> None:
    """This command."""
    app.add_typer(drill, name="drill")
