"""Plays sound files through playsound3, one child process each, on a thread of its own.

The loop only puts an order into a queue. Importing playsound3 runs every player it knows once to
see whether it exists, which takes a fifth of a second; that too happens on this thread.

A player that fails rests for a while, and the next best takes over; when all of them rest, nothing
is heard and `silent` says so, until one of them plays again. So sound comes back by itself when a
sound server does.
"""

import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.audio.clips import Clip, read_clip
from stretchcoach.audio.packages import PLAYER, to_install
from stretchcoach.audio.players import Backend, backends, speaker

if TYPE_CHECKING:
    from playsound3.playsound3 import Sound

NO_ANSWER = "No sound: the sound system does not answer. See: stretch doctor"
SPEAKER_FAILS = "No voice: spd-say does not speak. See: stretch doctor"
ONE_AT_A_TIME = "Only one sound at a time can be played here, so breath tones give way."
# How long a player rests that has failed; one that hung has cost a sound, and rests longer.
REST_S, REST_OF_HUNG_S = 5.0, 60.0
# A player that takes so much longer than its sound has lost its sound server.
_HANGS_AFTER_S = 4.0
# One that ends so much sooner than a sound of some length has not played it, whatever it says.
_TELLING_MS, _TOO_SOON = 400, 0.6
_REAP_EVERY_S, _SOON_S = 0.2, 0.02
# A player that has gone on for so long has a device to play on.
_ESTABLISHED_S = 0.3
# What lies between a player and the ear may hold back so much; the player itself may wait longer.
_ON_ITS_WAY_S = 0.5
# What was told to end and has not by then is ended for good.
_ENDS_WITHIN_S = 0.05


class Layer(Enum):
    """The kinds of sounds; each with how much later than ordered it may begin, in seconds."""

    TONE = ("tone", 0.5)
    MARK = ("mark", 0.5)
    WORDS = ("words", 1.5)

    @property
    def latest_s(self) -> float:
        return self.value[1]


class _Order(NamedTuple):
    clip: Clip
    layer: Layer
    start_s: float
    hushes: int


@dataclass
class _Playing:
    order: _Order
    sound: "Sound"
    backend: Backend
    since_s: float
    told_to_end_s: float | None = None

    def tell_to_end(self) -> None:
        self.sound.stop()
        self.told_to_end_s = self.told_to_end_s or time.monotonic()


