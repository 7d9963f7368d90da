"""The screen: what it writes, applied to a terminal, is always the whole picture."""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.breath import Way
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.figures import BREATH_STEPS, REST_MS, STEP_MS
from stretchcoach.core.frame import STEP_AT_LEAST_MS, frame
from stretchcoach.core.session import Command, Event, Session, advance, begin, next_cue_ms
from stretchcoach.core.timeline import Timeline
from stretchcoach.terminal.changes import changed
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.draw import draw, paged
from stretchcoach.terminal.lines import Line, padded
from stretchcoach.terminal.out import Out
from stretchcoach.terminal.places import Hole, holes
from stretchcoach.terminal.screen import Screen
from tests.rows import rows_of
from tests.scripted import Scripted
from tests.terminal.scenes import laid_out, live, picture, sample, text_of

if sys.platform == "win32":
    pytest.skip("the size of a screen is set through a pty here", allow_module_level=True)

import fcntl
import os
import pty
import struct
import termios

import pyte

_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_COLOURS = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]")


class Tty(Out):
    """A terminal of a given size that keeps what was written since the last `taken`."""

    def __init__(self, columns: int, rows: int) -> None:
        hand, fd = pty.openpty()
        self._hand, self._screen = hand, os.fdopen(fd, "w", encoding="utf-8")
        self._taken = b""
        self.takes = True
        super().__init__(self._screen)
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._screen.fileno(), termios.TIOCSWINSZ, size)

    def taken(self) -> str:
        taken, self._taken = self._taken, b""
        return taken.decode()

    def close(self) -> None:
        os.close(self._hand)
        self._screen.close()

    def _at_once(self, data: bytes | bytearray) -> int:
        return self._send(bytes(data)) if self.takes else 0

    def _ready(self, seconds: float | None) -> bool:
        del seconds
        return self.takes

    def _send(self, data: bytes) -> int:
        self._taken += data
        return len(data)


@pytest.fixture
def tty(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tty]:
    monkeypatch.setenv("TERM", "xterm-256color")
    made = Tty(80, 24)
    yield made
    made.close()


# After all that is made ahead.
_LATER_MS = 1_000_000
# No picture of a figure is later than this.
_LATE_MS = 2_500


