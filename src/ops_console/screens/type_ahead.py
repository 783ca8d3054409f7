"""Keys in turn: what is typed ahead waits until the key before it has moved the cursor.

Textual hands every key at once to the field that has the cursor, while Enter and Tab move the cursor only after their
key has risen through all screens. A fast clerk or a scanner would type into the field just left. So the keys after
one that is still on its way are held, and a message sent along the same way tells when it has arrived.
"""

import time
from collections import deque

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message import Message

from ops_console.screens.later import after

LEGS = 2
"""Ways up that are waited for: that of the key, then that of what its field has to say."""
LONGEST = 1.0
"""Seconds a key is waited for: on a screen that was closed meanwhile it never arrives."""
LONGEST_READ = 5.0
"""Seconds keys are held while the store is read: they are dealt with as they are when it does not answer."""


class Arrived(Message):
    """All that was sent before this message has been dealt with."""

    def __init__(self, turn: int, legs: int) -> None:
        super().__init__()
        self.turn = turn
        self.legs = legs


class KeysInTurn(App[None]):
    """An application that deals with one key after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._last_key = time.monotonic()
        self._turn = 0
        self._under_way = False
        self._ahead: deque[Key | Paste] = deque()
        self._held = 0

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, (Key, Paste)):
            await super().on_event(event)
        elif not self.screen_stack:
            # Typed while the console opens or closes: meant for nothing that is there.
            event.stop()
        elif event.is_forwarded:
            await super().on_event(event)
        elif self._held:
            self._ahead.append(event)
        elif self._under_way and time.monotonic() - self._last_key < LONGEST:
            self._ahead.append(event)
            self._wait()
        else:
            self._ahead.append(event)
            await self._deal()

    def hold_keys(self) -> None:
        """What is typed from now on waits until `let_keys_go`: it is meant for what is being read."""
        self._held += 1
        held = self._held
        after(LONGEST_READ, self, lambda: self.let_keys_go() if self._held == held else None)

    def let_keys_go(self) -> None:
        """What was read is on the screen."""
        if self._held:
            self._held = 0
            self.call_later(self._go_on)

    async def _go_on(self) -> None:
        if self._ahead and not self._held and not self._under_way:
            await self._deal()

    def _wait(self) -> None:
        turn = self._turn
        after(LONGEST, self, lambda: self._next(turn))

    async def _deal(self) -> None:
        """The key typed first of those that wait."""
        event = self._ahead.popleft()
        self._last_key = time.monotonic()
        self._under_way = True
        self._turn += 1
        if self._ahead:
            self._wait()
        await super().on_event(event)
        self._follow(LEGS)

    def _follow(self, legs: int) -> None:
        if self.screen_stack:
            (self.focused or self.screen).post_message(Arrived(self._turn, legs))
        else:
            self._under_way = False

    async def on_arrived(self, event: Arrived) -> None:
        if event.turn != self._turn:
            return
        if event.legs > 1:
            self._follow(event.legs - 1)
        else:
            await self._next(event.turn)

    async def _next(self, turn: int) -> None:
        """The next key, unless this turn is over already."""
        if turn != self._turn or not self._under_way:
            return
        self._under_way = False
        if self._ahead and not self._held:
            await self._deal()
