"""Column values as they are, from what a change set keeps of them as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import SQLModel

from ops_console.base.money import Fen
from ops_console.data.store import table_of
from ops_console.data.types import DayType, FenType


def revived(model: type[SQLModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """Days and amounts again, where JSON had texts and numbers. KeyError for a column there is not."""
    columns = table_of(model).columns
    return {name: _revive(columns[name].type, value) for name, value in values.items()}


def _revive(kind: Any, value: Any) -> Any:
    if isinstance(kind, DayType) and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(kind, FenType) and isinstance(value, int):
        return Fen(value)
    return value
