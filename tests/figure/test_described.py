"""The words of an author: what they make, and how faults are told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.figure.camera import VIEWS, Camera, camera
from stretchcoach.figure.described import described
from stretchcoach.figure.handholds import HEIGHTS, PLACES
from stretchcoach.figure.moves import MOVE_KEYS
from stretchcoach.figure.pose import body_of, palm_of
from stretchcoach.figure.props import PROPS
from stretchcoach.figure.scene import NEAR, shot_of
from stretchcoach.figure.shapes import FELT, LIMBS
from stretchcoach.figure.starts import STARTS
from tests.figure.positions import figures, scenes
from tests.making import built_in, built_in_files


def _told(**figure: Any) -> dict[str, str]:
    scene, wrong = described(figure)
    assert scene is None
    return {".".join(where): what for where, what in wrong}


@pytest.mark.parametrize("name", figures())
def test_every_position_of_the_built_in_routines_has_a_figure_without_faults(name: str) -> None:
    scene = scenes()[name]

    assert scene.felt
    assert len(scene.views) == 2


def test_no_position_of_the_built_in_routines_is_without_a_figure() -> None:
    positions = {
        f"{path.stem} {position.id}"
        for path in built_in_files()
        for position in built_in(path.stem).positions
    }

    assert positions == set(figures())


def test_a_variation_changes_the_height_of_the_hand_in_one_line() -> None:
    def height(name: str) -> float:
        return palm_of(body_of(scenes()[name].motion.end).points, "left")[2]

    assert height("upper-back shoulder") == pytest.approx(140, abs=1)
    assert height("upper-back chest") == pytest.approx(120, abs=1)
    assert height("upper-back hip") == pytest.approx(96, abs=1)


def test_words_that_are_not_known_are_told_at_their_place_with_what_was_meant() -> None:
    assert _told(
        **{"with": "cornr", "from": "siting", "vieuws": ["front"], "felt": "calv"},
        works="left am",
        views=["frnt"],
        moves={"reach": {"left hnd": "corner"}, "turn": {"left hand": "cornr"}},
    ) == {
        "vieuws": "'vieuws' is not known; did you mean 'views'?",
        "with": "'cornr' is not known; did you mean 'corner'?",
        "from": "'siting' is not known; did you mean 'sitting'?",
        "felt": _told(felt="calv")["felt"],
        "works": "'left am' is not known; did you mean 'left arm'?",
        "views": "'frnt' is not known; did you mean 'front'?",
        "moves.reach.left hnd": "'left hnd' is not known; did you mean 'left hand'?",
        "moves.turn.left hand": "'cornr' is not known; did you mean 'corner'?",
    }


@pytest.mark.parametrize(
    ("move", "where", "what"),
    [
        ({"turn": "60 lefft"}, "moves.m.turn", "'lefft' is not known; did you mean 'left'?"),
        ({"turn": "left"}, "moves.m.turn", "a number is needed here, not ''"),
        ({"turn": "left 999"}, "moves.m.turn", "999 is out of range: 0 to 180"),
        ({"takes": "5"}, "moves.m.takes", "5 is out of range: 300 to 20000"),
        ({"height": "nose"}, "moves.m.height", None),
        ({"left elbow bend": "200"}, "moves.m.left elbow bend", "200 is out of range: 0 to 150"),
        ({"tip head": "80 left"}, "moves.m.tip head", None),
        ({"right foot": "back 170"}, "moves.m.right foot", None),
        ({"left hand": "desk"}, "moves.m.left hand", None),
        ({"right hand": "corner"}, "moves.m.right hand", None),
        ("turn", "moves.m", "a mapping of keys is needed here"),
    ],
)
def test_a_move_that_cannot_be_done_is_told_at_its_key(
    move: object, where: str, what: str | None
) -> None:
    told = _told(moves={"m": move})

    assert where in told
    assert what is None or told[where] == what


@pytest.mark.parametrize(
    ("key", "value"),
    [("with", []), ("with", ["desk", "chair"]), ("views", ["front", "behind", "above"])],
)
def test_too_many_words_or_none_are_told(key: str, value: list[str]) -> None:
    assert list(_told(**{key: value})) == [key]


_WORDS = [*MOVE_KEYS, *PLACES, *HEIGHTS, *FELT, *VIEWS, *STARTS, *PROPS, *LIMBS, *NEAR]
_amounts = st.builds(
    "{} {}".format,
    st.sampled_from(["left", "right", "back", "forward", "down"]),
    st.integers(0, 180),
)
_values = st.sampled_from(_WORDS) | _amounts | st.integers(-400, 400).map(str) | st.text(max_size=5)


@given(
    st.dictionaries(
        st.sampled_from(["with", "from", "works", "felt", "views", "near", "other"]),
        _values | st.lists(_values, max_size=3),
        max_size=3,
    ),
    st.dictionaries(
        st.text(max_size=3),
        _values | st.dictionaries(st.sampled_from(MOVE_KEYS), _values, max_size=4),
        max_size=3,
    ),
)
def test_whatever_is_described_makes_a_scene_or_faults_and_can_be_drawn(
    figure: dict[str, object], moves: dict[str, object]
) -> None:
    scene, wrong = described(figure | {"moves": moves})

    assert (scene is None) == bool(wrong)
    if scene:
        for view in scene.views:
            pose = scene.motion.at(scene.motion.length_ms // 2)
            assert len(shot_of(scene, view, 14, 6).picture(pose)) == 6


@pytest.mark.parametrize("moves", [["turn"], {str(n): {} for n in range(7)}])
def test_moves_are_a_few_by_name(moves: object) -> None:
    assert _told(moves=moves) == {"moves": "up to 6 named moves are needed here"}


def test_nothing_described_is_somebody_who_stands() -> None:
    scene, wrong = described({})

    assert wrong == []
    assert scene
    assert scene.motion.length_ms == 0


def test_a_felt_place_without_a_side_is_felt_on_both() -> None:
    both, _ = described({"felt": "upper calf"})
    left, _ = described({"felt": "upper left calf"})

    assert both
    assert left
    assert both.felt == (("upper calf", "left"), ("upper calf", "right"))
    assert left.felt == (("upper calf", "left"),)


def test_a_view_may_be_any_direction_and_height() -> None:
    scene, _ = described({"views": ["around 200 up 30"]})

    assert scene
    assert scene.views[0].camera == (200, 30)


@pytest.mark.parametrize("view", VIEWS)
def test_a_camera_of_a_view_is_named_by_it(view: str) -> None:
    assert camera(view).view() == view


def test_another_camera_is_named_by_the_view_that_comes_nearest() -> None:
    assert camera("front-left").mirrored().view() == "front-right"
    assert Camera(200, 30).view() == "behind"
    assert Camera(200, 70).view() == "above"
