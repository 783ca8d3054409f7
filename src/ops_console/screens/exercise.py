"""What a trainee is to do on this store; shown in the header and by F1."""

from collections.abc import Mapping
from dataclasses import dataclass

from ops_console.base.i18n import _


@dataclass(frozen=True)
class Exercise:
    """`title` and `goal` are message ids; the goal names numbers as `{name}`."""

    title: str
    goal: str
    named: Mapping[str, str]

    def heading(self) -> str:
        return _(self.title)

    def text(self) -> str:
        return _(self.goal).format(**self.named)


def exercise_of(app: object) -> Exercise | None:
    """The exercise of this console; None where somebody simply works."""
    found = getattr(app, "exercise", None)
    return found if isinstance(found, Exercise) else None
