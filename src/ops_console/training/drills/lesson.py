"""A trainee's private copy: made when a scenario is started, thrown away by a reset, compared when asked.

Three files a scenario and trainee, in a folder of the trainee's own: `start.sqlite`, `work.sqlite`, `lesson.json`.
"""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from ops_console import rooms
from ops_console.base.i18n import _
from ops_console.base.problems import UsageError
from ops_console.data.store import Store
from ops_console.training.drills.compare import Comparison, compare
from ops_console.training.drills.scenario import Named, Scenario, answer, make
from ops_console.training.drills.scenarios import SCENARIOS

NAME = re.compile(r"[\w-]{1,40}")


@dataclass(frozen=True)
class Lesson:
    """One scenario in one trainee's hands."""

    scenario: Scenario
    trainee: str
    folder: Path
    named: Mapping[str, str]

    @property
    def work(self) -> Path:
        """The store the trainee works on."""
        return self.folder / "work.sqlite"

    @property
    def begin(self) -> Path:
        """The starting position, never worked on."""
        return self.folder / "start.sqlite"


def scenario(name: str) -> Scenario:
    """A scenario by its name. UsageError naming those there are."""
    found = next((one for one in SCENARIOS if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in SCENARIOS)
        raise UsageError(_("There is no scenario {name}. Scenarios are {known}.").format(name=name, known=known))
    return found


def start(wanted: Scenario, trainee: str, home: Path) -> Lesson:
    """Begin a scenario, or go on with it where it was left."""
    folder = _folder(wanted, trainee, home)
    if not (folder / "lesson.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        named = make(wanted, folder / "start.sqlite")
        _copy(folder / "start.sqlite", folder / "work.sqlite")
        # Written last: without it a lesson that was cut off while it was made is made again.
        (folder / "lesson.json").write_text(json.dumps(named), encoding="utf-8")
    return _read(wanted, trainee, folder)


def begun(wanted: Scenario, trainee: str, home: Path) -> Lesson:
    """A scenario that was started. UsageError when it was not."""
    folder = _folder(wanted, trainee, home)
    if not (folder / "lesson.json").exists():
        text = _("{trainee} has not started {name}: `ops-console drill start {name}`.")
        raise UsageError(text.format(trainee=trainee, name=wanted.name))
    return _read(wanted, trainee, folder)


def reset(lesson: Lesson) -> None:
    """Back to the starting position: what was done is gone."""
    _copy(lesson.begin, lesson.work)


def compared(lesson: Lesson) -> Comparison:
    """What was done, against the model answer done on a copy of the same start."""
    rooms.load()
    with TemporaryDirectory(prefix="ops-console-") as folder:
        model = Path(folder) / "model.sqlite"
        _copy(lesson.begin, model)
        answer(lesson.scenario, model, dict(lesson.named))
        stores = [Store(str(path)) for path in (lesson.work, model, lesson.begin)]
        try:
            with stores[0].read() as trainee, stores[1].read() as best, stores[2].read() as begin:
                return compare(trainee, best, begin)
        finally:
            for store in stores:
                store.close()


def _folder(wanted: Scenario, trainee: str, home: Path) -> Path:
    if not NAME.fullmatch(trainee):
        raise UsageError(_("A trainee's name is letters, digits, - and _, at most 40: {name}").format(name=trainee))
    return home / trainee / wanted.name


def _read(wanted: Scenario, trainee: str, folder: Path) -> Lesson:
    named: Named = json.loads((folder / "lesson.json").read_text(encoding="utf-8"))
    return Lesson(wanted, trainee, folder, named)


def _copy(one: Path, other: Path) -> None:
    """A whole store: its journal is empty, for nobody has it open."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{other}{suffix}").unlink(missing_ok=True)
        if Path(f"{one}{suffix}").exists():
            shutil.copyfile(f"{one}{suffix}", f"{other}{suffix}")
