"""All that a viewer may show of a session at one instant, as a value."""

from collections.abc import Iterator
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.breath import Phase
from stretchcoach.core.outcome import Sign
from stretchcoach.core.pain import can_go_on, in_doubt
from stretchcoach.core.routine import RETURN_HOLD_MS, Figure, Position, Routine
from stretchcoach.core.session import Mode, Reason, Session, into_position
from stretchcoach.core.speech import LEAD_INS
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import BREATH_TONES, Kind, Stage, Timeline

# The gauge moves in larger steps rather than more often than this.
STEP_AT_LEAST_MS = 200


class Part(NamedTuple):
    """A progress: `done_ms` of `length_ms`."""

    done_ms: int
    length_ms: int


class Frame(NamedTuple):
    """All that a viewer shows.

    `caption` is being said now. `coming` is next. `chosen` says how the routine was fitted, if it
    was. `without` is the offer to go on after pain, or why there is none. `sign` is the kind of
    pain that the person named. `emergency` is the number to call ("" if it is not certain). `ahead`
    is what comes after the gate, for a person to whom its text is `known`. `remembered` are the
    changes by memory, `ask_back` the offer to undo them. `seconds_left` of the stage (or of the
    lead-in) is rounded up, so 0 is never shown while it lasts; it is None while no time runs. At
    the gate `figure` is that of the first position. `breath` is the phase and its progress.
    `motion` is the progress of a stage in which the figure moves from the position `before`, or
    from its mirror image.
    """

    stage: Stage
    mode: Mode
    reason: Reason | None
    routine: Routine
    chosen: str
    place: str
    counted: str
    instruction: str
    caption: str
    seconds_left: int | None
    leading_in: bool
    hold: Part | None
    session: Part
    breath: tuple[Phase, Part] | None
    coming: str
    drawing: tuple[str, ...]
    mirrored: bool
    view: str
    figure: Figure | None
    motion: Part | None
    before: tuple[Position, bool] | None
    without: str
    sign: Sign | None
    emergency: str
    muted: bool
    help: bool
    page: int
    known: bool = False
    ahead: str = ""
    note: str = ""
    note_in_short: str = ""
    remembered: tuple[str, ...] = ()
    ask_back: str = ""


