"""What a session looks like at one instant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.breath import Breath, Phase, Way
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.frame import (
    STEP_AT_LEAST_MS,
    Frame,
    Part,
    frame,
    gauge_ahead,
    next_change_ms,
)
from stretchcoach.core.routine import Times
from stretchcoach.core.session import Command, Mode, Reason, Session, advance, begin
from stretchcoach.core.timeline import Kind
from tests.making import (
    BOTH,
    begun,
    breaths,
    built_in,
    holds,
    in_stage,
    passed,
    routine,
    sessions,
    timeline,
)

LEFT, RIGHT = BOTH
READY, HOLD, SWITCH, NEXT_HOLD, CHANGE_SIDES = 1, 2, 3, 4, 7
TOGGLE, PAIN, AWAY = Command.TOGGLE, Command.PAIN, Command.AWAY
GET_READY = "Get ready. Left arm. Hand at the shoulder. Hold for 30 seconds."


def upper_back(stage_no: int, into_ms: int = 0) -> Session:
    return in_stage(stage_no, into_ms, timeline(built_in("upper-back")))


def told(session: Session) -> Session:
    return passed(session, 0, TOGGLE)


def finished() -> Session:
    return passed(begun(), 237_000)


@pytest.mark.parametrize(
    ("into_ms", "seconds"),
    [(0, 30), (1, 30), (999, 30), (1_000, 29), (29_000, 1), (29_001, 1), (29_999, 1)],
)
def test_seconds_left_are_rounded_up_so_that_none_are_only_left_when_none_are(
    into_ms: int, seconds: int
) -> None:
    assert frame(in_stage(HOLD, into_ms)).seconds_left == seconds


def test_seconds_left_of_a_lead_in_are_those_of_the_lead_in() -> None:
    led = told(told(in_stage(HOLD, 4_000)))
    assert (frame(led).seconds_left, frame(led).leading_in) == (3, True)
    nearly = frame(passed(led, 2_001))
    assert (nearly.seconds_left, nearly.leading_in) == (1, True)
    led_in = frame(passed(led, 3_000))
    assert (led_in.seconds_left, led_in.leading_in) == (26, False)


@pytest.mark.parametrize("session", [begin(timeline(), 0)[0], finished()], ids=["gate", "end"])
def test_where_no_time_runs_no_seconds_are_left(session: Session) -> None:
    assert frame(session).seconds_left is None


@pytest.mark.parametrize(
    ("session", "caption"),
    [
        (begin(timeline(), 0)[0], "Made. About 4 minutes."),
        (in_stage(READY), GET_READY),
        (in_stage(READY, 5_999), GET_READY),
        (in_stage(READY, 6_000), "Any pain: stop."),
        (upper_back(HOLD), ""),
        (
            upper_back(HOLD, 6_000),
            "Felt in the chest? Turn your chest to the wall.",
        ),
        (upper_back(HOLD, 14_999), "Keep the shoulder down."),
        (upper_back(HOLD, 15_600), "Not felt? Take a small step to the left side."),
        (in_stage(SWITCH), "Ease out slowly. Left arm. Hand at the chest."),
        (upper_back(SWITCH), "Ease out slowly."),
        (
            upper_back(SWITCH, 5_000),
            "2 of 3. Turn back, side-on to the wall. Left hand to chest height on the corner. "
            "Turn your chest to the wall. Hold for 30 seconds.",
        ),
        (in_stage(HOLD, 16_000), ENGLISH.half_way),
        (told(in_stage(HOLD, 16_000)), ENGLISH.paused),
        (passed(in_stage(HOLD, 16_000), 0, AWAY), ENGLISH.away),
        (passed(in_stage(HOLD, 16_000), 0, PAIN), ENGLISH.pain),
        (told(told(in_stage(HOLD, 16_000))), "Back into position: left arm, shoulder."),
        (passed(in_stage(HOLD, 16_000), 0, Command.RESTART), "Into position: left arm, shoulder."),
        (finished(), "All done. Let both arms hang."),
    ],
)
def test_the_caption_is_what_is_being_said_now(session: Session, caption: str) -> None:
    assert frame(session).caption == caption


@pytest.mark.parametrize(
    ("session", "coming"),
    [
        (begin(timeline(), 0)[0], "Then: Left arm · Shoulder"),
        (in_stage(READY), "Then: hold for 30 s"),
        (in_stage(HOLD), "Then: Left arm · Chest"),
        (in_stage(SWITCH), "Then: hold for 30 s"),
        (in_stage(6), "Then: Right arm · Shoulder"),
        (in_stage(CHANGE_SIDES), "Then: hold for 30 s"),
        (in_stage(12), ENGLISH.then_the_end),
        (finished(), ""),
    ],
)
def test_what_comes_next_is_told(session: Session, coming: str) -> None:
    assert frame(session).coming == coming


def test_a_hold_is_shown_with_all_that_belongs_to_it() -> None:
    shown = frame(upper_back(NEXT_HOLD, 5_000), note="no sound")
    routine_ = built_in("upper-back")
    chest = routine_.positions[1]
    assert shown == Frame(
        stage=timeline(routine_).stages[NEXT_HOLD],
        mode=Mode.RUNNING,
        reason=None,
        routine=routine_,
        chosen="",
        place="Left arm · Chest height",
        counted="2 of 3",
        instruction="Left hand at chest height. Take the corner. Turn your chest to the wall.",
        caption="",
        seconds_left=25,
        leading_in=False,
        hold=Part(5_000, 30_000),
        session=Part(84_000, 320_000),
        breath=(Phase(Way.OUT, 4_000, 10_000), Part(1_000, 6_000)),
        coming="Then: Left arm · Hip height",
        drawing=chest.drawing,
        mirrored=False,
        view="",
        figure=chest.figure,
        motion=None,
        before=None,
        without="",
        sign=None,
        emergency="",
        muted=False,
        help=False,
        page=0,
        note="no sound",
        note_in_short=ENGLISH.note_in_short,
    )


@pytest.mark.parametrize(("stage_no", "mirrored"), [(HOLD, False), (CHANGE_SIDES, True), (8, True)])
def test_the_drawing_is_mirrored_on_the_side_it_is_not_drawn_for(
    stage_no: int, mirrored: bool
) -> None:
    drawn_for_left = timeline(built_in("upper-back"))
    drawn_for_right = timeline(drawn_for_left.routine._replace(drawn_for=RIGHT))
    assert frame(in_stage(stage_no, 0, drawn_for_left)).mirrored is mirrored
    assert frame(in_stage(stage_no, 0, drawn_for_right)).mirrored is not mirrored


def test_without_sides_nothing_is_mirrored_and_no_side_is_named() -> None:
    shown = frame(begun(timeline(routine(sides=()))))
    assert (shown.mirrored, shown.place, shown.counted) == (False, "Shoulder", "1 of 3")


def test_the_only_position_is_not_counted() -> None:
    assert frame(begun(timeline(routine(["hip"])))).counted == ""


@pytest.mark.parametrize("stage_no", [READY, SWITCH, CHANGE_SIDES])
def test_between_holds_there_is_no_hold_and_no_breath(stage_no: int) -> None:
    shown = frame(in_stage(stage_no, 1_000))
    assert (shown.hold, shown.breath) == (None, None)


def test_in_a_lead_in_nobody_is_told_how_to_breathe() -> None:
    assert frame(told(told(in_stage(HOLD, 4_000)))).breath is None


def test_a_pause_shows_why_and_what_was_chosen_stays_in_sight() -> None:
    fitted = choose(routine(), Choices(total_ms=100_000))
    shown = frame(passed(begun(fitted), 1_000, PAIN))
    assert (shown.mode, shown.reason) == (Mode.PAUSED, Reason.PAIN)
    assert shown.chosen.startswith("Fitted into 1:40: 1 of 3 positions (shoulder)")


@given(breaths(), holds(), st.integers(1, 500))
def test_a_hold_is_drawn_at_each_second_and_its_gauge_at_most_ten_times_in_one(
    breath: Breath, hold_ms: int, gauge_steps: int
) -> None:
    made = timeline(routine(["hip"], times=Times(hold_ms=hold_ms), breath=breath))
    session = in_stage(HOLD, 0, made)
    drawn = moved = 0
    while session.stage_no == HOLD:
        change_ms = next_change_ms(session)
        assert change_ms is not None
        assert change_ms > 0
        moves_ms = [in_ms for in_ms, _ in gauge_ahead(session, gauge_steps)]
        assert moves_ms == sorted({ms for ms in moves_ms if 0 < ms < change_ms})
        session, _ = advance(session, session.now_ms + change_ms)
        drawn, moved = drawn + 1, moved + len(moves_ms)
    seconds, phases = -(-hold_ms // 1_000), len(made.stages[HOLD].phases)
    assert seconds <= drawn <= seconds + phases
    assert moved <= hold_ms // STEP_AT_LEAST_MS
    assert drawn + moved <= seconds + hold_ms // STEP_AT_LEAST_MS


@pytest.mark.parametrize("command", [Command.MUTE, Command.HELP])
def test_mute_and_help_are_shown(command: Command) -> None:
    shown = frame(passed(begun(), 0, command))
    assert (shown.muted, shown.help) == (command is Command.MUTE, command is Command.HELP)


def picture(session: Session) -> tuple[object, ...]:
    """Everything of a frame that changes as time passes, as coarse as it is drawn; no gauge."""
    shown = frame(session)
    return shown.stage, shown.seconds_left, shown.leading_in, shown.breath and shown.breath[0]


@given(sessions())
def test_the_picture_changes_at_the_next_change_and_not_a_millisecond_before(
    session: Session,
) -> None:
    change_ms = next_change_ms(session)
    if change_ms is None:
        assert session.mode is not Mode.RUNNING
        assert picture(advance(session, session.now_ms + 1_000)[0]) == picture(session)
        return
    just_before, _ = advance(session, session.now_ms + change_ms - 1)
    changed, _ = advance(session, session.now_ms + change_ms)
    assert picture(just_before) == picture(session)
    assert picture(changed) != picture(session)


@given(sessions(), st.integers(1, 40))
def test_the_gauge_makes_each_step_at_its_moment(session: Session, gauge_steps: int) -> None:
    def level(part: Part) -> int:
        return part.done_ms * min(gauge_steps, part.length_ms // STEP_AT_LEAST_MS) // part.length_ms

    def at(in_ms: int) -> Part | None:
        breath = frame(advance(session, session.now_ms + in_ms)[0]).breath
        return breath and breath[1]

    before = at(0)
    for in_ms, (_, part) in gauge_ahead(session, gauge_steps):
        just_before = at(in_ms - 1)
        assert part == at(in_ms)
        assert before is not None
        assert just_before is not None
        assert level(before) == level(just_before) == level(part) - 1
        before = part


@given(sessions())
def test_no_part_is_ever_more_than_done(session: Session) -> None:
    shown = frame(session)
    breath = (shown.breath[1],) if shown.breath else ()
    for part in (shown.session, shown.hold or shown.session, *breath):
        assert 0 <= part.done_ms <= part.length_ms
    assert (shown.hold is not None) == (shown.stage.kind is Kind.HOLD)


def test_a_window_too_narrow_for_a_gauge_is_still_drawn_each_second() -> None:
    session = upper_back(NEXT_HOLD, 5_500)
    assert next_change_ms(session) == 500
    assert list(gauge_ahead(session, 0)) == []
