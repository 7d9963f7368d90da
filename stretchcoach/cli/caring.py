"""How earlier pain changes a session: which positions are left out, and what is asked first."""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

from stretchcoach.clock import now
from stretchcoach.core import words
from stretchcoach.core.care import NothingLeftError, cared, clearing, loads_nothing_that_hurt
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.memory import Pain, Remembered, What, asking, passed, recall
from stretchcoach.core.outcome import Sign
from stretchcoach.core.routine import Routine
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import Care, Timeline
from stretchcoach.errors import EXIT_STOPPED, CoachError
from stretchcoach.files.folders import look
from stretchcoach.files.kept import Kept
from stretchcoach.files.memory import keep, read_memory

# How many other routines are proposed.
_INSTEAD = 3


class Memory:
    """The memory of pain at the start of a command. `fault` says why it cannot be read."""

    def __init__(self) -> None:
        self.fault = ""
        self.pains: tuple[Pain, ...] = ()
        try:
            self.pains = recall(read_memory().lines)
        except OSError as error:
            self.fault = error.strerror or str(error)

    def for_session(
        self, emergency: Callable[[str], str], *, waits: bool, keeps: bool
    ) -> Callable[..., Timeline]:
        """A function that first asks what must be asked, and lays out a session after the pain.

        `emergency` gives the number of the ambulance for a language. The function raises
        ChoiceError; CoachError if nobody can be asked or nothing is left; Exit if the answer is no.
        """

        def laid_out(routine: Routine, choices: Choices, *, gate: bool) -> Timeline:
            number = emergency(routine.language)
            self._ask_first(routine.language, number, waits=waits, keeps=keeps)
            try:
                return cared(routine, choices, self.pains, on=now().date(), gate=gate)
            except NothingLeftError as nothing:
                told = "\n".join([str(nothing), *nothing.told])
                hint = f"All that is remembered: stretch pain. To have it back: {nothing.undo}"
                hints = filter(None, (hint, self._instead()))
                raise CoachError(told, "\n".join(hints)) from None

        return laid_out

    def to_show(self, routine: Routine, choices: Choices, *, gate: bool = True) -> Timeline:
        """The session to be shown. If nothing is left, it says so, and what to do instead."""
        try:
            return cared(routine, choices, self.pains, on=now().date(), gate=gate)
        except NothingLeftError as nothing:
            whole = choose(routine, choices, gate=gate)
            told = filter(None, (str(nothing), *nothing.told, self._instead()))
            care = Care(tuple(told), nothing.left_out)
            return whole._replace(care=care)

    def _instead(self) -> str:
        """A sentence with the routines that load nothing that hurts; "" if there are none."""
        known, today, found = look(), now().date(), []
        with Kept(known) as kept:
            for entry in known.entries():
                with suppress(CoachError):
                    if loads_nothing_that_hurt(kept.read(entry.path), self.pains, today):
                        found.append(f"stretch {entry.name}")
        return f"What loads nothing that hurt: {', '.join(found[:_INSTEAD])}" if found else ""

    def _ask_first(self, language: str, emergency: str, *, waits: bool, keeps: bool) -> None:
        """Ask about a grave sign, if one is not answered yet.

        Raises SystemExit without a yes, and CoachError if nobody can answer.
        """
        pain = asking(self.pains)
        if pain is None or pain.asks is None:
            return
        own = words.of(language)
        told = [own.told_before[pain.asks].format(day=words.day(own, pain.last, now().date()))]
        if pain.asks is Sign.EMERGENCY:
            told.append(words.emergency_line(own, emergency))
        told.append(own.has_passed[pain.asks])
        if not waits:
            hint = f"Answer at a terminal; or, if so: stretch pain clear {clearing(pain)}"
            raise CoachError(" ".join(told), hint)
        if not _is_yes(own, told):
            _say(own.not_passed[pain.asks])
            raise SystemExit(EXIT_STOPPED)
        # A session may be laid out twice, for the person to choose. It is asked only once.
        self.pains = passed(self.pains)
        if keeps:
            try:
                keep(Remembered(What.PASSED, date.min), now())
            except OSError as error:
                _say(own.pain_is_not_kept.format(reason=error.strerror or str(error)))


def _is_yes(own: Words, told: Sequence[str]) -> bool:
    _say(*told)
    _say(own.yes_or_no)
    return sys.stdin.readline().strip().lower() in own.yes


def _say(*told: str) -> None:
    from shutil import get_terminal_size

    from stretchcoach.core.drawing import to_ascii
    from stretchcoach.terminal.charset import can_show_unicode
    from stretchcoach.terminal.lines import wrap

    columns = min(get_terminal_size().columns, 100)
    lines = tuple(line for text in told for line in wrap(text, columns))
    with suppress(OSError):
        print("\n".join(lines if can_show_unicode(sys.stdout) else to_ascii(lines)), flush=True)