def frame(session: Session, note: str = "") -> Frame:
    """The frame of this session now. `note` is the outlets' note about failing sound."""
    stage, timeline = session.stage, session.timeline
    routine, position = timeline.routine, stage.position
    own = words.of(routine.language)
    shown = _shown(timeline, stage)
    leading_in = session.mode is Mode.RUNNING and session.lead_ms > 0
    left_ms = session.lead_ms if leading_in else stage.length_ms - session.into_ms
    note, in_short = _note(own, session, note)
    return Frame(
        stage=stage,
        mode=session.mode,
        reason=session.reason,
        routine=routine,
        chosen=timeline.fitted,
        place=words.place_name(own, routine, stage.side, position=position) if position else "",
        counted=_counted(own, stage),
        instruction=position.hand if position and stage.kind is not Kind.SETUP else "",
        caption=_caption(own, session),
        seconds_left=-(-left_ms // 1_000) if stage.length_ms else None,
        leading_in=leading_in,
        hold=Part(session.into_ms, stage.length_ms) if stage.kind is Kind.HOLD else None,
        session=Part(session.at_ms, timeline.length_ms),
        breath=_breath(session),
        coming=_coming(own, session),
        drawing=position.drawing if position else (),
        mirrored=routine.mirrors(shown.side),
        view=_view(own, session),
        figure=shown.position.figure if shown.position and stage.kind is not Kind.SETUP else None,
        motion=_motion(session),
        before=_before(session),
        without=_without(own, session),
        sign=session.sign if session.reason is Reason.PAIN else None,
        emergency=session.emergency,
        muted=session.muted,
        help=session.help,
        page=session.page,
        known=session.known,
        ahead=_ahead(own, session) if session.mode is Mode.WAITING and session.known else "",
        note=note,
        note_in_short=in_short,
        remembered=timeline.care.told,
        ask_back=_ask_back(own, session),
    )


def _shown(timeline: Timeline, stage: Stage) -> Stage:
    """The stage whose position is shown. At the gate it is the first one with a position."""
    if stage.kind is not Kind.GATE:
        return stage
    return next((each for each in timeline.stages if each.position), stage)


def next_change_ms(session: Session) -> int | None:
    """Milliseconds until the picture changes by itself, moves of the gauge apart, or None."""
    if session.mode is not Mode.RUNNING:
        return None
    if session.lead_ms:
        return _to_next_second_ms(session.lead_ms)
    change_ms = _to_next_second_ms(session.stage.length_ms - session.into_ms)
    phase = _phase(session)
    return change_ms if phase is None else min(change_ms, phase.end_ms - session.into_ms)


def gauge_ahead(session: Session, gauge_steps: int) -> Iterator[tuple[int, tuple[Phase, Part]]]:
    """The gauge's steps before that change: in how many ms, and the frame's breath then."""
    change_ms, breath = next_change_ms(session), _breath(session)
    if change_ms is None or breath is None:
        return
    phase, (done_ms, length_ms) = breath
    gauge_steps = max(1, min(gauge_steps, length_ms // STEP_AT_LEAST_MS))
    for step in range(done_ms * gauge_steps // length_ms + 1, gauge_steps):
        then_ms = -(-step * length_ms // gauge_steps)
        if then_ms - done_ms >= change_ms:
            return
        yield then_ms - done_ms, (phase, Part(then_ms, length_ms))


def _to_next_second_ms(left_ms: int) -> int:
    return (left_ms - 1) % 1_000 + 1


def _counted(own: Words, stage: Stage) -> str:
    if stage.total < 2:
        return ""
    return own.counted.format(number=stage.number, total=stage.total)


def _view(own: Words, session: Session) -> str:
    routine, position = session.timeline.routine, session.stage.position
    view = routine.view_of(position) if position else ""
    return own.seen.format(view=view) if view else ""


def _without(own: Words, session: Session) -> str:
    """After pain: the offer to go on, or why there is none. After a grave sign it is ""."""
    timeline, stage_no, sign = session.timeline, session.stage_no, session.sign
    if session.reason is not Reason.PAIN or (sign is not None and sign.ends_it):
        return ""
    doubted = in_doubt(timeline, stage_no)
    if can_go_on(timeline, stage_no, sign):
        return words.go_on_without(own, doubted)
    return words.nothing_without(own, doubted) if doubted else ""


def _caption(own: Words, session: Session) -> str:
    if session.mode is Mode.PAUSED:
        return {
            Reason.PAIN: own.pain,
            Reason.AWAY: own.away,
            Reason.PERSON: own.paused,
            None: "",
        }[session.reason]
    if session.lead_ms:
        return into_position(own, session)
    # The words of a breath are shown beside the gauge.
    captions = (cue for cue in session.stage.cues if cue.rank and cue.chime not in BREATH_TONES)
    said = [cue.words for cue in captions if cue.at_ms <= session.heard_ms]
    return said[-1] if said else ""


def _ahead(own: Words, session: Session) -> str:
    """The positions, the sides and the holds to come."""
    holds = [stage for stage in session.timeline.stages if stage.kind is Kind.HOLD]
    titles = dict.fromkeys(stage.position.title for stage in holds if stage.position)
    sides = dict.fromkeys(stage.side for stage in holds if stage.side)
    lengths_ms = sorted(stage.length_ms for stage in holds)
    routine = session.timeline.routine
    return words.ahead(own, routine, titles=list(titles), sides=list(sides), lengths_ms=lengths_ms)


def _note(own: Words, session: Session, note: str) -> tuple[str, str]:
    """The note, in full and in short. Without a gate it tells the changes by memory."""
    care = session.timeline.care
    if not note and session.muted and not session.sounds:
        note = own.no_sound_wanted
    if not note and care.told and session.stage_no == 0 and session.stage.kind is Kind.READY:
        return " ".join(care.told), own.care_in_short
    return note, own.note_in_short


def _ask_back(own: Words, session: Session) -> str:
    asked_back = session.timeline.asked_back
    if session.mode is not Mode.WAITING or asked_back is None:
        return ""
    if not session.timeline.care.left_out:
        return own.as_usual
    return own.ask_back.format(time=words.whole_seconds(RETURN_HOLD_MS))


def _phase(session: Session) -> Phase | None:
    into_ms = session.into_ms
    return next((p for p in session.stage.phases if p.start_ms <= into_ms < p.end_ms), None)


def _breath(session: Session) -> tuple[Phase, Part] | None:
    phase = _phase(session)
    if phase is None or session.lead_ms or session.mode is not Mode.RUNNING:
        return None
    return phase, Part(session.into_ms - phase.start_ms, phase.end_ms - phase.start_ms)


def _motion(session: Session) -> Part | None:
    """The progress of a lead-in stage."""
    stage = session.stage
    return Part(session.into_ms, stage.length_ms) if stage.kind in LEAD_INS else None


def _before(session: Session) -> tuple[Position, bool] | None:
    """The position of the hold that this stage follows, and whether it is mirrored."""
    if session.stage.kind not in (Kind.SWITCH, Kind.CHANGE_SIDES):
        return None
    last = session.timeline.stages[session.stage_no - 1]
    if last.kind is not Kind.HOLD or last.position is None:
        return None
    return last.position, session.timeline.routine.mirrors(last.side)


def _coming(own: Words, session: Session) -> str:
    """What follows this stage: its hold, the place of the next hold, or the end."""
    routine = session.timeline.routine
    for stage in session.timeline.stages[session.stage_no + 1 :]:
        if stage.kind is Kind.HOLD and stage.position is session.stage.position:
            return own.then_hold.format(time=words.whole_seconds(stage.length_ms))
        if stage.kind is Kind.HOLD and stage.position:
            return own.then.format(
                place=words.place_name(own, routine, stage.side, position=stage.position)
            )
        if stage.kind is Kind.END:
            return own.then_the_end
    return ""
