"""The terminal as a whole: takes over its keyboard, signals and screen, and restores them."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Protocol

from stretchcoach.core.session import Command
from stretchcoach.terminal.keys import NoKeyboard, commands, keyboard
from stretchcoach.terminal.signals import ENDING, HANGUP, RESUME, SUSPEND, Signals

# A processor that has slept for long takes up to 2 ms to wake up, and one that has not does not.
_EARLY_NS = 2_000_000
# The system hands on what was written, but on a machine that has much to do only when we let it:
# without this a second was seen once we had made what comes next, up to 3 ms later.
_give_way: Callable[[], None] = getattr(os, "sched_yield", lambda: None)


class Timer(Protocol):
    """The clock of the session. `real_ns` reads a clock of the system, in nanoseconds."""

    @property
    def real_ns(self) -> Callable[[], int]: ...

    def real_ns_at(self, at_ms: int) -> int: ...

    def seconds_until(self, at_ms: int) -> float: ...


class Surface(Protocol):
    """Something that takes over the screen and restores it. Both may be called repeatedly.

    `moves` are its changes until some moment that need no input: the clock's reading for each, and
    the bytes for `write`, which returns whether all were taken. `moved` is called with how many
    moves were written.
    """

    @property
    def write(self) -> Callable[[bytes], bool]: ...

    def moves(self, until_ms: int) -> Sequence[tuple[int, bytes]]: ...

    def moved(self, count: int) -> None: ...

    def open(self) -> None: ...

    def close(self) -> None: ...


class Terminal:
    """The Keys of a session. It leaves the terminal as it was, whatever happens.

    `ended_by` is the number of the signal that ended the session, if one did. `hush` is called
    before the process is suspended, since a stopped process cannot silence its players.
    """

    def __init__(self, timer: Timer, surface: Surface | None, hush: Callable[[], None]) -> None:
        self._timer = timer
        self._surface = surface
        self._hush = hush
        self._signals = Signals()
        self._keyboard = keyboard(self._signals)
        self._waiting: deque[Command] = deque()
        self._suspending = False
        self.ended_by: int | None = None

    def __enter__(self) -> "Terminal":
        self._signals.__enter__()
        try:
            self._open()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        try:
            self._close()
        finally:
            self._signals.__exit__(kind, error, at)

    def wait(self, until_ms: int) -> Command | None:
        """Wait for a command. After a signal it returns None early, to have the screen redrawn."""
        if self._suspending:
            # The round before has paused the session and drawn it so. Now the process can stop.
            self._suspending = False
            self._close()
            self._hush()
            self._signals.stop_here()
            self._open()
            for number in self._signals.take():
                if number in ENDING:  # sent while we were stopped; ignores SIGCONT
                    self._obey(number)
        else:
            typed = ""
            if not self._waiting:
                typed = self._typed(until_ms)
            for number in self._signals.take():
                self._obey(number)
            if self._keyboard.back():
                self._close()
                self._open()
            self._waiting.extend(commands(typed))
        if self._keyboard.gone and self.ended_by is None:
            # Nobody can see or stop this session any more.
            self._obey(HANGUP)
        return self._waiting.popleft() if self._waiting else None

    def _typed(self, until_ms: int) -> str:
        """The text that is typed until then. Meanwhile the surface's moves are made."""
        surface = self._surface
        if surface is not None and self._is_called(surface, surface.moves(until_ms)):
            return self._keyboard.read(0)
        return self._keyboard.read(self._timer.seconds_until(until_ms))

    def _is_called(self, surface: Surface, moves: Sequence[tuple[int, bytes]]) -> bool:
        """Make these moves until a key or a signal comes; return whether one has come.

        Between two moves it does as little as possible: a processor that has just woken up is slow,
        and most of a hold's processor time is spent here.
        """
        wait, write, real_ns = self._keyboard.wait, surface.write, self._timer.real_ns
        timed = [(self._timer.real_ns_at(at_ms), data) for at_ms, data in moves]
        made = 0
        try:
            for number, (at_ns, data) in enumerate(timed, start=1):
                # The last move is that of a second or a cue, and is to be seen at its moment.
                early_ns = at_ns - _EARLY_NS - real_ns() if number == len(timed) else 0
                if early_ns > 0 and wait(early_ns / 1_000_000_000):
                    return True
                if wait(max(0, at_ns - real_ns()) / 1_000_000_000):
                    return True
                made += 1
                if not write(data):
                    break
            _give_way()
        finally:
            surface.moved(made)
        return False

    def _obey(self, number: int) -> None:
        if number in ENDING:
            self.ended_by = number
            self._waiting.appendleft(Command.STOP)
        elif number == SUSPEND:
            self._suspending = True
            if not isinstance(self._keyboard, NoKeyboard):
                self._waiting.append(Command.AWAY)  # a keyless session would go on at once
        elif number == RESUME:
            # After a SIGSTOP: meanwhile the shell had the terminal, and set its own modes.
            self._close()
            self._open()
            self._waiting.append(Command.AWAY)

    def _open(self) -> None:
        self._keyboard.open()
        if self._surface:
            self._surface.open()

    def _close(self) -> None:
        try:
            if self._surface:
                self._surface.close()
        finally:
            self._keyboard.close()
