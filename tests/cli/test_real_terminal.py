"""Sessions of the real program in a real terminal: the screen, the keys, the size."""

import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pty is needed, which Windows has not", allow_module_level=True)

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.figures import END, Instant, Shown
from stretchcoach.errors import EXIT_STOPPED
from stretchcoach.terminal.acting import Act
from stretchcoach.terminal.body import lines_of
from stretchcoach.terminal.charset import Look
from tests.cli.program import environment
from tests.real import HIDE_CURSOR, SHOW_CURSOR, Real, attributes_before
from tests.terminal.scenes import SCREENS, built_in, text_of

# From Python 3.12 on, forking a process with threads warns; the child only sets up its terminal.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

_STOP = "Any pain: stop (q)"


@pytest.fixture
def session() -> Iterator[Real]:
    """The main routine at its own speed, at the gate, in 80 by 24."""
    with Real("upper-back", "--no-sound") as real:
        yield real.until("Enter: begin")


@pytest.fixture
def running(session: Real) -> Real:
    session.type("\r")
    return session.until("GET READY")


@pytest.fixture
def holding(running: Real) -> Real:
    """In the first hold, which a key led into: the lead-in runs."""
    running.type("n")
    return running.until("INTO POSITION")


def _assert_given_back(real: Real) -> None:
    """The terminal is as it was, and nothing of the program is left."""
    assert real.attributes == attributes_before()
    assert not real.on_alternate_screen
    assert not real.cursor_hidden
    assert real.written.rfind(SHOW_CURSOR) > real.written.rfind(HIDE_CURSOR) >= 0
    assert not real.left_over()


def _until_it_shows(real: Real, rows: list[str]) -> None:
    real.until(lambda: real.rows == rows)


