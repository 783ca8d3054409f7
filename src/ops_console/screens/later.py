"""Calling something after a while, for certain.

A timer of Textual that should fire once never does when the process stood still for longer than its interval just as
it was set: it takes the moment for one to be skipped. A case would never be read, held keys never be let go.
"""

import asyncio
from collections.abc import Callable

from textual.message_pump import MessagePump


def after(seconds: float, node: MessagePump, call: Callable[[], object]) -> asyncio.TimerHandle:
    """Call after so many seconds, in the turn of `node`; nothing is called when it is closed by then.

    What is under way to the node can't be cancelled any more: `call` looks whether it is still wanted.
    """
    return asyncio.get_running_loop().call_later(seconds, node.call_later, call)