class Seen:
    """A viewer between the loop and the screen: after each picture it looks at the terminal."""

    def __init__(self, tty: Tty, resize_at: dict[int, tuple[int, int]]) -> None:
        self.tty = tty
        self.screen = Screen(tty)
        self.resize_at = resize_at
        self.seen = pyte.Screen(*tty.size())
        self.stream = pyte.Stream(self.seen)
        self.pictures = 0
        self.look: Look | None = None
        self.expected: list[tuple[int, object, list[str]]] = []

    def show(self, session: Session, _: Sequence[Event], note: str) -> int | None:
        if self.resize_at and self.pictures >= min(self.resize_at):
            columns, rows = self.resize_at.pop(min(self.resize_at))
            self.tty.resize(columns, rows)
            self.seen.resize(rows, columns)
            # Each terminal makes something else of its old lines; none of it is to remain.
            self.stream.feed("\x1b[H" + "remains " * (columns * rows // 8))
        change_ms = self.screen.show(session, (), note)
        self.stream.feed(self.tty.taken())
        self.pictures += 1
        now, size = frame(session, note), self.tty.size()
        expected = picture(now, *size, look=self.look)
        places = holes(paged(now, *size, True, self.look))
        # Large pictures of a figure come less often: then it is an earlier one for a while.
        self.expected = [
            (at_ms, was, rows)
            for at_ms, was, rows in self.expected
            if at_ms > session.now_ms - _LATE_MS and was == (size, places)
        ]
        self.expected.append((session.now_ms, (size, places), list(expected)))
        display = rows_of(self.seen)
        for hole in places:
            shown = _cut(display, hole)
            assert shown in [_cut(rows, hole) for *_, rows in self.expected]
            left, right = hole.column, hole.column + hole.columns
            for row, text in enumerate(shown, start=hole.row):
                expected[row] = expected[row][:left] + text + expected[row][right:]
        assert display == expected
        # A figure comes with the second picture.
        self.look = Look.COLOUR if now.figure else None
        return change_ms


def _cut(rows: Sequence[str], hole: Hole) -> list[str]:
    """What a picture shows in one of its holes."""
    inside = rows[hole.row : hole.row + hole.rows]
    return [row[hole.column : hole.column + hole.columns] for row in inside]


def _play(
    seen: Seen, keys: Sequence[tuple[int, Command]], timeline: Timeline | None = None
) -> Session:
    scripted = Scripted(keys)
    timeline = timeline or choose(sample(), Choices())
    session, events = begin(timeline, scripted.now_ms())
    while True:
        change_ms = seen.show(session, events, "")
        if session.over:
            return session
        until_ms = session.now_ms + min(1_000, change_ms or 1_000)
        seen.pictures += len(list(_moves(seen.screen, until_ms)))
        command = scripted.wait(until_ms)
        session, events = advance(session, scripted.now_ms(), command)


def test_a_whole_session_with_pauses_and_resizes_is_always_the_whole_picture(tty: Tty) -> None:
    seen = Seen(tty, {40: (40, 12), 90: (20, 6), 140: (120, 40), 200: (80, 24)})
    keys = (
        (0, Command.TOGGLE),
        (8_000, Command.TOGGLE),
        (9_000, Command.HELP),
        (9_500, Command.HELP),
        (10_000, Command.TOGGLE),
        (30_000, Command.MUTE),
        (50_000, Command.PAIN),
        (52_000, Command.TOGGLE),
    )

    session = _play(seen, keys)

    assert session.over
    assert seen.pictures > 250


def test_a_hold_that_begins_anew_is_the_whole_picture_at_once(tty: Tty) -> None:
    seen = Seen(tty, {})
    keys = (
        (0, Command.TOGGLE),
        (31_500, Command.RESTART),
        (34_700, Command.HELP),
        (34_800, Command.HELP),
        (38_050, Command.BACK),
        (41_000, Command.BACK),
        (44_000, Command.STOP),
    )

    session = _play(seen, keys, laid_out())

    assert session.over
    assert seen.pictures > 100


def test_markup_in_a_title_is_shown_as_it_stands(tty: Tty) -> None:
    seen = Seen(tty, {})

    timeline = choose(sample("[red]x[/red] :smile:"), Choices())
    _play(seen, ((0, Command.TOGGLE), (1_000, Command.STOP)), timeline)

    assert "[red]x[/red] :smile:" in seen.seen.display[0]


def test_a_session_with_figures_is_always_the_whole_picture(tty: Tty) -> None:
    seen = Seen(tty, {90: (120, 40), 200: (40, 12), 300: (60, 30), 400: (80, 24)})
    keys = ((0, Command.TOGGLE), (9_000, Command.HELP), (9_500, Command.HELP))

    session = _play(seen, keys, laid_out("upper-back-quick"))

    assert session.over
    assert not seen.resize_at


@pytest.mark.parametrize(
    ("variable", "value", "look"),
    [
        ("TERM", "xterm-256color", Look.COLOUR),
        ("TERM", "xterm", Look.PATTERN),
        ("NO_COLOR", "1", Look.PATTERN),
        ("LC_ALL", "C", Look.ASCII),
    ],
)
def test_a_figure_comes_with_the_second_picture_as_the_terminal_can_show_it(
    tty: Tty, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, look: Look
) -> None:
    monkeypatch.setenv(variable, value)
    screen, seen = Screen(tty), pyte.Screen(80, 24)
    stream = pyte.Stream(seen)
    session = live(laid_out(), Command.TOGGLE, 31_000)
    unicode = look is not Look.ASCII

    assert screen.show(session, (), "") == 1
    stream.feed(tty.taken())
    assert rows_of(seen) == picture(frame(session), 80, 24, unicode, None)

    screen.show(session, (), "")
    written = tty.taken()
    stream.feed(written)
    assert rows_of(seen) == picture(frame(session), 80, 24, unicode, look)
    assert bool(_COLOURS.search(written)) is (variable != "NO_COLOR")


def _moves(screen: Screen, until_ms: int) -> Iterator[int]:
    """Have what moves by itself move until then, as the terminal would: each moment of it."""
    for at_ms, data in screen.moves(until_ms):
        screen.write(data)
        screen.moved(1)
        yield at_ms


def _lived(
    screen: Screen, tty: Tty, timeline: Timeline, from_ms: int, until_ms: int
) -> Iterator[tuple[int, Session, str]]:
    """A part of a session, shown whenever the loop would: each moment, and what was written."""
    session = live(timeline, from_ms, waits=False)
    while session.now_ms < until_ms:
        change_ms = screen.show(session, (), "")
        yield session.now_ms, session, tty.taken()
        waits = (1_000, change_ms, next_cue_ms(session))
        next_ms = session.now_ms + min(ms for ms in waits if ms is not None)
        for at_ms in _moves(screen, next_ms):
            if at_ms < next_ms:  # else the picture that follows at once is part of it
                yield at_ms, advance(session, at_ms)[0], tty.taken()
        session, _ = advance(session, next_ms)


def _in_colour(text: str) -> bool:
    return "48;5;" in text


def test_a_figure_moves_in_a_lead_in_and_stands_before_the_hold(tty: Tty) -> None:
    screen = Screen(tty)

    drawn = [ms for ms, _, text in _lived(screen, tty, laid_out(), 0, 29_000) if _in_colour(text)]

    moving = [ms for ms in drawn if ms > 1_000]
    # The way there twice, each 6 s long, with a rest between; then it stands until the hold.
    assert min(moving) <= 1_000 + 2 * STEP_MS
    assert max(moving) <= 1_000 + 6_000 + REST_MS + 6_000
    assert not [ms for ms in moving if 7_000 < ms < 7_000 + REST_MS]
    assert max(later - now for now, later in pairwise(ms for ms in moving if ms < 7_000)) <= 500


def test_a_hold_redraws_its_figure_only_for_a_breath(tty: Tty) -> None:
    screen = Screen(tty)
    texts = [
        (session, text) for _, session, text in _lived(screen, tty, laid_out(), 29_000, 59_000)
    ]
    figures = [session for session, text in texts[2:] if _in_colour(text)]

    # Three breaths: up in two steps, and down in two.
    assert len(texts) > 30 * 1_000 // STEP_AT_LEAST_MS
    assert len(figures) <= 3 * 2 * BREATH_STEPS
    breaths = [frame(session).breath for session in figures]
    assert {breath[0].way for breath in breaths if breath} == set(Way)
    assert None not in breaths


def test_a_breath_lifts_the_figure_and_in_a_pause_it_comes_to_rest(tty: Tty) -> None:
    screen = Screen(tty)
    out, full = live(laid_out(), 29_100, waits=False), live(laid_out(), 32_900, waits=False)
    for session in (out, out):
        screen.show(session, (), "")
    tty.taken()

    screen.show(full, (), "")
    assert _in_colour(tty.taken())
    paused, _ = advance(full, full.now_ms, Command.TOGGLE)
    while (wait_ms := screen.show(paused, (), "")) is not None:
        paused, _ = advance(paused, paused.now_ms + wait_ms)
    assert _in_colour(tty.taken())
    for _ in range(20):
        paused, _ = advance(paused, paused.now_ms + 1_000)
        assert screen.show(paused, (), "") is None
        assert tty.taken() == ""


def test_a_figure_that_is_paused_on_its_way_stands_still(tty: Tty) -> None:
    screen = Screen(tty)
    session = live(laid_out(), 4_000, waits=False)
    for _ in range(2):
        screen.show(session, (), "")
    paused, _ = advance(session, session.now_ms, Command.TOGGLE)
    screen.show(paused, (), "")
    tty.taken()

    for second in range(1, 20):
        paused, _ = advance(paused, session.now_ms + second * 1_000)
        assert screen.show(paused, (), "") is None
        assert tty.taken() == ""


def test_a_figure_does_not_move_where_motion_is_not_wanted(tty: Tty) -> None:
    screen, seen = Screen(tty, motion=False), pyte.Screen(80, 24)
    stream = pyte.Stream(seen)
    drawn = []
    for ms, session, text in _lived(screen, tty, laid_out(), 0, 59_000):
        stream.feed(text)
        if _in_colour(text):
            drawn.append(ms)
        still = frame(session)._replace(motion=None, breath=None)
        if ms and not frame(session).breath:
            assert rows_of(seen) == picture(still, 80, 24, look=Look.COLOUR)
    # With the second picture, in its end pose; and then never again.
    assert drawn == [1]


@pytest.mark.parametrize(("columns", "rows", "first"), [(80, 24, 6_000), (120, 40, 13_500)])
@pytest.mark.parametrize("name", ["upper-back", "calves", "desk-break", "upper-back-neck"])
def test_a_session_writes_at_most_6_kb_in_any_second(
    tty: Tty, name: str, columns: int, rows: int, first: int
) -> None:
    tty.resize(columns, rows)
    timeline = laid_out(name)
    written = [
        (ms, len(text.encode()))
        for ms, _, text in _lived(Screen(tty), tty, timeline, 0, timeline.length_ms)
    ]

    moments = [ms for ms, _ in written]
    assert moments == sorted(moments)
    before = [0, *accumulate(count for _, count in written)]
    seconds = [
        (before[bisect_left(moments, since + 1_000)] - before[bisect_left(moments, since)], since)
        for since in moments
    ]
    # Only what the whole screen is first filled with may be more, where that is large.
    assert max(seconds[:2])[0] <= first
    assert max(second for second in seconds if second[1] > 10)[0] <= 6_000


def _shown_twice(tty: Tty, session: Session) -> Screen:
    """A screen that has come as far as to show figures."""
    screen = Screen(tty)
    screen.show(session, (), "")
    screen.show(session, (), "")
    return screen


def test_the_same_picture_again_writes_nothing(tty: Tty) -> None:
    session = live(laid_out(), Command.TOGGLE, 31_000)
    screen = _shown_twice(tty, session)
    assert tty.taken()

    screen.show(session, (), "")

    assert tty.taken() == ""


def test_only_the_rows_that_changed_are_written(tty: Tty) -> None:
    before = live(laid_out(), Command.TOGGLE, 31_000)
    screen = _shown_twice(tty, before)
    (place, *_) = holes(paged(frame(before), 80, 24, True, Look.COLOUR))
    beside = range(place.row, place.row + place.rows)
    tty.taken()
    figures = 0
    for second in range(1, 7):
        after = live(laid_out(), Command.TOGGLE, 31_000 + second * 1_000)
        old, new = (draw(frame(session), 80, 24, True, Look.COLOUR) for session in (before, after))
        changed = {row for row in range(24) if old[row] != new[row]}

        screen.show(after, (), "")

        written = tty.taken()
        rows = {int(row) - 1 for row, _ in _MOVE.findall(written)}
        # What a breath changes of the figure may be a little late.
        assert {row for row in rows if row not in beside} == changed.difference(beside)
        assert rows <= changed or _in_colour(written)
        figures += _in_colour(written)
        assert "\x1b[2J" not in written
        before = after
    assert 0 < figures <= 2 * BREATH_STEPS


@st.composite
def _two_lines(draw_: st.DrawFn) -> tuple[Line, Line]:
    """Two lines of the same width that have some of their spans in common, at whatever end."""
    spans = st.tuples(st.text("ab█", max_size=3), st.sampled_from(["", "bold"]))
    old, new = draw_(st.lists(spans, max_size=5)), draw_(st.lists(spans, max_size=5))
    kept = draw_(st.integers(0, 5))
    new = draw_(st.sampled_from([[*old[:kept], *new], [*new, *old[kept:]], new]))
    return padded(tuple(old), 20), padded(tuple(new), 20)


@given(_two_lines())
def test_what_is_written_over_the_old_line_makes_it_the_new_one(lines: tuple[Line, Line]) -> None:
    old, new = lines
    seen = pyte.Screen(20, 3)
    stream = pyte.Stream(seen)
    stream.feed("\x1b[2;1H" + text_of(old))

    written = list(changed(old, new))
    for column, spans in written:
        stream.feed(f"\x1b[2;{column + 1}H" + text_of(spans))
    assert not written or old != new

    assert seen.display == [" " * 20, text_of(new), " " * 20]


def test_opening_takes_the_alternate_screen_and_closing_gives_it_back(tty: Tty) -> None:
    screen = Screen(tty)

    screen.open()
    opened = tty.taken()
    screen.close()
    closed = tty.taken()

    assert "\x1b[?1049h" in opened
    assert "\x1b[?25l" in opened
    assert "\x1b[?1049l" in closed
    assert "\x1b[?25h" in closed


def test_a_screen_taken_again_is_drawn_whole(tty: Tty) -> None:
    screen = Screen(tty)
    session = live(laid_out(), Command.TOGGLE, 31_000)
    screen.open()
    screen.show(session, (), "")
    screen.show(session, (), "")
    screen.close()
    tty.taken()

    screen.open()
    screen.show(session, (), "")

    seen = pyte.Screen(80, 24)
    pyte.Stream(seen).feed(tty.taken())
    assert rows_of(seen) == picture(frame(session), 80, 24, look=Look.COLOUR)


def test_a_line_that_the_terminal_takes_for_wider_never_reaches_the_way_to_stop(tty: Tty) -> None:
    screen = Screen(tty)
    title = "\U0001f44d\U0001f3fd" * 16  # a terminal that does not cluster takes 64 columns
    session = live(choose(sample(title), Choices()), Command.TOGGLE, 5_000)
    tty.resize(40, 12)
    screen.open()
    seen = pyte.Screen(40, 12)
    stream = pyte.Stream(seen)
    for ms in range(0, 5_000, 200):
        screen.show(live(session.timeline, Command.TOGGLE, 5_000 + ms), (), "")
        stream.feed(tty.taken().replace("\x1b[?1049h", ""))
        assert seen.display[-1].startswith("  Any pain: stop (q)")
        assert [row for row in seen.display if "Any pain" in row] == [seen.display[-1]]
    screen.close()
    assert "\x1b[?7h" in tty.taken()


def test_a_terminal_that_takes_nothing_is_tried_again_and_then_gets_the_whole_picture(
    tty: Tty,
) -> None:
    screen = Screen(tty)
    tty.takes = False
    for ms in range(0, 29_000, 500):
        change_ms = screen.show(live(laid_out(), Command.TOGGLE, ms), (), "")
        assert change_ms is None or change_ms <= 1_000
    assert tty.taken() == ""
    tty.takes = True

    screen.show(live(laid_out(), Command.TOGGLE, 31_000), (), "")

    seen = pyte.Screen(80, 24)
    pyte.Stream(seen).feed(tty.taken())
    now = frame(live(laid_out(), Command.TOGGLE, 31_000))
    assert rows_of(seen) == picture(now, 80, 24, look=Look.COLOUR)


def test_words_on_the_screen_cannot_move_its_cursor(tty: Tty) -> None:
    session = live(choose(sample("a\x1b[2Jb\u061cc"), Choices()), Command.TOGGLE, 5_000)
    screen = Screen(tty)

    screen.show(session, (), "the engine said \x1b]0;x\x07")

    written = tty.taken()
    assert "a?[2Jb?c" in written
    assert "the engine said ?]0;x?" in written


def _whole_run(tty: Tty) -> str:
    screen = Screen(tty)
    for step in range(0, 40_000, 1_000):
        screen.show(live(laid_out(), Command.TOGGLE, step), (), "")
    return tty.taken()


def test_no_color_gives_no_colour_codes(tty: Tty, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _COLOURS.search(_whole_run(tty))

    monkeypatch.setenv("NO_COLOR", "1")

    assert _COLOURS.search(_whole_run(tty)) is None


def test_a_terminal_that_reports_no_size_is_taken_for_80_by_24(tty: Tty) -> None:
    tty.resize(0, 0)

    Screen(tty).show(live(laid_out()), (), "")

    seen = pyte.Screen(80, 24)
    pyte.Stream(seen).feed(tty.taken())
    assert rows_of(seen) == picture(frame(live(laid_out())), 80, 24, look=None)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 6), (120, 40)])
