"""Plays sounds, one child process each, on a thread of its own.

There is a queue of messages, and a table of the players at work. The loop puts orders into the
queue, and does no more. One thread for each player waits for its end, and reports that to the same
queue. `health` decides what follows.
"""

import errno
import math
import subprocess
import threading
import time
import wave
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.audio import health
from stretchcoach.audio.children import Children, kill, terminate, until_ended
from stretchcoach.audio.clips import SILENCE_MS, Clip, Sound, Speech, read_sound, reason_of
from stretchcoach.audio.health import Cause, Health, Layer, Run
from stretchcoach.audio.packages import missing
from stretchcoach.audio.players import SPD_SAY, Backend, backends, spd_say
from stretchcoach.audio.volume import Volume
from stretchcoach.core.templates import Words

if TYPE_CHECKING:
    from playsound3.playsound3 import PopenLike

# The errors of a system that cannot start one more process.
_CROWDED = (errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE)


class _Order(NamedTuple):
    clip: Clip
    layer: Layer
    due_s: float
    hushes: int


class _Playing:
    """A player at work."""

    def __init__(self, order: _Order, run: Run, process: "PopenLike") -> None:
        self.order = order
        self.run = run
        self.process = process
        self.ended = threading.Event()
        self.ended_s = 0.0

    def tell_to_end(self) -> None:
        if self.run.told_to_end_s is None:
            self.run = self.run._replace(told_to_end_s=time.monotonic())
        if isinstance(self.process, subprocess.Popen):
            terminate(self.process)
        else:
            self.process.terminate()

    def kill(self) -> None:
        self.run = self.run._replace(killed=True)
        if isinstance(self.process, subprocess.Popen):
            kill(self.process)


