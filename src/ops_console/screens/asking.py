"""Asking the store without holding up the screen: a thread reads, a message brings the answer.

A question is a plain function that opens and closes its own view of the store, so that no session ever crosses a
thread; its answer is a frozen value. An answer nobody waits for any more is dropped.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from textual.dom import DOMNode
from textual.message import Message
from textual.worker import get_current_worker

from ops_console.base.i18n import _
from ops_console.base.problems import OpsError, Unexpected
from ops_console.base.waits import listening

Value = TypeVar("Value")


class Answer(Message, bubble=False):
    """What a thread found out."""

    def __init__(self, slot: str, serial: int, take: Callable[[Any], None], value: Any) -> None:
        super().__init__()
        self.slot = slot
        self.serial = serial
        self.take = take
        self.value = value


class Waits(Message, bubble=False):
    """A thread waits for somebody else."""

    def __init__(self, slot: str, serial: int, text: str) -> None:
        super().__init__()
        self.slot = slot
        self.serial = serial
        self.text = text


_SERIALS = "_serials_of_questions"
"""Attribute of who asks: the number of the last question, by slot."""


class Asking(DOMNode):
    """For screens and widgets that ask. A newer question in the same `slot` makes the older one void."""

    def ask(
        self,
        question: Callable[[], Value],
        take: Callable[[Value], None],
        slot: str,
        failed: Callable[[OpsError], None] | None = None,
    ) -> None:
        """Ask in a thread; `take` gets the answer here, `failed` what went wrong."""
        serials: dict[str, int] = self.__dict__.setdefault(_SERIALS, {})
        serial = serials[slot] = serials.get(slot, 0) + 1
        on_error = failed or self.failed

        def waits(text: str) -> None:
            self.post_message(Waits(slot, serial, text))

        def work() -> None:
            try:
                with listening(waits):
                    answer = Answer(slot, serial, take, question())
            except OpsError as error:
                answer = Answer(slot, serial, on_error, error)
            except Exception as error:
                logging.getLogger("ops_console").exception("question %s", slot)
                text = _("Something unforeseen happened: {what}. Nothing was changed.").format(
                    what=type(error).__name__
                )
                answer = Answer(slot, serial, on_error, Unexpected(text))
            if not get_current_worker().is_cancelled:
                self.post_message(answer)

        self.run_worker(work, group=slot, thread=True, exit_on_error=False)

    def failed(self, error: OpsError) -> None:
        """What to do with an error nobody else takes."""
        self.app.notify(error.message, severity="error", markup=False)

    def told_to_wait(self, text: str) -> None:
        """What to do while the store is in somebody else's hands; the text says whose."""
        self.app.notify(text, markup=False)

    def on_waits(self, waits: Waits) -> None:
        if self.is_attached and self.__dict__[_SERIALS].get(waits.slot) == waits.serial:
            self.told_to_wait(waits.text)

    def on_answer(self, answer: Answer) -> None:
        if self.is_attached and self.__dict__[_SERIALS].get(answer.slot) == answer.serial:
            answer.take(answer.value)
