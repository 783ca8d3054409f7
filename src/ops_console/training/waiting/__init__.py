"""The last weeks before the demo day: what is still waiting in the rooms, all of it made by operations."""

from collections.abc import Iterator

from ops_console.training.waiting.applications import applications
from ops_console.training.waiting.archive import archive
from ops_console.training.waiting.claims import claims
from ops_console.training.waiting.consultation import consultation
from ops_console.training.waiting.diary import Diary, Story, World
from ops_console.training.waiting.groups import groups
from ops_console.training.waiting.premium import premium
from ops_console.training.waiting.requests import requests
from ops_console.training.waiting.underwriting import underwriting

__all__ = ["Diary", "World", "stories"]


def stories(world: World) -> Iterator[Story]:
    """Of every room; those about policies as far as there are policies that fit."""
    yield from claims(world)
    yield from requests(world)
    yield from applications(world)
    yield from archive(world)
    yield from underwriting(world)
    yield from premium(world)
    yield from consultation(world)
    yield from groups(world)