class Player:
    """Plays files without ever being waited for; `note` says what is wrong, if anything is.

    `play` and `hush` are for any thread: they return at once and never raise. The library is loaded
    and players are looked for in the background as soon as a Player is made.
    """

    def __init__(self) -> None:
        self.note = ""
        self.silent = False
        self.lead_ms = 0
        self.backends: list[Backend] = []
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._due: list[_Order] = []
        self._hushes = dict.fromkeys(Layer, 0)
        self._lock = threading.Lock()  # guards what sounds, and that nothing starts after a hush
        self._playing: list[_Playing] = []
        self._rests_until_s: dict[str, float] = {}
        self._one_at_a_time = False
        self._closing = False
        self._speaker: Backend | None = None
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._thread.start()

    def play(self, clip: Clip, layer: Layer, after_s: float = 0) -> None:
        start_s = time.monotonic() + after_s
        self._orders.put(_Order(clip, layer, start_s, self._hushes[layer]))

    def hush(self, *layers: Layer) -> None:
        """Stop what sounds of these layers, or of all, and forget what was ordered for them."""
        with self._lock:
            for layer in layers or Layer:
                self._hushes[layer] += 1
            for playing in self._playing:
                if not layers or playing.order.layer in layers:
                    playing.tell_to_end()

    def close(self, wait_s: float = 0) -> None:
        """Let the last sounds end, but for no longer than this; then be silent."""
        self._orders.put(None)
        self._thread.join(wait_s)
        self.hush()
        end_s = time.monotonic() + _ENDS_WITHIN_S
        for playing in self._playing:
            if not _ended(playing.sound, max(0, end_s - time.monotonic())):
                _kill(playing.sound)
                _ended(playing.sound, _ENDS_WITHIN_S)

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # no fault here is to end a session, or be thrown on its screen
            self._be_silent(f"No sound: {type(error).__name__}: {error}.")

    def _work(self) -> None:
        try:
            self.backends = backends()
        except Exception as error:  # it tries out players, and one may surprise it
            self._be_silent(f"No sound: playsound3 cannot be loaded ({error}). See: stretch doctor")
        else:
            if self.backends:
                self.lead_ms = self.backends[0].lead_ms
            else:
                self._be_silent(_nothing_found())
        while not (self._closing and not self._due and not any(map(_sounds, self._playing))):
            self._take_order()
            self._reap()  # first, so that a player known to fail is not asked again
            now_s = time.monotonic()
            ready = [order for order in self._due if order.start_s <= now_s]
            self._due = [order for order in self._due if order.start_s > now_s]
            for order in ready:
                self._start(order)

    def _take_order(self) -> None:
        """Wait for an order, but no longer than until there is something else to do."""
        now_s = time.monotonic()
        waits_s = [order.start_s - now_s for order in self._due]
        if self._playing:
            waits_s.append(_SOON_S if self._closing else _REAP_EVERY_S)
        try:
            order = self._orders.get(timeout=max(0, min(waits_s)) if waits_s else None)
        except Empty:
            return
        if order is None:
            self._closing = True
        else:
            self._due.append(order)

    def _start(self, order: _Order) -> None:
        while backend := self._backend_for(order):
            with self._lock:
                if self._is_stale(order) or not self._makes_room(order):
                    return
                with suppress(Exception):  # whatever a player or its library comes up with
                    from playsound3 import playsound

                    sound = playsound(
                        order.clip.path,
                        block=False,
                        backend=backend.plays_with,  # type: ignore[arg-type]
                    )
                    self._playing.append(_Playing(order, sound, backend, time.monotonic()))
                    return
            self._rest(backend, REST_S)

    def _backend_for(self, order: _Order) -> Backend | None:
        if order.clip.path.suffix == ".txt":
            if self._speaker is None and self.backends:
                self._speaker = speaker()
            candidates = [self._speaker] if self._speaker else []
        else:
            candidates = self.backends
        now_s = time.monotonic()
        rested = (b for b in candidates if self._rests_until_s.get(b.name, 0) <= now_s)
        return next(rested, None)

    def _is_stale(self, order: _Order) -> bool:
        late_s = time.monotonic() - order.start_s
        return order.hushes != self._hushes[order.layer] or late_s > order.layer.latest_s

    def _makes_room(self, order: _Order) -> bool:
        """Where but one sound at a time can be played, whether this one may: tones give way."""
        alive = [playing for playing in self._playing if playing.sound.is_alive()]
        if self._one_at_a_time and alive:
            if order.layer is Layer.TONE:
                return False
            for playing in alive:
                if playing.order.layer is Layer.TONE:
                    playing.tell_to_end()
                    _ended(playing.sound, _ENDS_WITHIN_S)
        return True

    def _reap(self) -> None:
        """Take leave of the players that have ended, and end those that should have."""
        with self._lock:
            ended = [playing for playing in self._playing if not playing.sound.is_alive()]
            self._playing = [playing for playing in self._playing if playing not in ended]
            alive = list(self._playing)
            hung = [playing for playing in alive if _overdue(playing)]
            blamed = [playing.backend for playing in hung if playing.told_to_end_s is None]
            for playing in hung:
                if playing.told_to_end_s is None:
                    playing.tell_to_end()  # and if it does not listen, next time:
                else:
                    _kill(playing.sound)
        for backend in blamed:
            self._rest(backend, REST_OF_HUNG_S)
        for playing in ended:
            if playing.told_to_end_s is None:
                self._judge(playing, alive)

    def _judge(self, playing: _Playing, alive: list[_Playing]) -> None:
        """What a player that has ended by itself tells of itself."""
        if not _failed(playing):
            if self._rests_until_s.pop(playing.backend.name, None) is not None:
                if self.note == SPEAKER_FAILS and playing.backend is self._speaker:
                    self.note = ""
                self._settle()
            return
        order = playing.order
        if order.clip.path.suffix == ".wav" and read_clip(order.clip.path) is None:
            self.note = f"{order.clip.path} is damaged. Install stretchcoach again."
        elif others := [other for other in alive if _refuses(other, playing)]:
            now_s = time.monotonic()
            if any(now_s - other.since_s > _ESTABLISHED_S for other in others):
                # The device is busy with the other sound: a system without a sound server.
                self._one_at_a_time, self.note = True, ONE_AT_A_TIME
                self._start(order)
            else:
                # Or will the other one fail as well? Try again when that is known.
                self._due.append(order._replace(start_s=now_s + _REAP_EVERY_S))
        else:
            self._rest(playing.backend, REST_S)
            self._start(order)

    def _rest(self, backend: Backend, rest_s: float) -> None:
        self._rests_until_s[backend.name] = time.monotonic() + rest_s
        if backend is self._speaker:
            self.note = SPEAKER_FAILS
        self._settle()

    def _settle(self) -> None:
        """Take note of what is left: a player that rested counts again once it has played."""
        playing = [b for b in self.backends if b.name not in self._rests_until_s]
        if not playing:
            self._be_silent(NO_ANSWER)
            return
        self.lead_ms = playing[0].lead_ms
        if self.silent:
            self.silent, self.note = False, ""

    def _be_silent(self, note: str) -> None:
        self.silent, self.note, self.lead_ms = True, note, 0


