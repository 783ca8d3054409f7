"""A program under a pseudo-terminal, measured from outside: when it painted what, and how soon a key shows.

Output is stamped as it is read and emulated only once the program pauses, so that emulating costs no measured time.
"""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyte

COLUMNS, ROWS = 120, 40
PAUSE = 0.05
"""Seconds of silence after which a burst of output is over."""
LONGEST = 60.0
KEYS = {"up": "\x1b[A", "down": "\x1b[B", "pageup": "\x1b[5~", "pagedown": "\x1b[6~"}
_UNSET = ("LINES", "COLUMNS", "TMUX", "STY", "NO_COLOR", "TERM_PROGRAM", "OPS_CONSOLE_STORE")


class Program:
    """A running program and what its screen shows."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._read: list[tuple[float, bytes]] = []
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        inherited = {name: value for name, value in os.environ.items() if name not in _UNSET}
        terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env={**inherited, **terminal, **environment},
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait(self, pattern: str) -> float:
        """When the output was read after which the screen shows the pattern. TimeoutError with the screen otherwise."""
        wanted, end = re.compile(pattern), time.perf_counter() + LONGEST
        while time.perf_counter() < end:
            self._read_burst(PAUSE)
            for when in self._draw():
                if wanted.search(self.text):
                    return when
        raise TimeoutError(f"{pattern} never showed:\n{self.text}")

    def type(self, key: str) -> float:
        """Send a key; when it was sent."""
        os.write(self._master, KEYS.get(key, key).encode())
        return time.perf_counter()

    def press(self, key: str) -> float:
        """Press a key; seconds until the last output of what it caused. 0 when it caused none."""
        self.settle()
        before = self._picture()
        seen = sent = self.type(key)
        end = sent + 2
        while time.perf_counter() < end:
            self._read_burst(PAUSE)
            for when in self._draw():
                if self._picture() != before:
                    before, seen = self._picture(), when
            if seen > sent:
                break
        return seen - sent

    def settle(self, quiet: float = 0.15) -> None:
        """Wait until nothing more is painted."""
        self._read_burst(quiet)
        for _when in self._draw():
            pass

    def memory(self) -> float:
        """Most memory it has held so far, MiB."""
        with open(f"/proc/{self._process.pid}/status") as status:
            found = re.search(r"VmHWM:\s+(\d+)", status.read())
        assert found
        return int(found[1]) / 1024

    def close(self) -> None:
        """End the program, whatever it is doing."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    def _read_burst(self, quiet: float) -> None:
        """Read until the program was silent for so long."""
        end = time.perf_counter() + LONGEST
        while time.perf_counter() < end and select.select([self._master], [], [], quiet)[0]:
            try:
                data = os.read(self._master, 1 << 16)
            except OSError:
                return
            self._read.append((time.perf_counter(), data))

    def _draw(self) -> Iterator[float]:
        """Emulate what was read; yields the time of each piece once it is on the screen."""
        while self._read:
            when, data = self._read.pop(0)
            self._stream.feed(data)
            yield when

    def _picture(self) -> Any:
        """Everything visible, with colours: a mark that moves changes nothing else."""
        return [[self._screen.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Program]:
    """The program for the length of the block."""
    program = Program(command, environment or {})
    try:
        yield program
    finally:
        program.close()
