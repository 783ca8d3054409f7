"""The console from outside: first paint, keys, memory, and how long `--help` takes."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

from benchmarks.big_store import CLERK, crowded, demo_store, grown
from benchmarks.figures import Figure
from benchmarks.terminal import Program, running

CONSOLE = Path(sys.executable).with_name("ops-console")
HELLO = Path(__file__).with_name("hello.py")
LOBBY, ROOM_KEY, ROOM = "3 Callback", "3", r"B0\d{15}"
STARTS = 5
PRESSES = 25
FEW, MORE = 50, 1_000


@dataclass
class Stores:
    """Demo stores of growing size in a folder, each made when it is first asked for."""

    folder: Path
    many: int

    @cached_property
    def demo(self) -> Path:
        path = self.folder / "demo.sqlite"
        demo_store(path)
        return path

    @cached_property
    def few(self) -> Path:
        return grown(self.demo, self.folder / "few.sqlite", cases=FEW, policies=0)

    @cached_property
    def more(self) -> Path:
        return grown(self.demo, self.folder / "more.sqlite", cases=MORE, policies=MORE)

    @cached_property
    def most(self) -> Path:
        return grown(self.demo, self.folder / "most.sqlite", cases=self.many, policies=self.many)

    def clients(self, count: int) -> Path:
        """The demo store with so many more clients."""
        return crowded(self.demo, self.folder / f"clients-{count}.sqlite", count)


def measure_paint(stores: Stores) -> list[Figure]:
    """Process start to a painted queue, against process start to a painted greeting."""
    ours, hello = [], []
    for _ in range(STARTS):
        ours.append(_room_paint(stores.demo))
        with running([sys.executable, str(HELLO)]) as program:
            hello.append(program.wait("Hello") - program.started)
    return [Figure("first useful paint of a room, demo store", "s", min(ours), min(hello), "a Textual hello", 2)]


def measure_cases(stores: Stores) -> list[Figure]:
    """The same with many cases waiting in the room, against few."""
    most, more = [], []
    for _ in range(STARTS):
        most.append(_room_paint(stores.most))
        more.append(_room_paint(stores.more))
    what = f"first useful paint, {stores.many:,} cases in the room"
    return [Figure(what, "s", min(most), min(more), f"{MORE:,} cases", 1.2)]


def measure_keys(stores: Stores) -> list[Figure]:
    """Key to screen in a queue of many, against a queue of a few dozen; median of many presses."""
    figures = []
    for key, back, limit in (("down", "up", 20.0), ("pagedown", "pageup", 50.0)):
        ours, few = _key(stores.most, key, back), _key(stores.few, key, back)
        what = f"{key} in a queue of {stores.many:,}"
        figures.append(Figure(what, "ms", ours, few, f"a queue of {FEW}", 1.5, limit))
    return figures


def measure_memory(stores: Stores) -> list[Figure]:
    """Most memory held after opening a room and paging through it."""
    most, more = (_memory(store) for store in (stores.most, stores.more))
    what = f"memory of the console, {stores.many:,} policies"
    return [Figure(what, "MiB", most, more, f"{MORE:,} policies", 1.2)]


def measure_help(_stores: Stores) -> list[Figure]:
    """`--help`, against Python with Typer imported."""
    ours, typer = [], []
    for _ in range(2 * STARTS):
        ours.append(_seconds([str(CONSOLE), "--help"]))
        typer.append(_seconds([sys.executable, "-c", "import typer"]))
    return [Figure("ops-console --help", "s", min(ours), min(typer), "python -c 'import typer'", 1.5)]


@contextmanager
def _lobby(store: Path) -> Iterator[Program]:
    with running([str(CONSOLE), "--store", str(store), "--lang", "en", "--as", CLERK]) as program:
        yield program


def _room_paint(store: Path) -> float:
    """To the lobby, and from the key that opens the room to its queue."""
    with _lobby(store) as program:
        lobby = program.wait(LOBBY) - program.started
        pressed = program.type(ROOM_KEY)
        return lobby + program.wait(ROOM) - pressed


def _open_room(program: Program) -> None:
    program.wait(LOBBY)
    program.type(ROOM_KEY)
    program.wait(ROOM)
    # What is loaded behind the first paint shall not count as an answer to a key.
    program.settle(quiet=1.0)


def _key(store: Path, key: str, back: str) -> float:
    """Milliseconds; both ways are timed, so that a short queue doesn't end."""
    with _lobby(store) as program:
        _open_room(program)
        return median(program.press(pressed) for _ in range(PRESSES) for pressed in (key, back)) * 1000


def _memory(store: Path) -> float:
    with _lobby(store) as program:
        _open_room(program)
        for _ in range(PRESSES):
            program.press("pagedown")
        return program.memory()


def _seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started
