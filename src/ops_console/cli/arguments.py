"""Options that stand before or after the command: they are moved to the front, where Typer reads them."""

from collections.abc import Sequence
from itertools import pairwise

TAKING_A_VALUE = ("--store", "--lang", "--as")
FLAGS = ("--json", "--quiet", "-q", "--password-stdin")


def to_front(arguments: Sequence[str]) -> list[str]:
    """The arguments with every global option first, in the order given. What follows `--` is left alone."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument in FLAGS or argument.startswith(tuple(f"{name}=" for name in TAKING_A_VALUE)):
            front.append(argument)
        elif argument in TAKING_A_VALUE:
            front += [argument, *waiting[:1]]
            del waiting[:1]
        else:
            rest.append(argument)
    return [*front, *rest]


def global_options(arguments: Sequence[str]) -> dict[str, str] | None:
    """The global options by name, flags without a value, where nothing else is said; else None."""
    found: dict[str, str] = {}
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        name, given, value = argument.partition("=")
        if argument in FLAGS:
            found[argument] = ""
        elif name in TAKING_A_VALUE and (given or waiting):
            found[name] = value if given else waiting.pop(0)
        else:
            return None
    return found


def language_asked(arguments: Sequence[str]) -> str | None:
    """The language asked for, in which help and errors shall be; None when none was."""
    front = to_front(arguments)
    named = [value for name, value in pairwise(front) if name == "--lang"]
    named += [argument.removeprefix("--lang=") for argument in front if argument.startswith("--lang=")]
    return named[-1] if named else None


def asks_for_json(arguments: Sequence[str]) -> bool:
    """Was JSON asked for? Known before Typer has read anything, for the errors it may find."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return "--json" in arguments[:end]
