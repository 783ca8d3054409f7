"""What each room can do: one module a room, each operation one transaction."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every room, so that its operations are in the register; by code, whichever module came first."""
    from ops_console.desk.operations import in_order_of_codes

    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    in_order_of_codes()