@pytest.mark.parametrize("from_ms", [27_800, 29_000, 33_300, 52_900, 69_000])
def test_what_is_made_ahead_is_what_the_moment_shows(
    tty: Tty, columns: int, rows: int, from_ms: int
) -> None:
    tty.resize(columns, rows)
    seen = pyte.Screen(columns, rows)
    stream = pyte.Stream(seen)
    session = live(laid_out(), from_ms, waits=False)
    screen = _shown_twice(tty, session)
    stream.feed(tty.taken())
    seconds = steps = 0
    for _ in range(30):
        change_ms = screen.show(session, (), "")
        assert change_ms is not None
        stream.feed(tty.taken())
        before, last_ms, until_ms = rows_of(seen), None, session.now_ms + change_ms
        for at_ms in _moves(screen, until_ms):
            stream.feed(tty.taken())
            if at_ms < until_ms:
                display = rows_of(seen)
                others = {row for was, row in zip(before, display, strict=True) if was != row}
                assert others <= {_gauge_row(columns, at_ms)}
                before, steps = display, steps + len(others)
            last_ms = at_ms
        session, _ = advance(session, until_ms)
        if last_ms == until_ms:
            seconds += 1
            shown, now = rows_of(seen), frame(session)
            expected = picture(now, columns, rows, look=Look.COLOUR)
            figures = holes(paged(now, columns, rows, True, Look.COLOUR))
            assert _around(shown, figures) == _around(expected, figures)
    assert seconds
    assert steps or columns == 20


