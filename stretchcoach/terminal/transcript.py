"""Sessions without a screen: one line of text, or of JSON, for each event."""

import json
from collections.abc import Sequence

from stretchcoach.core import words
from stretchcoach.core.drawing import to_ascii
from stretchcoach.core.frame import Frame, frame
from stretchcoach.core.outcome import Sign
from stretchcoach.core.records import Plain, care_record, event_record, outcome_record
from stretchcoach.core.session import Event, Mode, Reason, Session, outcome
from stretchcoach.core.timeline import Care, Kind
from stretchcoach.terminal.out import Printable
from stretchcoach.terminal.prose import before, hung, in_short


class Transcript:
    """A Viewer that only appends lines: for a pipe, a log, a plain terminal, a screen reader.

    If it `wraps`, a long line is broken between words. Otherwise each cue is one line.
    """

    def __init__(self, out: Printable, columns: int, unicode: bool, *, wraps: bool = False) -> None:
        self._wraps = wraps
        self._out = out
        self._columns = columns
        self._unicode = unicode
        self._told = ""
        self._muted = self._helped = False
        self._page = 0
        self._care = Care()

    def show(self, session: Session, events: Sequence[Event], note: str) -> None:
        own = words.of(session.timeline.routine.language)
        for event in events:
            self._tell(event, session)
        self._tell_of_care(session)
        if note and note != self._told:
            self._say(note)
        if session.muted is not self._muted:
            self._tell_of_sound(session, note)
        if events and session.mode is Mode.PAUSED:
            paused = self._after_pain(frame(session)) if session.reason is Reason.PAIN else []
            self._say(*(paused or [own.space_goes_on]))
        if session.known and session.page != self._page:
            self._say(*before(session.timeline.routine, self._columns))
        if session.help and not self._helped:
            known = words.keys_after_pain(own) if session.reason is Reason.PAIN else own.keys
            self._say(*(f"  {key:<14}{does}" for key, does in known))
        self._told, self._muted, self._helped = note, session.muted, session.help
        self._page = session.page

    def _tell_of_care(self, session: Session) -> None:
        """Print the changes by memory, unless the gate has; again after a key has undone them."""
        care = session.timeline.care
        if care != self._care:
            self._care = care
            self._say(*care.told)

    def _tell_of_sound(self, session: Session, note: str) -> None:
        own = words.of(session.timeline.routine.language)
        lacking = note if session.sounds else own.no_sound_wanted
        told = own.muted if session.muted else own.sound_again
        if lacking and not session.muted:
            told = own.muted_no_more
        self._say(*filter(None, (told, lacking)))

    def _after_pain(self, shown: Frame) -> list[str]:
        """The text of the page after pain, without what the event's words say."""
        own = words.of(shown.routine.language)
        if shown.sign is Sign.EMERGENCY:
            return [words.call_an_ambulance(own, shown.emergency), own.q_ends]
        if shown.sign is not None:
            return [line for line in (shown.without, own.q_ends) if line]
        signs = [f"  {key}  {own.sign_names[sign]}" for key, sign in enumerate(Sign, start=1)]
        emergency = words.emergency_line(own, shown.emergency)
        offered = [line for line in (shown.without, own.q_ends, own.if_pain_stays) if line]
        return [emergency, own.what_is_it, *signs, *offered]

    def _tell(self, event: Event, session: Session) -> None:
        if event.stage.kind is Kind.GATE:
            timeline = session.timeline
            own = words.of(timeline.routine.language)
            text = in_short if session.known else before
            # These come last, so that even a short window shows them above the keys.
            what = filter(None, (frame(session).ahead, timeline.fitted, *timeline.care.told))
            self._say(event.cue.words, *text(timeline.routine, self._columns), *what)
            self._care = timeline.care
            if session.mode is Mode.WAITING:
                also = filter(
                    None, (own.all_of_it if session.known else "", frame(session).ask_back)
                )
                keys = own.gate_keys_with_setup if timeline.routine.setup else own.gate_keys
                self._say("", " · ".join((own.enter_begins, *also, keys)))
            return
        if event.cue.words:
            at = words.clock_time(event.at_ms // 1_000 * 1_000)
            self._say(f"{at:>5}  {event.cue.words}")

    def _say(self, *lines: str) -> None:
        if self._wraps:
            lines = tuple(part for line in lines for part in hung(line, self._columns))
        shown = lines if self._unicode else to_ascii(lines)
        print(*shown, sep="\n", file=self._out, flush=True)


class JsonLines:
    """A Viewer for programs: each event is one line with a JSON object."""

    def __init__(self, out: Printable) -> None:
        self._out = out

    def show(self, session: Session, events: Sequence[Event], note: str) -> None:
        del note  # about the person's loudspeakers, not about the session
        for event in events:
            self._print(event_record(event))
        if session.over:
            care = care_record(session.timeline)
            self._print({**outcome_record(outcome(session)), **care})

    def _print(self, record: Plain) -> None:
        print(json.dumps(record), file=self._out, flush=True)
