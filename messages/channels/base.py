"""What every channel is: something that sends one message at a time, or says why not."""

from __future__ import annotations

from typing import Protocol

from messages.rules import Fault, Outgoing


class NotSent(Exception):
    """The other side did not take a message. `detail` is what it said, for the administrator."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}")
        self.fault = fault
        self.detail = detail


class Channel(Protocol):
    """One way out. It is made for a handful of deliveries, may keep a connection between them, and is closed after."""

    def send(self, message: Outgoing) -> None:
        """Hand a message over, or raise NotSent. When it returns the other side has taken it."""

    def close(self) -> None:
        """Give up what was kept open."""