def _around(rows: Sequence[str], figures: Sequence[Hole]) -> list[str]:
    """What a picture shows beside its figures."""
    around = list(rows)
    for hole in figures:
        for row in range(hole.row, hole.row + hole.rows):
            left, right = hole.column, hole.column + hole.columns
            around[row] = around[row][:left] + " " * hole.columns + around[row][right:]
    return around


def test_a_key_or_a_resize_makes_what_was_made_ahead_void(tty: Tty) -> None:
    session = live(laid_out(), 29_000, waits=False)
    screen = _shown_twice(tty, session)
    assert screen.moves(_LATER_MS)
    paused, _ = advance(session, session.now_ms + 50, Command.TOGGLE)
    screen.show(paused, (), "")
    assert not screen.moves(_LATER_MS)

    screen.show(session, (), "")
    assert screen.moves(_LATER_MS)
    screen.open()
    assert not screen.moves(_LATER_MS)


def test_a_terminal_that_takes_nothing_gets_no_moves(tty: Tty) -> None:
    session = live(laid_out(), 29_000, waits=False)
    screen, seen = _shown_twice(tty, session), pyte.Screen(80, 24)
    stream = pyte.Stream(seen)
    tty.takes = False
    for _ in range(3):
        until_ms = session.now_ms + (screen.show(session, (), "") or 1_000)
        list(_moves(screen, until_ms))
        session, _ = advance(session, until_ms)
    tty.takes = True

    for _ in range(8):
        change_ms = screen.show(session, (), "") or 1_000
        last, (session, _) = session, advance(session, session.now_ms + change_ms)
    stream.feed(tty.taken())
    assert rows_of(seen) == picture(frame(last), 80, 24, look=Look.COLOUR)


