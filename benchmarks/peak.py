"""How much memory a run takes on a book and on one half as big: flat in the number of policies, or not."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.figures import Figure

SMALLER = 2
"""So many times fewer policies has the other book: both still fill whole chunks and the cache of their file."""
FLAT = 1.15


def memory_figure(what: str, run: Callable[[Path], object], book: Path, smaller: Path) -> Figure:
    """Peak memory of a run on a book, beside that on the smaller one. Both books are changed by it."""
    return Figure(f"memory: {what}", "MiB", peak_of(run, book), peak_of(run, smaller), "half as many policies", FLAT)


def peak_of(run: Callable[[Path], object], path: Path) -> float:
    """MiB the run took at most, in a process of its own that has made no book before."""
    ours, theirs = get_context("spawn").Pipe(duplex=False)
    process = get_context("spawn").Process(target=_run_and_tell, args=(run, path, theirs))
    process.start()
    theirs.close()
    kilobytes: int = ours.recv()
    process.join()
    return kilobytes / 1024


def _run_and_tell(run: Callable[[Path], object], path: Path, report: Connection) -> None:
    run(path)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    report.send(int(status.split("VmHWM:")[1].split()[0]))
