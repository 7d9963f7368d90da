"""Whole sessions, lived in milliseconds with a scripted clock and keyboard."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from stretchcoach.core.frame import next_change_ms
from stretchcoach.core.session import Command, Event, Mode, Reason, Session, begin
from stretchcoach.core.timeline import Chime
from stretchcoach.play import play
from tests.making import all_cues, begun, built_in, laid_out, routine, timeline
from tests.scripted import Listening, Scripted, Watching

UPPER_BACK = timeline(built_in("upper-back"))
GATE_MS = 5_000
STOP = Command.STOP
STAND = (
    "Get ready. Left arm. Stand side-on, left shoulder to the wall, forearm on it, corner in front."
)
HAND = (
    "Left hand at shoulder height. Take the corner. Turn your chest to the wall. "
    "Forearm and elbow stay on the wall as if glued. Only as far as a mild pull. "
    "Hold for 30 seconds."
)
EASE_OUT = "Ease out slowly."
NEXT = (
    "2 of 3. Turn back, side-on to the wall. Left hand to chest height on the corner. "
    "Turn your chest to the wall. Hold for 30 seconds."
)
CHANGE = (
    "Same again. Let go. Other face of the corner, right shoulder to the wall, forearm on it. "
    "Right hand on the corner, shoulder height. Turn your chest to the wall."
)


class Drawing(Watching):
    """A viewer that wants to be shown at each change of its picture, and remembers when it was."""

    def __init__(self) -> None:
        super().__init__()
        self.shown_ms: list[int] = []

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        super().show(session, events, note)
        self.shown_ms.append(session.now_ms)
        return next_change_ms(session)


class Opening(Listening):
    """An outlet that remembers how often the viewer had been shown something when it opened."""

    def __init__(self, viewer: Watching) -> None:
        super().__init__()
        self._viewer = viewer
        self.shown_before: list[int] = []

    def open(self) -> None:
        super().open()
        self.shown_before.append(len(self._viewer.sessions))


class Played:
    """A session of upper-back that was begun at its gate after five seconds, and its fakes."""

    def __init__(
        self,
        keys: Sequence[tuple[int, Command]] = (),
        late_ms: int = 0,
        viewer: Watching | None = None,
        outlets: Sequence[Listening] = (),
    ) -> None:
        self.keys = Scripted([(GATE_MS, Command.TOGGLE), *keys], late_ms)
        self.viewer = viewer or Watching()
        self.outlet = Listening()
        first = begin(UPPER_BACK, self.keys.now_ms())
        self.session = play(
            first, self.keys.now_ms, self.keys, self.viewer, [self.outlet, *outlets]
        )

    @property
    def heard(self) -> list[Event]:
        return [event for event in self.outlet.heard if event]


def first_hushed(outlet: Listening, words: str) -> bool:
    """Whether the outlet was hushed right before it heard these words."""
    said = [event and event.cue.words for event in outlet.heard]
    return said[said.index(words) - 1] is None


def test_a_whole_session_says_each_thing_at_its_exact_moment() -> None:
    played = Played()
    said = [(event.at_ms, event.cue.words) for event in played.heard if event.cue.aloud]
    assert said[:13] == [
        (0, "Upper back. About 5 minutes."),
        (0, STAND),
        (10_400, HAND),
        (22_900, "Any pain at all: stop."),
        (29_600, "Breathe in"),
        (33_000, "Breathe out"),
        (34_580, "Felt in the chest? Turn your chest to the wall."),
        (40_400, "Keep the shoulder down."),
        (44_600, "Not felt? Take a small step to the left side."),
        (50_400, "Notice where you feel it."),
        (54_400, "Stay long and easy."),
        (59_000, EASE_OUT),
        (63_400, NEXT),
    ]
    assert [line for line in said if 159_000 <= line[0] < 190_000] == [
        (159_000, EASE_OUT),
        (163_600, CHANGE),
        (179_150, "Any pain at all: stop."),
    ]
    assert said[-1] == (320_000, "All done. Ease out slowly. Let both arms hang and breathe.")


def test_a_whole_session_chimes_at_its_exact_moments() -> None:
    marks = (Chime.BEGIN, Chime.HALF, Chime.SWITCH, Chime.CHANGE, Chime.FINISH)
    chimes = [(event.at_ms, event.cue.chime) for event in Played().heard]
    assert [line for line in chimes if line[1] in marks] == [
        (29_000, Chime.BEGIN),
        (44_000, Chime.HALF),
        (59_000, Chime.SWITCH),
        (79_000, Chime.BEGIN),
        (94_000, Chime.HALF),
        (109_000, Chime.SWITCH),
        (129_000, Chime.BEGIN),
        (144_000, Chime.HALF),
        (159_000, Chime.CHANGE),
        (190_000, Chime.BEGIN),
        (205_000, Chime.HALF),
        (220_000, Chime.SWITCH),
        (240_000, Chime.BEGIN),
        (255_000, Chime.HALF),
        (270_000, Chime.SWITCH),
        (290_000, Chime.BEGIN),
        (305_000, Chime.HALF),
        (320_000, Chime.FINISH),
    ]


def test_a_whole_session_takes_its_time_and_not_a_millisecond_more() -> None:
    played = Played()
    assert played.session.mode is Mode.FINISHED
    assert played.session.active_ms == 320_000
    assert played.keys.now_ms() == GATE_MS + 320_000


def test_the_viewer_is_shown_all_that_the_outlets_hear() -> None:
    played = Played()
    assert played.viewer.events == played.heard == all_cues(UPPER_BACK)
    assert played.viewer.sessions[-1] == played.session


@pytest.mark.parametrize("late_ms", [1, 37, 600, 1_000])
def test_waking_up_late_loses_no_cue_and_adds_no_time(late_ms: int) -> None:
    played = Played(late_ms=late_ms)
    assert played.heard == all_cues(UPPER_BACK)
    assert played.session.active_ms == 320_000


def test_waking_up_far_too_late_pauses_the_session() -> None:
    played = Played([(9_000, Command.STOP)], late_ms=1_001)
    assert played.session.mode is Mode.STOPPED
    assert Reason.AWAY in [session.reason for session in played.viewer.sessions]


def test_every_outlet_hears_every_cue() -> None:
    outlets = [Listening(), Listening()]
    Played(outlets=outlets)
    assert [[event for event in outlet.heard if event] for outlet in outlets] == [
        all_cues(UPPER_BACK)
    ] * 2


def test_outlets_are_opened_once_and_only_after_the_first_picture() -> None:
    viewer = Watching()
    outlets = [Opening(viewer), Opening(viewer)]
    played = Played(viewer=viewer, outlets=outlets)
    assert [outlet.shown_before for outlet in outlets] == [[1], [1]]
    assert played.outlet.opened == 1


def test_what_is_being_sounded_is_hushed_when_a_session_is_paused() -> None:
    played = Played([(37_123, Command.TOGGLE), (40_000, Command.STOP)])
    assert first_hushed(played.outlet, "Paused.")


@pytest.mark.parametrize(
    ("command", "then"),
    [
        (Command.SKIP, EASE_OUT),
        (Command.RESTART, "Into position: left arm, shoulder height."),
        (Command.BACK, "Into position: left arm, shoulder height."),
        (Command.PAIN, "Stop. Ease out slowly."),
        (Command.STOP, "Stopped."),
        (Command.AWAY, "Paused: the session was interrupted."),
    ],
)
def test_a_key_hushes_what_is_being_sounded_before_anything_new_is_heard(
    command: Command, then: str
) -> None:
    played = Played([(37_123, command), (39_000, Command.STOP)])
    assert first_hushed(played.outlet, then)


def test_the_help_hushes_nothing() -> None:
    played = Played([(33_123, Command.HELP), (40_000, Command.STOP)])
    assert first_hushed(played.outlet, STAND)
    assert first_hushed(played.outlet, "Stopped.")
    assert played.outlet.heard.count(None) == 2


def test_the_end_hushes_the_last_breath_and_is_heard_itself() -> None:
    before_end, end = Played().outlet.heard[-2:]
    assert before_end is None
    assert end == all_cues(UPPER_BACK)[-1]


def test_a_muted_session_is_hushed_at_once_and_not_heard_until_it_is_muted_no_more() -> None:
    played = Played([(20_000, Command.MUTE), (30_000, Command.MUTE)])
    muted_ms, heard_ms = 20_000 - GATE_MS, 30_000 - GATE_MS
    cues = all_cues(UPPER_BACK)
    assert played.heard == [e for e in cues if not muted_ms < e.at_ms <= heard_ms - 1]
    assert played.viewer.events == cues
    before = [event for event in cues if event.at_ms <= muted_ms]
    # One more for the hush at the gate.
    assert played.outlet.heard[len(before) + 1] is None


def test_pausing_and_going_on_neither_loses_nor_repeats_a_cue() -> None:
    played = Played([(37_123, Command.TOGGLE), (60_456, Command.TOGGLE)])
    assert laid_out(played.heard) == all_cues(UPPER_BACK)
    lead_in_ms = 3_000
    assert played.session.active_ms == 320_000 + lead_in_ms
    assert played.keys.now_ms() == GATE_MS + 320_000 + lead_in_ms + 60_456 - 37_123


def test_notes_of_failing_outlets_reach_the_viewer() -> None:
    failing = [Listening("No sound player."), Listening(), Listening("No bell.")]
    played = Played([(6_000, Command.STOP)], outlets=failing)
    assert set(played.viewer.notes) == {"No sound player. No bell."}


def test_a_session_without_outlets_is_only_seen() -> None:
    keys, viewer = Scripted(), Watching()
    of = timeline(routine(["hip"], sides=()), gate=False)
    session = play(begin(of, 0), keys.now_ms, keys, viewer, [])
    assert session.mode is Mode.FINISHED
    assert viewer.events == all_cues(of)


def test_a_session_that_is_over_is_shown_once_and_waits_for_nothing() -> None:
    keys, viewer = Scripted(), Watching()
    over = begun()._replace(mode=Mode.STOPPED)
    assert play((over, ()), keys.now_ms, keys, viewer, []) == over
    assert viewer.sessions == [over]
    assert keys.now_ms() == 0


def test_the_loop_looks_at_least_once_a_second() -> None:
    viewer = Drawing()
    Played(viewer=viewer)
    waits = [b - a for a, b in pairwise(viewer.shown_ms)]
    assert max(waits) <= 1_000


def test_the_picture_is_shown_at_every_change_of_it() -> None:
    viewer = Drawing()
    Played(viewer=viewer)
    seconds = {GATE_MS + ms for ms in range(0, 299_001, 1_000)}
    assert seconds <= set(viewer.shown_ms)


# The ear lives ahead of the eye by what a player takes to be heard.


def heard_at(latency_ms: int, keys: Sequence[tuple[int, Command]] = ()) -> list[tuple[int, Event]]:
    """When each cue reached an outlet of this lead, by the session's clock, and the cue."""
    outlet = Clocked(latency_ms)
    scripted = Scripted(keys)
    outlet.clock = scripted.now_ms
    play(begin(UPPER_BACK, 0, waits=False), scripted.now_ms, scripted, Watching(), [outlet])
    return outlet.heard_at


