"""Who of several gets the next policy to look after. Source: company default."""

from collections.abc import Mapping


def least_loaded(loads: Mapping[int, int]) -> int | None:
    """The clerk with the fewest policies, of equals the one with the lowest number; None where there is nobody."""
    return min(loads, key=lambda clerk: (loads[clerk], clerk), default=None)