def _gauge_row(columns: int, at_ms: int) -> str:
    shown = picture(frame(live(laid_out(), at_ms, waits=False)), columns, 24)
    return next(row for row in shown if row.strip().startswith(("Breathe in ", "Breathe out ")))


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120])
def test_a_breath_in_is_drawn_at_each_step_of_its_gauge(tty: Tty, columns: int) -> None:
    tty.resize(columns, 24)
    screen = Screen(tty)
    at_ms, asked = 29_000, []
    while at_ms < 33_000:
        asked.append(at_ms)
        change_ms = screen.show(live(laid_out(), at_ms, waits=False), (), "")
        assert change_ms is not None
        asked += _moves(screen, at_ms + change_ms)
        at_ms += change_ms
    moments = range(29_000, 33_000, 10)
    rows = [_gauge_row(columns, moment) for moment in moments]
    steps = [
        after_ms
        for after_ms, before, after in zip(moments[1:], rows, rows[1:], strict=False)
        if before != after
    ]

    # A step lies in the 10 ms before the moment that shows it. Several are drawn at once, rather
    # than waking up for each of them.
    late = [
        step
        for step in steps
        if not any(step - 10 < moment < step + STEP_AT_LEAST_MS for moment in asked)
    ]
    assert max(later - before for before, later in pairwise(sorted(asked))) <= max(
        STEP_AT_LEAST_MS, *(later - before + 10 for before, later in pairwise(steps))
    )

    assert len(steps) >= 3
    assert late == []
