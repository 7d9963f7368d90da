"""Laws of what is remembered of pain."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.care import NothingLeftError
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.memory import (
    Place,
    Remembered,
    What,
    asking,
    place_of,
    recall,
    said,
)
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import Routine
from stretchcoach.core.session import Command, begin
from stretchcoach.core.timeline import Kind
from tests.core.hurting import (
    ALL,
    TODAY,
    added,
    ago,
    cleared,
    held,
    hurt,
    outcome,
    returned,
    session,
)
from tests.making import (
    Script,
    built_in,
    lived,
    scripts,
)


@st.composite
def histories(draw: st.DrawFn) -> list[Remembered]:
    """Anything that a file may hold of these routines, in order of time."""
    lines = []
    for days in sorted(draw(st.lists(st.integers(-3, 60), max_size=12)), reverse=True):
        of = draw(st.sampled_from(ALL))
        place = place_of(of, draw(st.sampled_from(of.positions)))
        what = draw(st.sampled_from(What))
        if what is What.ADDED and draw(st.booleans()):
            place = Place(position=draw(st.sampled_from(("shoulder", "chest", "neck"))))
        sign = draw(st.sampled_from([None, *Sign])) if what is What.HURT else None
        name = str(days) if what is What.HURT else ""
        lines.append(Remembered(what, ago(days), place, name, sign))
    return lines


@given(lines=histories(), of=st.sampled_from(ALL))
def test_clear_undoes_everything(lines: list[Remembered], of: Routine) -> None:
    assert recall([*lines, cleared()]) == ()
    whole = choose(of, Choices())
    assert session(of, [*lines, cleared()]) == whole
    assert session(of, [*lines, cleared(Place(of.name, "", of.root))]) == whole
    each = [cleared(place_of(of, one)) for one in of.positions]
    assert session(of, [*lines, *each]) == whole


@given(lines=histories(), of=st.sampled_from(ALL), days=st.integers(0, 13), data=st.data())
def test_what_hurts_is_in_no_session_before_its_time(
    lines: list[Remembered], of: Routine, days: int, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(of.positions))
    # Whatever else the session itself would write.
    after = [hurt(0, of, one.id), returned(0, of, one.id)]
    on = TODAY + timedelta(days=days)
    try:
        timeline = session(of, [*lines, *after], on=on)
    except NothingLeftError:
        return
    assert one.id not in {stage.position.id for stage in timeline.stages if stage.position}
    assert one.id in timeline.care.left_out
    assert any(one.title.lower() in told for told in timeline.care.told)


_KEYS = (None, *(command for command in Command if command is not Command.AWAY))


@given(lines=histories(), of=st.sampled_from(ALL), script=scripts(20_000, _KEYS))
def test_whatever_is_pressed_what_hurt_is_in_no_session_of_the_next_days(
    lines: list[Remembered], of: Routine, script: Script
) -> None:
    try:
        timeline = session(of, lines)
    except NothingLeftError:
        return
    now, _ = begin(timeline, 0, gap_ms=10**9)
    kept: dict[Remembered, None] = {}
    for piece in [*script, (0, Command.STOP)]:
        now, _ = lived(now, [piece])
        kept |= dict.fromkeys(line._replace(on=TODAY) for line in said(now, "now"))
    hurts = {held.position.id for held in now.holds if held.ended is Ended.HURT}
    assert {line.place.position for line in kept if line.what is What.HURT} == hurts
    for days in (0, 1, 13):
        on = TODAY + timedelta(days=days)
        try:
            later = session(of, [*lines, *kept], on=on)
        except NothingLeftError:
            continue
        assert hurts.isdisjoint(stage.position.id for stage in later.stages if stage.position)


@given(lines=histories(), of=st.sampled_from(ALL))
def test_both_sides_are_the_same_and_nothing_is_changed_without_a_word(
    lines: list[Remembered], of: Routine
) -> None:
    try:
        timeline = session(of, lines)
    except NothingLeftError:
        return
    holds = [
        (stage.side, stage.position.id, stage.length_ms)
        for stage in timeline.stages
        if stage.kind is Kind.HOLD and stage.position
    ]
    sides = [[hold[1:] for hold in holds if hold[0] is side] for side in of.sides or (None,)]
    assert all(side == sides[0] for side in sides)
    changed = {one.id for one in of.positions} - {id_ for id_, ms in sides[0] if ms > 15_000}
    assert changed == {*timeline.care.left_out, *timeline.care.short}
    told = " ".join(timeline.care.told)
    assert all(one.title.lower() in told for one in of.positions if one.id in changed)


@given(lines=histories(), of=st.sampled_from(ALL))
def test_what_has_passed_clears_no_pain(lines: list[Remembered], of: Routine) -> None:
    passed_ = [*lines, Remembered(What.PASSED, TODAY)]
    assert asking(recall(passed_)) is None
    assert outcome(of, passed_) == outcome(of, lines)


def test_the_built_in_routines_name_the_areas_that_they_load() -> None:
    names = ("upper-back", "chest-doorway", "desk-break", "neck-side-bend", "calves")
    assert all(position.areas for name in names for position in built_in(name).positions)
    shoulder = [added(0, Place(position="shoulder"))]
    for name in ("upper-back", "chest-doorway"):
        with pytest.raises(NothingLeftError):
            session(built_in(name), shoulder)
    assert held(session(built_in("calves"), shoulder)) == "straight 30, bent 30"