class Clocked(Listening):
    """An outlet that remembers when it heard, too."""

    def __init__(self, latency_ms: int) -> None:
        super().__init__(latency_ms=latency_ms)
        self.clock: Callable[[], int] = lambda: 0
        self.heard_at: list[tuple[int, Event]] = []

    def hear(self, event: Event) -> None:
        super().hear(event)
        self.heard_at.append((self.clock(), event))


@pytest.mark.parametrize("latency_ms", [0, 1, 45, 118, 900])
def test_each_cue_reaches_the_ear_just_so_much_before_its_moment(latency_ms: int) -> None:
    heard = heard_at(latency_ms)
    assert [event for _, event in heard] == all_cues(UPPER_BACK)
    for at_ms, event in heard:
        assert at_ms == max(0, event.at_ms - latency_ms)


def test_what_the_ear_was_told_too_early_is_hushed_by_a_key_and_told_again_in_its_time() -> None:
    begin_ms = 29_000
    early = heard_at(118, [(begin_ms - 50, Command.TOGGLE), (34_000, Command.TOGGLE)])
    begins = [at_ms for at_ms, event in early if event.at_ms == begin_ms and event.cue.chime]
    # Heard early, hushed; then, paused before its moment and gone on with, early again.
    assert begins[:2] == [begin_ms - 118, 34_000]


