"""Commands nobody named are only listed: to read the options of all of them would be most of the time of `--help`."""

import inspect
from collections.abc import Container
from copy import copy

import typer
from typer.models import CommandInfo, TyperInfo


def built_for(whole: typer.Typer, named: Container[str]) -> typer.Typer:
    """The same commands; of those not named their name and what they are for, without their options and commands."""
    part = copy(whole)
    part.registered_commands = [one if one.name in named else _line(one) for one in whole.registered_commands]
    part.registered_groups = [one if one.name in named else _group(one) for one in whole.registered_groups]
    return part


def _line(command: CommandInfo) -> CommandInfo:
    line = copy(command)
    line.help = command.help or (inspect.getdoc(command.callback) if command.callback else None)
    line.callback = _nothing
    return line


def _group(group: TyperInfo) -> TyperInfo:
    line = copy(group)
    line.typer_instance = copy(group.typer_instance)
    if line.typer_instance is not None:
        line.typer_instance.registered_commands = []
    return line


def _nothing() -> None:
    """What a command does that is only listed."""
