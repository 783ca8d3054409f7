"""Where the people of the demo store live: cities and districts of every second-level branch, with the region codes
that identity numbers begin with (GB/T 2260). Read from `places.csv`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_STREETS = (
    "人民路 中山路 解放路 建设路 和平路 文化路 新华路 长江路 学府路 花园路 "
    "胜利街 朝阳街 光明街 青年路 友谊路 公园路 滨河路 东风路 幸福路 站前街"
)


@cache
def streets() -> list[str]:
    """Names of streets that every town has."""
    return _STREETS.split()


@dataclass(frozen=True, slots=True)
class Place:
    """A district of a branch's city. ``region``: six digits."""

    branch: int
    region: int
    city: str
    district: str

    def address(self, street: str, number: int, flat: int) -> str:
        """A flat in it."""
        return f"{self.city}{self.district}{street}{number}号{flat}室"


@cache
def places() -> dict[int, tuple[Place, ...]]:
    """The districts of each branch."""
    found: dict[int, tuple[Place, ...]] = {}
    with (Path(__file__).parent / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = Place(int(row["branch"]), int(row["region"]), row["city"], row["district"])
            found[place.branch] = (*found.get(place.branch, ()), place)
    return found