def test_a_key_at_the_very_moment_of_a_cue_is_heard_and_not_the_cue() -> None:
    chimes = [
        event.cue.chime for _, event in heard_at(0, [(44_000, Command.TOGGLE), (45_000, STOP)])
    ]
    assert Chime.HALF not in chimes


def test_a_gap_sets_the_ear_back_to_where_the_session_is() -> None:
    heard = heard_at(118, [(31_345, Command.AWAY), (60_000, Command.TOGGLE)])
    assert laid_out(event for _, event in heard) == all_cues(UPPER_BACK)
    # Paused at the last moment that was led, 1 s after a cue; then a lead-in of 3 s.
    exhale = next(at_ms for at_ms, event in heard if event.at_ms == 33_000)
    assert exhale == 60_000 + 3_000 + (33_000 - 30_600) - 118


@pytest.mark.parametrize("gone_ms", [3_000, 90_000])
def test_where_nobody_can_press_a_key_all_of_a_session_is_heard_though_it_was_suspended(
    gone_ms: int,
) -> None:
    class Suspended(Scripted):
        def wait(self, until_ms: int) -> Command | None:
            before_ms = self._now_ms
            command = super().wait(until_ms)
            if before_ms < 30_500 <= self._now_ms:
                self._now_ms += gone_ms
            return command

    listening, suspended = Listening(latency_ms=118), Suspended()
    first = begin(UPPER_BACK, 0, waits=False, keyless=True)

    session = play(first, suspended.now_ms, suspended, Watching(), [listening])

    assert session.mode is Mode.FINISHED
    heard = [event for event in listening.heard if event]
    assert laid_out(heard) == all_cues(UPPER_BACK)
    assert "The session was interrupted, and goes on." in [event.cue.words for event in heard]