def _golden(name: str) -> list[str]:
    return (SCREENS / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("begin", ["\r", "\n", " "])
def test_a_whole_session_ends_with_0_and_its_summary_stays_on_the_normal_screen(
    begin: str,
) -> None:
    with Real("upper-back-quick", "--no-sound", "--speed", "100") as real:
        real.until("Enter: begin")
        assert real.attributes != attributes_before()
        assert real.cursor_hidden
        assert real.on_alternate_screen
        real.type(begin)

        assert real.exit_code() == 0
        _assert_given_back(real)
        assert real.normal_text.strip().splitlines() == [
            "Upper back, quick: All done. 1:00 held in 1:45 from the start, without pauses.",
            "  Left arm · Shoulder height    30 s",
            "  Right arm · Shoulder height   30 s",
        ]


def test_with_sound_but_no_player_a_session_still_ends_well(home: Path) -> None:
    del home  # its sound server does not exist
    with Real("upper-back-quick", "--speed", "100", "--yes") as real:
        assert real.exit_code() == 0
        _assert_given_back(real)
        assert "All done. 1:00 held" in real.normal_text


def test_the_gate_looks_like_its_golden_screen_at_each_size() -> None:
    with Real("upper-back", "--no-sound", env=environment(NO_COLOR="1")) as real:
        for columns, rows in ((80, 24), (40, 12), (20, 6), (40, 12), (80, 24)):
            real.resize(columns, rows)
            _until_it_shows(real, _golden(f"gate-{columns}x{rows}"))


def test_in_colour_the_gate_shows_the_way_in_and_enter_begins_there(session: Real) -> None:
    session.type("\x1b[C")
    session.until("Fingers round").until(lambda: "▀" in session.text)
    session.type("\r")
    session.until("GET READY")


def test_a_resize_in_mid_session_draws_the_picture_anew_without_remains(holding: Real) -> None:
    holding.type(" ")
    holding.until("PAUSED")
    for columns, rows in ((40, 12), (20, 6), (120, 40), (80, 24)):
        cleared = holding.times_cleared
        holding.resize(columns, rows)
        resized = holding.until_drawn_anew(cleared, "Paused.").rows
        # Stopped and continued it takes a new screen, and draws the same picture from nothing.
        cleared = holding.times_cleared
        holding.stop_and_continue()
        assert holding.until_drawn_anew(cleared, "Paused.").rows == resized


def test_a_running_session_goes_on_through_resizes(running: Real) -> None:
    running.type("n")
    running.until("Breathe in ")
    for columns, rows in ((40, 12), (20, 6), (120, 40)):
        cleared = running.times_cleared
        running.resize(columns, rows)
        running.until_drawn_anew(cleared, "Breathe ")
        assert "PAUSED" not in running.text


@pytest.mark.parametrize("key", [" ", "\r"])
def test_a_key_pauses_and_goes_on(running: Real, key: str) -> None:
    running.type(key)
    running.until("PAUSED")
    running.type(key)
    running.until("GET READY")


def test_going_on_in_a_hold_begins_with_a_lead_in(running: Real) -> None:
    running.type("n")
    running.until("HOLD")
    running.type(" ")
    running.until("PAUSED")
    running.type(" ")
    running.until("INTO POSITION").until("Back into position: left arm, shoulder height.")


@pytest.mark.parametrize(
    ("skip", "back"), [("n", "b"), ("N", "B"), ("\x1b[C", "\x1b[D"), ("\x1bOC", "\x1bOD")]
)
def test_keys_skip_and_go_back(running: Real, skip: str, back: str) -> None:
    running.type(skip)
    running.until("INTO POSITION")
    running.type(skip)
    running.until("NEXT POSITION").until("Left arm · Chest height · 2 of 3")
    running.type(back)
    running.until("Left arm · Shoulder height · 1 of 3").until("INTO POSITION")
    running.type(back)
    running.until("GET READY")


def test_r_restarts_the_hold(holding: Real) -> None:
    holding.until("HOLD")
    holding.type("r")
    holding.until("INTO POSITION").until("Into position: left arm, shoulder height.")


def test_after_pain_enter_goes_on_without_the_position_and_the_summary_tells(
    holding: Real,
) -> None:
    holding.type("x")
    holding.until("Stop. Ease out slowly.").until(
        "Enter or Space: go on without the shoulder position, on either side"
    )
    holding.type("\r")
    holding.until("NEXT POSITION").until("Left arm · Chest")
    holding.type("q")

    assert holding.exit_code() == 130
    _assert_given_back(holding)
    assert "Left arm · Shoulder height    0 s  hurt" in holding.normal_text
    assert "ask a doctor" in holding.normal_text


def test_after_pain_q_ends_the_session(holding: Real) -> None:
    holding.type("x")
    holding.until("q: end here")
    holding.type("q")

    assert holding.exit_code() == 130
    _assert_given_back(holding)
    assert "hurt" in holding.normal_text


@pytest.mark.parametrize(
    ("key", "told", "summed_up"),
    [
        ("2", "Do not go on today.", "numb, tingling, dizzy"),
        ("3", "Call an ambulance now", "signs of an emergency"),
    ],
)
def test_after_pain_a_key_says_what_it_is_and_the_session_is_over(
    holding: Real, key: str, told: str, summed_up: str
) -> None:
    holding.type("x")
    holding.until("What is it?")
    holding.type(key)
    holding.until(told).until(lambda: "What is it?" not in holding.text)
    assert "go on without" not in holding.text
    holding.type("\r")

    assert holding.exit_code() == 130
    _assert_given_back(holding)
    assert f"hurt: {summed_up}" in holding.normal_text
    assert told in holding.normal_text


def test_the_arrows_turn_the_pages_of_the_gate(session: Real) -> None:
    first = session.rows
    session.type("\x1b[C")
    session.until("2 of 3").until("Find a wall corner that sticks out")
    session.type("\x1b[C")
    session.until(ENGLISH.from_the_top).until("Your arm now lies across your chest")
    session.type("\x1b[D\x1b[D")
    session.until(lambda: session.rows == first)


def test_from_the_second_time_on_the_gate_is_short() -> None:
    arguments = ("upper-back-quick", "--speed", "100", "--no-sound")
    with Real(*arguments) as real:
        real.until(ENGLISH.enter_begins)
        assert ENGLISH.all_of_it not in real.text
        real.type("\r")
        assert real.exit_code() == 0
    with Real(*arguments) as real:
        real.until(ENGLISH.all_of_it).until("What comes: ")
        real.type("\x1b[C")
        real.until("This is not a trivial stretch")
        real.type("q")
        assert real.exit_code() == 130


def test_a_gate_that_was_left_is_whole_the_next_time() -> None:
    for _ in range(2):
        with Real("upper-back-quick", "--no-sound") as real:
            real.until("This is not a trivial stretch")
            real.type("q")
            assert real.exit_code() == 130


def test_where_no_sound_is_wanted_m_says_so() -> None:
    with Real("upper-back-quick", "--no-sound", "--yes") as real:
        real.until("GET READY")
        real.type("m")
        real.until(ENGLISH.no_sound_wanted)


def test_m_mutes_and_sounds_again(running: Real) -> None:
    running.type("m")
    running.until("muted · ")
    running.type("m")
    running.until(lambda: "muted" not in running.text)


def test_the_question_mark_shows_the_keys_and_hides_them(running: Real) -> None:
    running.type("?")
    running.until("restart the hold").until(_STOP)
    running.type("?")
    running.until("GET READY")


def test_keys_that_mean_nothing_change_nothing(running: Real) -> None:
    running.type("\x1b[A\x1b[15~\x1bz\x1b[<0;1;1Mhgü")
    running.type("m")
    running.until("muted · ")
    assert "GET READY" in running.text


@pytest.mark.parametrize("key", ["q", "Q", "\x1b", "\x03"])
@pytest.mark.parametrize("where", ["session", "running"])
def test_a_key_stops_at_once_and_the_terminal_is_as_it_was(
    request: pytest.FixtureRequest, where: str, key: str
) -> None:
    real: Real = request.getfixturevalue(where)
    real.type(key)

    assert real.exit_code() == 130
    _assert_given_back(real)
    assert real.normal_text.startswith("Upper back: Stopped. 0:00 held in 0:0")


@pytest.mark.parametrize(("size", "told"), [((40, 12), "Left arm · Shoulder"), ((20, 6), " s")])
def test_a_small_terminal_gets_the_essentials(size: tuple[int, int], told: str) -> None:
    columns, rows = size
    with Real("upper-back", "--no-sound", "--yes", columns=columns, rows=rows) as real:
        real.until(told).until(_STOP)
        assert len(real.rows) == rows
        real.type("q")
        assert real.exit_code() == 130
        _assert_given_back(real)


def _row_of_the_figure(at: Instant) -> str:
    """A row of the first figure of upper-back that only this moment of its motion has."""
    company = tuple(position.figure for position in built_in().positions if position.figure)
    acted = Act(Shown(company[0], False), None, company)
    row = lines_of(acted.picture(0, at, 28, 14, Look.COLOUR), Look.COLOUR)[6]
    return text_of(row).rstrip()


@pytest.mark.parametrize(("options", "env"), [(["--no-motion"], {}), ([], {"REDUCED_MOTION": "1"})])
def test_without_motion_the_figure_is_in_its_end_pose_from_the_start(
    options: list[str], env: dict[str, str]
) -> None:
    started = environment(NO_COLOR=None, LC_ALL="C.UTF-8", **env)
    with Real("upper-back", "--no-sound", "--yes", *options, env=started) as real:
        real.until(_row_of_the_figure(END))
        assert re.search("5:[12]", real.rows[0])  # of 5:20; with motion it would take seven seconds
        assert _row_of_the_figure(Instant(0, 0)) not in real.text
        real.type("q")
        assert real.exit_code() == EXIT_STOPPED


def test_show_plays_a_figure_until_a_key() -> None:
    started = environment(NO_COLOR=None, LC_ALL="C.UTF-8")
    with Real("show", "upper-back", "--figure", env=started) as real:
        real.until("Shoulder height · Reach").until("Shoulder height · Turn")
        assert "seen from above" in real.text
        real.type("n")
        real.until("Chest height")
        real.type("q")
        assert real.exit_code() == 0
        _assert_given_back(real)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_figures_that_a_signal_ends_have_its_exit_code(number: signal.Signals) -> None:
    with Real("show", "upper-back", "--figure") as real:
        real.until("Shoulder height")
        real.signal(number)
        assert real.exit_code() == 128 + number
        _assert_given_back(real)


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_list_is_as_wide_as_its_window(columns: int) -> None:
    with Real("list", columns=columns, rows=80) as real:
        assert real.exit_code() == 0
        assert real.rows[0].split()[-1] == ("TIME" if columns == 40 else "TITLE")
        text = " ".join(real.text.split())
    assert "The corner stretch for the muscles between the shoulder blades, in three hand" in text