class Playback:
    """Plays sounds in the background. `note` says what is wrong, if anything is, in `own` words.

    Any thread may call `play` and `hush`. They return at once and never raise. A new Playback loads
    the library and looks for players in the background. `volume` makes the clips quieter.
    """

    def __init__(self, children: Children, volume: Volume, own: Words) -> None:
        self.backends: list[Backend] = []
        self.lacks_player = False
        self._children = children
        self._volume = volume
        self._own = own
        self._health = Health()
        self._fault = ""  # why there will be no more sound
        self._damaged = ""
        self._inbox: SimpleQueue[_Order | _Playing | None] = SimpleQueue()
        self._due: list[_Order] = []
        self._closing = False
        self._hushes = dict.fromkeys(Layer, 0)
        self._playing: list[_Playing] = []
        self._lock = threading.Lock()  # guards the two above
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            self._fault = own.sound_has_no_room

    @property
    def silent(self) -> bool:
        """Whether it is known that nothing can be played here."""
        return bool(self._fault) or self._health.silent

    @property
    def one_at_a_time(self) -> bool:
        """Whether the device takes only one sound, so that a long one would keep others out."""
        return self._health.one_at_a_time

    @property
    def note(self) -> str:
        state, own = self._health, self._own
        if self._fault:
            return self._fault
        if state.silent:
            return own.sound_has_no_room if state.crowded else own.sound_does_not_answer
        if SPD_SAY in state.backing_off:
            return own.voice_does_not_speak.format(engine=SPD_SAY)
        return self._damaged or (own.one_sound_at_a_time if state.one_at_a_time else "")

    @property
    def latency_ms(self) -> int:
        """From the start of the player until its sound is heard, leading silence included."""
        if self._fault:
            return 0
        leading = self._health.leading
        return next((b.latency_ms + SILENCE_MS for b in self.backends if b.name == leading), 0)

    def play(self, clip: Clip, layer: Layer, after_s: float = 0) -> None:
        due_s = time.monotonic() + after_s
        self._inbox.put(_Order(clip, layer, due_s=due_s, hushes=self._hushes[layer]))

    def hush(self, *layers: Layer) -> None:
        """Stop the sounds of these layers, or of all, and drop the orders for them."""
        with self._lock:
            for layer in layers or Layer:
                self._hushes[layer] += 1
            for playing in self._playing:
                if not layers or playing.order.layer in layers:
                    playing.tell_to_end()

    def close(self, wait_s: float = 0) -> None:
        """Wait this long for the last sounds to end; then be silent."""
        self._leave(wait_s)
        self.hush()
        self._leave(health.ENDS_WITHIN_S)
        end_s = time.monotonic() + health.ENDS_WITHIN_S
        with self._lock:
            left = list(self._playing)
        for playing in left:
            if not playing.ended.wait(max(0, end_s - time.monotonic())):
                playing.kill()
                playing.ended.wait(health.ENDS_WITHIN_S)
            self._remove(playing)

    def _leave(self, within_s: float) -> None:
        """Let the thread end once nothing is heard any more."""
        self._inbox.put(None)
        with suppress(RuntimeError):  # the thread could not be started
            self._thread.join(within_s)

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # no fault here may end a session or reach its screen
            reason = f"{type(error).__name__}: {error}"
            self._fault = self._own.sound_fails.format(reason=reason)

    def _work(self) -> None:
        try:
            self.backends = backends(self._children)
        except Exception as error:  # a library may raise anything
            self._fault = self._own.sound_cannot_load_library.format(reason=error)
        else:
            self._health = Health(tuple(backend.name for backend in self.backends))
            self.lacks_player = not self.backends
            self._fault = missing(self._own, player=self.lacks_player, voice=False)
        while not self._closing or self._due or self._is_heard():
            self._take()
            self._end_overdue()
            now_s = time.monotonic()
            ready = [order for order in self._due if order.due_s <= now_s]
            self._due = [
                order for order in self._due if order.due_s > now_s and not self._is_stale(order)
            ]
            for order in ready:
                self._start(order)

    def _is_heard(self) -> bool:
        now_s = time.monotonic()
        return any(health.heard_until_s(playing.run) > now_s for playing in self._playing)

    def _take(self) -> None:
        """Take all messages from the queue. Wait for one until something else must be done."""
        moments_s = [order.due_s for order in self._due]
        moments_s += [health.overdue_s(playing.run) for playing in self._playing]
        if self._closing:
            moments_s += [health.heard_until_s(playing.run) for playing in self._playing]
        wait_s = min(moments_s, default=math.inf) - time.monotonic()
        try:
            message = self._inbox.get(timeout=None if math.isinf(wait_s) else max(0, wait_s))
            while True:
                if message is None:
                    self._closing = True
                elif isinstance(message, _Order):
                    self._due.append(message)
                else:
                    self._take_leave(message)
                message = self._inbox.get_nowait()
        except Empty:
            return

    def _start(self, order: _Order) -> None:
        while not self._is_stale(order) and self._has_room(order.layer):
            backend = self._backend_for(order.clip)
            if backend is None:
                return
            try:
                clip = self._volume.fit(order.clip, order.layer)
            except (OSError, EOFError, wave.Error) as error:
                # A sound that is louder than wanted is worse than none.
                self._damaged = self._own.no_quieter_sounds.format(
                    folder=self._volume.folder, reason=reason_of(self._own, error)
                )
                return
            try:
                self._begin(order, clip, backend)
                return
            except Exception as error:  # a player or its library may raise anything
                crowded = isinstance(error, RuntimeError | MemoryError) or (
                    isinstance(error, OSError) and error.errno in _CROWDED
                )
                self._back_off(backend.name, Cause.CROWDED if crowded else Cause.FAILED)

    def _begin(self, order: _Order, clip: Clip, backend: Backend) -> None:
        since_s = time.monotonic()
        run = Run(
            backend.name,
            order.layer,
            length_ms=clip.length_ms,
            guessed=isinstance(clip, Speech),
            since_s=since_s,
        )
        playing = _Playing(order, run, backend.play(clip))
        with self._lock:
            self._playing.append(playing)
            if order.hushes != self._hushes[order.layer]:  # it was hushed while it started
                playing.tell_to_end()
        try:
            threading.Thread(target=self._await, args=(playing,), daemon=True).start()
        except RuntimeError:
            playing.kill()
            self._remove(playing)
            raise

    def _await(self, playing: _Playing) -> None:
        until_ended(playing.process)
        playing.ended_s = time.monotonic()
        playing.ended.set()
        self._inbox.put(playing)

    def _backend_for(self, clip: Clip) -> Backend | None:
        candidates = self.backends
        if isinstance(clip, Speech) and candidates:
            candidates = [spd_say(self._children)]
        names = [backend.name for backend in candidates]
        name = health.ready(self._health, names, time.monotonic())
        return next((backend for backend in candidates if backend.name == name), None)

    def _is_stale(self, order: _Order) -> bool:
        hushed = order.hushes != self._hushes[order.layer]
        return hushed or health.too_late(order.layer, order.due_s, time.monotonic())

    def _has_room(self, layer: Layer) -> bool:
        """Whether a sound may begin. Sounds that give way to it are ended first."""
        with self._lock:
            running = [playing for playing in self._playing if not playing.ended.is_set()]
            if health.gives_way(self._health, layer, [playing.run for playing in running]):
                return False
            giving = [p for p in running if health.makes_room(self._health, p.run)]
            for playing in giving:
                playing.tell_to_end()
        for playing in giving:
            playing.ended.wait(health.ENDS_WITHIN_S)
        return True

    def _end_overdue(self) -> None:
        now_s = time.monotonic()
        hung = []
        with self._lock:
            for playing in self._playing:
                if health.overdue_s(playing.run) > now_s:
                    continue
                if playing.run.told_to_end_s is None:
                    hung.append(playing.run.player)
                    playing.tell_to_end()
                else:
                    playing.kill()
        for player in hung:
            self._back_off(player, Cause.HUNG)

    def _take_leave(self, playing: _Playing) -> None:
        """Remove a player that has ended. If nobody told it to end, find out whether it failed."""
        self._remove(playing)
        run, order, at_s = playing.run, playing.order, playing.ended_s
        code = playing.process.poll()
        if run.told_to_end_s is not None:
            return
        if not health.failed(run, code, at_s):
            self._health = health.played(self._health, run.player)
            return
        if isinstance(order.clip, Sound) and read_sound(order.clip.path) is None:
            self._damaged = self._own.sound_is_damaged.format(file=order.clip.path)
            return
        with self._lock:
            others = [other.run for other in self._playing if not other.ended.is_set()]
        cause = health.cause(run, code, others, now_s=at_s)
        if cause is Cause.UNKNOWN:
            again_s = time.monotonic() + health.AGAIN_AFTER_S
            self._due.append(order._replace(due_s=again_s))
            return
        if cause is Cause.REFUSED:
            self._health = self._health._replace(one_at_a_time=True)
        else:
            self._back_off(run.player, cause)
        self._start(order)

    def _back_off(self, player: str, cause: Cause) -> None:
        self._health = health.backed_off(self._health, player, cause, now_s=time.monotonic())

    def _remove(self, playing: _Playing) -> None:
        with self._lock:
            if playing in self._playing:
                self._playing.remove(playing)
        if isinstance(playing.process, subprocess.Popen):
            self._children.forget(playing.process)