def _sounds(playing: _Playing) -> bool:
    """Whether it may still be heard."""
    if not playing.sound.is_alive() or playing.told_to_end_s is not None:
        return False
    return time.monotonic() - playing.since_s < _longest_s(playing.order.clip) + _ON_ITS_WAY_S


def _overdue(playing: _Playing) -> bool:
    """Whether it goes on long after its sound is over, or after it was told to end."""
    now_s = time.monotonic()
    if playing.told_to_end_s is not None:
        return now_s - playing.told_to_end_s > _ENDS_WITHIN_S
    return now_s - playing.since_s > _longest_s(playing.order.clip) + _HANGS_AFTER_S


def _longest_s(clip: Clip) -> float:
    """How long it may sound: for words that another program says, that can only be guessed."""
    return clip.length_ms / 1_000 * (1 if clip.path.suffix == ".wav" else 2)


def _refuses(other: _Playing, playing: _Playing) -> bool:
    """Whether the one that sounds may be why the other said at once that it cannot."""
    at_once = time.monotonic() - playing.since_s < 2 * _REAP_EVERY_S
    return other.backend == playing.backend and at_once and bool(playing.sound.subprocess.poll())


def _failed(playing: _Playing) -> bool:
    """Whether a player that has ended could not play."""
    clip = playing.order.clip
    took_ms = (time.monotonic() - playing.since_s) * 1_000
    if clip.path.suffix == ".wav" and clip.length_ms >= _TELLING_MS:
        return bool(playing.sound.subprocess.poll()) or took_ms < _TOO_SOON * clip.length_ms
    return bool(playing.sound.subprocess.poll())


def _ended(sound: "Sound", within_s: float) -> bool:
    """Whether it ends within this time; takes leave of its process."""
    process = sound.subprocess
    if not isinstance(process, subprocess.Popen):
        return True  # plays within this process, and ends with it
    try:
        process.wait(within_s)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill(sound: "Sound") -> None:
    process = sound.subprocess
    if isinstance(process, subprocess.Popen):
        process.kill()
    else:
        sound.stop()


def _nothing_found() -> str:
    install = to_install(PLAYER)
    told = f" Try: {install}" if install else " See: stretch doctor"
    return f"No sound: no player was found.{told}"
