"""How players fare: each verdict, from facts alone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.audio.health import (
    BACK_OFF_HUNG_S,
    BACK_OFF_S,
    Cause,
    Health,
    Layer,
    Run,
    backed_off,
    cause,
    failed,
    gives_way,
    heard_until_s,
    makes_room,
    overdue_s,
    played,
    ready,
    too_late,
)

# A bell of 0.5 s that paplay began at 10 s.
BELL = Run("paplay", Layer.MARK, 500, guessed=False, since_s=10)
TICK = BELL._replace(length_ms=100)
WORDS = Run("spd-say", Layer.WORDS, 2_000, guessed=True, since_s=10)
TONE = BELL._replace(layer=Layer.TONE)
BOTH = Health(("paplay", "aplay"))


@pytest.mark.parametrize(
    ("run", "code", "at_s", "has_failed"),
    [
        (BELL, 0, 10.5, False),
        (BELL, 1, 10.5, True),
        (BELL, 0, 10.2, True),  # too soon to have played
        (BELL, 0, 10.31, False),
        (TICK, 0, 10.0, False),  # too short a sound to tell
        (TICK, -9, 10.0, True),
        (WORDS, 0, 10.1, False),  # how long they take was a guess
        (WORDS, 1, 10.1, True),
        (BELL, None, 10.5, False),  # a sound within this process has no code
    ],
)
def test_whether_a_player_that_ended_by_itself_has_failed(
    run: Run, code: int | None, at_s: float, has_failed: bool
) -> None:
    assert failed(run, code, at_s) is has_failed


@pytest.mark.parametrize(
    ("code", "others_since_s", "at_s", "why"),
    [
        (1, [], 10.1, Cause.FAILED),
        (1, [9.0], 10.1, Cause.REFUSED),  # it has the device
        (1, [9.9], 10.1, Cause.UNKNOWN),  # it may fail as well
        (1, [9.9, 9.0], 10.1, Cause.REFUSED),
        (1, [9.0], 10.5, Cause.FAILED),  # not at once
        (0, [9.0], 10.1, Cause.FAILED),  # refused, it would have said so
    ],
)
def test_why_a_player_failed_while_others_of_its_kind_play(
    code: int, others_since_s: list[float], at_s: float, why: Cause
) -> None:
    others = [BELL._replace(since_s=since_s) for since_s in others_since_s]
    assert cause(BELL, code, others, at_s) is why


def test_another_kind_of_player_is_no_reason_to_fail() -> None:
    assert cause(BELL, 1, [WORDS._replace(since_s=1)], 10.1) is Cause.FAILED


def test_a_player_that_failed_backs_off_and_the_next_plays_meanwhile() -> None:
    health = backed_off(BOTH, "paplay", Cause.FAILED, 10)
    assert ready(health, health.players, 10) == "aplay"
    assert ready(health, health.players, 10 + BACK_OFF_S) == "paplay"
    assert (health.leading, health.silent) == ("aplay", False)


def test_a_player_that_hung_backs_off_longer() -> None:
    health = backed_off(BOTH, "paplay", Cause.HUNG, 10)
    assert ready(health, ("paplay",), 10 + BACK_OFF_S) is None
    assert ready(health, ("paplay",), 10 + BACK_OFF_HUNG_S) == "paplay"


def test_all_is_silent_from_when_the_last_player_fails_until_one_has_played() -> None:
    health = backed_off(backed_off(BOTH, "paplay", Cause.FAILED, 10), "aplay", Cause.FAILED, 10)
    assert (health.silent, health.leading) == (True, None)
    assert ready(health, health.players, 10 + BACK_OFF_S) == "paplay"
    assert health.silent, "it is only tried"
    health = played(health, "aplay")
    assert (health.silent, health.leading) == (False, "aplay")


def test_without_players_nothing_has_turned_out_yet() -> None:
    assert not Health().silent
    assert ready(Health(), (), 10) is None


def test_a_speaker_that_fails_silences_nothing_else() -> None:
    health = backed_off(BOTH, "spd-say", Cause.FAILED, 10)
    assert not health.silent
    assert ready(health, ("spd-say",), 10) is None


def test_that_no_more_programs_start_is_known_until_a_player_plays() -> None:
    health = backed_off(BOTH, "paplay", Cause.CROWDED, 10)
    assert health.crowded
    assert not played(health, "paplay").crowded


def test_where_one_sound_at_a_time_can_be_played_tones_give_way() -> None:
    one = BOTH._replace(one_at_a_time=True)
    assert gives_way(one, Layer.TONE, [BELL])
    assert not gives_way(one, Layer.TONE, [])
    assert not gives_way(one, Layer.MARK, [BELL])
    assert not gives_way(BOTH, Layer.TONE, [BELL])
    assert makes_room(one, TONE)
    assert not makes_room(one, BELL)
    assert not makes_room(BOTH, TONE)


@pytest.mark.parametrize(
    ("run", "at_s"),
    [
        (BELL, 14.5),  # its sound, and 4 s
        (WORDS, 18.0),  # twice the guess, and 4 s
        (BELL._replace(told_to_end_s=10.1), 10.15),
        (BELL._replace(told_to_end_s=10.1, killed=True), math.inf),
    ],
)
def test_when_something_is_to_be_done_about_a_player(run: Run, at_s: float) -> None:
    assert overdue_s(run) == pytest.approx(at_s)


def test_until_when_a_sound_may_be_heard() -> None:
    assert heard_until_s(BELL) == 11
    assert heard_until_s(BELL._replace(told_to_end_s=10.1)) == -math.inf


def test_words_may_come_later_than_a_bell() -> None:
    assert too_late(Layer.MARK, 10, 11)
    assert not too_late(Layer.WORDS, 10, 11)
    assert too_late(Layer.WORDS, 10, 12)


_NAMES = st.sampled_from(["paplay", "aplay", "spd-say"])


@given(st.lists(st.tuples(_NAMES, st.none() | st.sampled_from(Cause))), st.floats(0, 100))
def test_whatever_happened_sound_comes_back_once_a_player_plays(
    happened: list[tuple[str, Cause | None]], now_s: float
) -> None:
    health = BOTH
    for name, why in happened:
        health = played(health, name) if why is None else backed_off(health, name, why, now_s)
    assert ready(health, health.players, now_s + BACK_OFF_HUNG_S) is not None
    assert not played(health, "aplay").silent
