"""The built-in routines tell a body what to do, which way, and when not to."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import pytest

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose, for_side
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.figures import scene_of
from stretchcoach.core.notes import notes
from stretchcoach.core.routine import Side
from stretchcoach.core.speech import LEAD_INS, opens, phrase, words_after_ms
from stretchcoach.core.timeline import ACT_MS, Cue, Kind, Rank, Stage, Timeline, leave_out
from stretchcoach.figure import scene as scenes
from stretchcoach.figure.shapes import Role
from tests.making import CORNER, built_in, built_in_files

NAMES = [path.stem for path in built_in_files()]
IDS = ("shoulder", "chest", "hip")
THE_TURN = "turn your chest to the wall"

# Every way in which a sentence of a corner routine may speak of a turn. Whoever writes another one
# must see here that it is the right way round: the chest to the wall, across it the arm.
TURNS = (
    r"(slowly )?turn your chest to the wall[.;]",
    r"your feet turn, too, in small steps\.",
    r"turn back, side-on to the wall\.",  # the way that one came
    r"left arm, turn left;",
    r"right arm, turn right\.",
    r"stop turning at the first mild pull, .*",
    # The head may look away from the shoulder that works; the body never turns there.
    r"then let the head turn a little away from the working shoulder, slowly, .*",
    r"let the head turn a little to the (left|right|{other side}) side\.",
    r"the head turns only as far as it goes by itself;",
    r"stretchcoach \(the head turn is ours, too\)",
    r"turn( head)?",  # a figure's keys; which way it turns is in tests/core/test_figures.py
)
# What a voice must say of each position, as a pattern: what the body does there.
DOES = {
    "calves": {"straight": "long step back", "bent": "Knees bent"},
    "chest-doorway": dict.fromkeys(("low", "level"), "Bend the front knee"),
    "desk-break": {
        "neck-left": "Left ear towards the left shoulder",
        "neck-right": "Right ear towards the right shoulder",
        "reach": "reach forward",
        "chest": "Elbows out and back",
        "leg-left": "Hands on bent right leg, left heel far ahead. Lean from the hips",
        "leg-right": "Hands on bent left leg, right heel far ahead. Lean from the hips",
        "wrists": "Lower both hands",
    },
    "hamstrings-seated": {
        "tall": "leg out, .*toes up",
        "lean": "leg out.* [Ll]ean from the hips",
    },
    "hip-flexors": dict.fromkeys(("short", "long"), "Bend the front knee|front knee bends"),
    "neck-side-bend": {"tip": "ear (sink )?towards the", "anchor": "Ear towards the"},
    "upper-back": dict.fromkeys(IDS, "Turn your chest to the wall"),
    "upper-back-neck": dict.fromkeys(IDS, "Turn your chest to the wall"),
    "upper-back-quick": {"shoulder": "Turn your chest to the wall"},
    "upper-back-reach": {"reach": "reach forward", "desk": "Hands on the desk, walk back"},
    "wrists-forearms": {
        "up": "[Ff]ingers up, palm ahead. .* hand brings (the palm|it) back",
        "down": "[Ff]ingers down.* hand .*brings (it|the palm) to you",
    },
}
# Stiff words, and promises that no stretch can keep.
REFUSED = re.compile(
    r"\b(abort\w*|unti(e|es|ed)|untying|perpendicular\w*"
    r"|cur(e|es|ed|ing)|heal(s|ed|ing)?|fix(es|ed|ing)?)\b",
    re.IGNORECASE,
)


def texts(of: Any) -> Iterator[str]:
    """Every text of a routine or a part of it."""
    if isinstance(of, str):
        yield of
    elif isinstance(of, tuple):
        for part in of:
            yield from texts(part)


def sentences(of: Iterable[str]) -> list[str]:
    parts = (re.split(r"(?<=[.?!;])\s+", text) for text in of)
    return [sentence.lower() for sentence_parts in parts for sentence in sentence_parts]


def laid_out(name: str) -> list[Timeline]:
    """The routine as it comes, on one side, with one position, with short and with long holds."""
    routine = built_in(name)
    chosen = [Choices(), Choices(hold_ms=10_000), Choices(hold_ms=60_000)]
    chosen += [Choices(side=side) for side in routine.sides]
    chosen += [Choices(only=(position.id,)) for position in routine.positions]
    return [choose(routine, choices) for choices in chosen]


def after_pain(name: str) -> Iterator[Timeline]:
    """The routine gone on with after pain in each of its stages."""
    whole = choose(built_in(name), Choices())
    for stage_no, stage in enumerate(whole.stages):
        if stage.position:
            yield leave_out(whole, [stage.position], stage_no)


def said(of: Timeline) -> list[str]:
    return [cue.words for stage in of.stages for cue in stage.cues if cue.words]


def leading(of: Timeline) -> list[Stage]:
    return [stage for stage in of.stages if stage.kind in LEAD_INS]


def opening(stage: Stage) -> Cue:
    """The words that place the hand: the last of those that lead into the hold."""
    return [cue for cue in stage.cues if opens(stage, cue)][-1]


def time_to_act_ms(stage: Stage) -> int:
    """From the last word that is said in this stage to its end."""
    over_ms = (
        cue.at_ms + words_after_ms(stage, cue) + words.spoken_ms(cue.words)
        for cue in stage.cues
        if cue.aloud
    )
    return stage.length_ms - max(over_ms)


# The corner stretch: the arm ends up across the chest, since the chest turns to the wall.


@pytest.mark.parametrize("name", CORNER)
def test_no_sentence_of_a_corner_routine_turns_the_body_anywhere_but_to_the_wall(name: str) -> None:
    told = [*texts(built_in(name)), *(text for of in laid_out(name) for text in said(of))]
    turning = [
        sentence
        for sentence in sentences(told)
        if re.search(r"\b(turn|turns|turning|away|rotat\w*|twist\w*|pivot\w*)\b", sentence)
    ]
    assert f"{THE_TURN}." in turning
    assert [s for s in turning if not any(re.fullmatch(turn, s) for turn in TURNS)] == []


@pytest.mark.parametrize("name", CORNER)
@pytest.mark.parametrize(
    "wrong",
    [
        "Slowly rotate your body away from that arm.",
        "Turn your chest away from the wall.",
        "Turn your body away from the working shoulder.",
        "Turn your back to the wall.",
        "Left arm, turn right;",
        "Let the body turn a little to the right side.",
    ],
)
def test_a_turn_the_wrong_way_would_be_seen(name: str, wrong: str) -> None:
    routine = built_in(name)
    told = sentences(texts(routine._replace(setup=(*routine.setup, wrong))))
    assert wrong.lower() in told
    assert not any(re.fullmatch(turn, wrong.lower()) for turn in TURNS)


@pytest.mark.parametrize("name", CORNER)
def test_the_setup_of_a_corner_routine_has_the_turn_and_its_way_for_each_arm(name: str) -> None:
    setup = sentences(built_in(name).setup)
    told = " ".join(setup)
    assert any(THE_TURN in sentence for sentence in setup)
    assert "left arm, turn left; right arm, turn right." in told
    order = [
        "sticks out",
        "cannot tip over",
        "side-on",
        "reach forward along the wall",
        "forearm and elbow on the wall",
        THE_TURN,
        "across your chest",
        "a pull in the chest or the front of the shoulder?",
        "for the other arm",
        "stand side-on again",
    ]
    places = [told.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize("name", CORNER)
def test_the_turn_is_spoken_in_the_opening_of_every_ready_switch_and_change(name: str) -> None:
    timelines = [*laid_out(name), *after_pain(name)]
    openings = [opening(stage) for of in timelines for stage in leading(of)]
    assert openings
    assert all(cue.aloud for cue in openings)
    assert [cue.words for cue in openings if THE_TURN not in cue.words.lower()] == []


@pytest.mark.parametrize("name", CORNER)
def test_at_the_change_of_sides_one_is_sent_round_the_corner_before_the_hand(name: str) -> None:
    routine = built_in(name)
    changes = [
        stage
        for stage in choose(routine, Choices()).stages
        if stage.kind is Kind.CHANGE_SIDES and stage.position
    ]
    assert len(changes) == 1
    for stage in changes:
        assert stage.position
        text = opening(stage).words
        there = words.fill(ENGLISH, routine.other_side, stage.side)
        assert "right shoulder to the wall" in there
        parts = ("Same again.", there, stage.position.briefly)
        places = [text.index(part) for part in parts]
        assert places == sorted(places)
        assert routine.other_side.startswith("Let go. Other face of the corner, ")


@pytest.mark.parametrize("name", CORNER)
def test_the_first_hold_of_each_side_says_early_how_the_wrong_way_feels(name: str) -> None:
    wrong_way = built_in(name).wrong_way
    assert wrong_way == "Felt in the chest? Turn your chest to the wall."
    for of in laid_out(name):
        holds = [stage for stage in of.stages if stage.kind is Kind.HOLD]
        sides = [None, *(stage.side for stage in holds)]
        for stage, (before, side) in zip(holds, pairwise(sides), strict=True):
            warned = [cue for cue in stage.cues if cue.words == wrong_way]
            assert len(warned) == (side is not before)
            for cue in warned:
                assert cue.aloud
                assert cue.at_ms <= 6_000
                assert cue.at_ms < stage.length_ms // 2


@pytest.mark.parametrize("name", CORNER)
def test_a_small_step_after_the_turn_goes_to_the_working_side(name: str) -> None:
    steps = 0
    for of in laid_out(name):
        for stage in of.stages:
            if stage.side is None or stage.position is None:
                continue
            side = ENGLISH.sides[stage.side]
            told = [stage.position.not_felt, *(cue.words for cue in stage.cues)]
            stepping = [text for text in told if "small step" in text]
            assert [text for text in stepping if f"small step to the {side} side" not in text] == []
            steps += len(stepping)
    assert steps


@pytest.mark.parametrize("name", CORNER)
def test_a_corner_routine_says_for_whom_it_is_not_and_that_pain_is_not_right(name: str) -> None:
    routine = built_in(name)
    caution = " ".join(routine.caution)
    for told in (
        *("out of joint", "injured", "frozen", "across the chest"),
        *("operation", "neck", "back", "osteoporosis", "into an arm"),
    ):
        assert told in caution
    assert "A mild pull is right; pain is not." in " ".join(routine.safety.before)
    assert "If you get light-headed, breathe as you like." in routine.form


def test_the_routine_for_the_neck_has_cautions_of_the_neck() -> None:
    caution = " ".join(built_in("upper-back-neck").caution)
    assert set(built_in("upper-back").caution) < set(built_in("upper-back-neck").caution)
    assert all(told in caution for told in ("whiplash", "rheumatoid arthritis", "dizzy"))


@pytest.mark.parametrize("name", CORNER)
def test_a_corner_position_is_called_by_the_height_of_the_hand(name: str) -> None:
    titles = {"shoulder": "Shoulder height", "chest": "Chest height", "hip": "Hip height"}
    routine = built_in(name)
    assert {p.id: p.title for p in routine.positions}.items() <= titles.items()
    assert name == "upper-back-quick" or len(routine.positions) == len(titles)


# Heard by somebody who does only what is said.


@pytest.mark.parametrize("name", CORNER)
def test_before_the_first_hold_a_hand_takes_the_corner_and_the_turn_ends_at_a_mild_pull(
    name: str,
) -> None:
    routine = built_in(name)
    for only in (None, *((position.id,) for position in routine.positions)):
        for side in Side:
            stage = leading(choose(routine, Choices(side=side, only=only)))[0]
            told = " ".join(cue.voiced for cue in stage.cues)
            parts = (
                f"{side.value.title()} arm.",
                f"{side.value} shoulder to the wall, forearm on it, corner in front.",
                f"{side.value.title()} hand ",
                "height. Take the corner. Turn your chest to the wall.",
                "a mild pull.",
                "Hold for 30 seconds.",
                routine.safety.during,
            )
            places = [told.index(part) for part in parts]
            assert places == sorted(places)


@pytest.mark.parametrize("name", ["upper-back", "upper-back-neck"])
def test_one_goes_to_the_wall_before_more_is_said(name: str) -> None:
    stand, hand, _ = leading(choose(built_in(name), Choices()))[0].cues
    stage = leading(choose(built_in(name), Choices()))[0]
    over_ms = stand.at_ms + words_after_ms(stage, stand) + words.spoken_ms(stand.words)
    assert hand.at_ms - over_ms >= 2_500


@pytest.mark.parametrize("name", ["upper-back", "upper-back-neck"])
def test_at_the_change_one_lets_go_and_has_time_to_go_round_the_corner(name: str) -> None:
    (stage,) = (
        stage
        for stage in choose(built_in(name), Choices()).stages
        if stage.kind is Kind.CHANGE_SIDES
    )
    told = opening(stage)
    parts = ("Let go.", "Other face of the corner", "forearm on it.", "Right hand on the corner")
    places = [told.words.index(part) for part in parts]
    assert places == sorted(places)
    where = told.words[: told.words.index("Turn your chest")]
    assert stage.length_ms - told.at_ms - words.spoken_ms(where) >= 17_000


@pytest.mark.parametrize("name", CORNER)
def test_between_two_heights_the_hand_is_told_to_move_and_for_the_low_one_to_step_nearer(
    name: str,
) -> None:
    for stage in choose(built_in(name), Choices()).stages:
        if stage.kind is Kind.SWITCH and stage.side and stage.position:
            told = opening(stage).words
            hand = re.search(
                rf"\b{stage.side.value} hand [^.]*{stage.position.id} height", told, re.I
            )
            assert hand
            nearer = f"Step nearer the corner, {stage.side.value} hand hip height."
            assert (nearer in told) == (stage.position.id == "hip")


def test_side_height_turn_and_time_are_heard_before_every_hold_of_the_first_side() -> None:
    for name in CORNER:
        for stage in leading(choose(built_in(name), Choices())):
            if stage.side is Side.LEFT:
                assert opening(stage).voiced.endswith("Hold for 30 seconds.")


@pytest.mark.parametrize("name", ["upper-back", "upper-back-neck"])
@pytest.mark.parametrize("briefly", [False, True])
def test_low_down_one_is_told_to_stand_straight_on_each_side(name: str, *, briefly: bool) -> None:
    low = [
        stage
        for stage in choose(built_in(name), Choices(briefly=briefly)).stages
        if stage.kind is Kind.HOLD and stage.position and stage.position.id == "hip"
    ]
    assert {stage.side for stage in low} == set(Side)
    for stage in low:
        assert "Stand straight." in [cue.voiced for cue in stage.cues if cue.at_ms < 4_000]


# All of them.


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_routine_says_for_whom_it_is_not(name: str) -> None:
    assert built_in(name).caution


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_figure_is_seen_from_two_sides_and_marks_what_is_felt(name: str) -> None:
    for position in built_in(name).positions:
        assert position.figure
        scene = scene_of(position.figure, False)
        assert scene
        assert len({view.camera.view() for view in scene.views}) == 2
        for view in scene.views[:1]:
            canvas = scenes.shot_of(scene, view, 34, 14).canvas(scene.motion.end)
            assert Role.FELT in {role for row in canvas.pixels for role in row}


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_routine_stops_at_pain_numbness_dizziness_and_the_chest(name: str) -> None:
    signs = " ".join(built_in(name).safety.stop_signs)
    assert all(sign in signs for sign in ("pain", "numbness", "dizziness", "chest", "breath"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("briefly", [False, True])
def test_a_voice_says_in_every_position_on_each_side_what_the_body_does(
    name: str, *, briefly: bool
) -> None:
    timeline = choose(built_in(name), Choices(briefly=briefly))
    does = DOES[name]
    assert set(does) == {position.id for position in timeline.routine.positions}
    aloud: dict[tuple[object, str], str] = {}
    for stage in timeline.stages:
        if stage.position:
            heard = " ".join(cue.words for cue in stage.cues if cue.aloud)
            place = (stage.side, stage.position.id)
            aloud[place] = f"{aloud.get(place, '')} {heard}"
    assert len(aloud) == (len(timeline.routine.sides) or 1) * len(timeline.routine.positions)
    wrong = [place for place, heard in aloud.items() if not re.search(does[place[1]], heard)]
    assert wrong == []


def heard(of: Timeline, side: Side | None) -> int:
    """How many words are heard on this side, from the first that leads into it."""
    cues = (cue for stage in of.stages if stage.side is side for cue in stage.cues)
    return sum(len(cue.voiced.split()) for cue in cues)


@pytest.mark.parametrize("name", [name for name in NAMES if len(built_in(name).sides) > 1])
def test_the_second_side_is_led_with_half_of_the_words_of_the_first(name: str) -> None:
    for day in range(7):
        of = choose(built_in(name), Choices(day=day))
        first, second = of.routine.sides
        assert heard(of, second) <= heard(of, first) / 2


@pytest.mark.parametrize("name", NAMES)
def test_who_knows_a_routine_is_led_with_far_fewer_words(name: str) -> None:
    full, short = (
        sum(heard(choose(built_in(name), Choices(briefly=briefly)), side) for side in (None, *Side))
        for briefly in (False, True)
    )
    assert short <= full * 0.75


@pytest.mark.parametrize("name", NAMES)
def test_side_hand_turn_and_time_are_heard_before_every_hold_however_well_it_is_known(
    name: str,
) -> None:
    routine = built_in(name)
    chosen = [Choices(), Choices(hold_ms=20_000), *(Choices(side=side) for side in routine.sides)]
    timelines = [choose(routine, choices._replace(briefly=True)) for choices in chosen]
    whole = timelines[0]
    timelines += [
        leave_out(whole, [stage.position], stage_no)
        for stage_no, stage in enumerate(whole.stages)
        if stage.position
    ]
    for of in timelines:
        holds = [stage for stage in of.stages if stage.kind is Kind.HOLD]
        for stage, hold in pairwise(of.stages):
            if stage not in leading(of) or hold.kind is not Kind.HOLD:
                continue  # what hurt while one was led into it is not held
            assert hold.position
            told = opening(stage).voiced
            here = for_side(ENGLISH, hold.position, hold.side)
            assert (here.briefly or here.hand) in told
            assert hold.side is None or ENGLISH.sides[hold.side] in told.lower()
            assert f"{hold.length_ms // 1_000} seconds." in told
            if name in CORNER:
                assert f"{hold.position.id} height" in told.lower()
                assert THE_TURN in told.lower()
        reminders = [cue for stage in of.stages for cue in stage.cues if cue.rank is Rank.SAFETY]
        assert len(reminders) >= len({hold.side for hold in holds})


@pytest.mark.parametrize("name", NAMES)
def test_the_opening_of_every_lead_in_says_where_the_hand_or_foot_goes(name: str) -> None:
    for of in (*laid_out(name), *after_pain(name)):
        for stage in leading(of):
            assert stage.position
            told = opening(stage)
            assert opens(stage, told)
            assert told.aloud
            here = for_side(ENGLISH, stage.position, stage.side)
            assert here.hand in told.words or here.briefly in told.words
            side = stage.side and ENGLISH.sides[stage.side]
            assert side is None or side in told.words.lower()


@pytest.mark.parametrize("name", NAMES)
def test_after_the_last_word_of_a_lead_in_there_is_time_to_do_what_was_said(name: str) -> None:
    short = [
        (stage.kind.value, stage.cues[-1].words, time_to_act_ms(stage))
        for of in laid_out(name)
        for stage in leading(of)
        if time_to_act_ms(stage) < ACT_MS
    ]
    assert ACT_MS >= 4_000
    assert short == []


@pytest.mark.parametrize("name", NAMES)
def test_after_pain_there_is_as_much_time_to_do_what_was_said(name: str) -> None:
    short = {
        (stage.kind.value, stage.cues[-1].words, time_to_act_ms(stage))
        for of in after_pain(name)
        for stage in leading(of)
        if time_to_act_ms(stage) < ACT_MS
    }
    assert short == set()


@pytest.mark.parametrize("name", NAMES)
def test_no_opening_is_hurried_or_cut(name: str) -> None:
    for of in (*laid_out(name), *after_pain(name)):
        for stage in leading(of):
            for cue in stage.cues:
                assert not opens(stage, cue) or phrase(stage, cue).room_ms is None, cue.words


@pytest.mark.parametrize("name", NAMES)
def test_two_to_three_seconds_are_quiet_after_easing_out(name: str) -> None:
    of = choose(built_in(name), Choices())
    for stage in leading(of):
        if stage.kind is not Kind.READY:
            ease, told = stage.cues[:2]
            assert ease.words == ENGLISH.ease_out
            over_ms = words_after_ms(stage, ease) + words.spoken_ms(ease.words)
            assert 2_000 <= told.at_ms - over_ms <= 3_000


@pytest.mark.parametrize("name", NAMES)
def test_what_is_told_briefly_can_stand_alone_and_is_shorter(name: str) -> None:
    for position in built_in(name).positions:
        assert len(position.briefly) < len(position.hand)


@pytest.mark.parametrize("name", NAMES)
def test_one_is_told_to_come_out_of_the_last_hold_slowly(name: str) -> None:
    end = choose(built_in(name), Choices()).stages[-1]
    assert "slowly" in end.cues[-1].voiced


@pytest.mark.parametrize("name", NAMES)
def test_there_is_nothing_to_note_about_a_built_in_routine(name: str) -> None:
    assert notes(built_in(name)) == []


_WORDS = [text for told in vars(words).values() for text in texts(told)]


@pytest.mark.parametrize("told", [*(texts(built_in(n)) for n in NAMES), _WORDS], ids=[*NAMES, ""])
def test_no_word_is_stiff_or_promises_a_cure(told: Iterable[str]) -> None:
    read = list(told)
    assert len(read) > 10
    assert [text for text in read if REFUSED.search(text)] == []


@pytest.mark.parametrize("name", [*CORNER, "desk-break"])
def test_the_routines_for_the_back_and_the_desk_have_words_for_the_hours_between(name: str) -> None:
    posture = built_in(name).posture
    assert 1 <= len(posture) <= 8
    told = " ".join(posture)
    assert "Change position." in told
    assert "phone" in told
    assert not re.search(r"\b(straight|upright)\b", told, re.IGNORECASE)


@pytest.mark.parametrize("name", NAMES)
def test_every_saying_of_a_cue_is_whole_sentences(name: str) -> None:
    """A comma in a list without quotes would cut one in two."""
    for position in built_in(name).positions:
        for cue in position.cues:
            assert len({cue.words, *cue.others}) == 1 + len(cue.others)
            for text in (cue.words, *cue.others):
                assert text[0].isupper(), text
                assert text[-1] in ".?!", text
