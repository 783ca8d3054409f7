"""What every record is: the columns of one row, and nothing that watches over them."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlmodel import SQLModel

BY_BRANCH = {"postgresql_partition_by": "RANGE (policy_id)"}
"""Of a table that PostgreSQL keeps in partitions by issuing branch: `data/partitions.py`."""


class Table(SQLModel):
    """The base of all tables.

    Records never belong to a session, so making and changing one skips what would tell a session of it: an operation
    makes dozens of them.
    """

    def __init__(self, **given: Any) -> None:
        values, factories = _defaults(type(self))
        self.__dict__.update(values)
        for name, make in factories.items():
            if name not in given:
                self.__dict__[name] = make()
        self.__dict__.update(given)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value


@cache
def _defaults(model: type[Table]) -> tuple[Mapping[str, Any], Mapping[str, Callable[[], Any]]]:
    """What a column holds that is not given, as a value or as a function that makes one; None where it must be."""
    factories: dict[str, Any] = {
        name: field.default_factory for name, field in model.model_fields.items() if field.default_factory is not None
    }
    values = {
        name: None if field.is_required() else field.default
        for name, field in model.model_fields.items()
        if name not in factories
    }
    return values, factories
