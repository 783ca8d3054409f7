"""A part of a whole as reports show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`, in the same unit; of nothing there is no rate."""

    part: int
    whole: int

    def __str__(self) -> str:
        """In per cent with one decimal, rounded half up; empty where there is no rate."""
        tenths = self._rounded(1000)
        return "" if tenths is None else f"{tenths / 10:.1f}%"

    @property
    def value(self) -> float | None:
        """As a number with four decimals, for programs that read it."""
        units = self._rounded(10_000)
        return None if units is None else units / 10_000

    def _rounded(self, units: int) -> int | None:
        return (2 * self.part * units + self.whole) // (2 * self.whole) if self.whole else None
