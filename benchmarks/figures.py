"""A figure: what was measured, beside its yardstick and the aim."""

from dataclasses import dataclass

LAYOUT = "{:<46}{:>11}{:>11}{:>8}{:>15}  {}"


@dataclass(frozen=True)
class Figure:
    """Ours against a yardstick in the same unit. Aims: `at_most` for ours / yardstick, `limit` for ours alone."""

    what: str
    unit: str
    ours: float
    yardstick: float
    against: str
    at_most: float
    limit: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.yardstick

    @property
    def met(self) -> bool:
        return self.ratio <= self.at_most and (self.limit is None or self.ours <= self.limit)

    @property
    def line(self) -> str:
        """One line of the table."""
        aim = f"<= {self.at_most:g}" + ("" if self.limit is None else f", {self.limit:g} {self.unit}")
        ours, yardstick = (f"{value:.3g} {self.unit}" for value in (self.ours, self.yardstick))
        verdict = "met" if self.met else "MISSED"
        return LAYOUT.format(self.what, ours, yardstick, f"{self.ratio:.2f}", aim, f"{verdict}; against {self.against}")


HEADINGS = LAYOUT.format("figure", "ours", "yardstick", "ratio", "aim", "")
