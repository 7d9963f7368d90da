"""A frame as lines of text: a function of the frame, the size and the character set.

Every picture has exactly the screen's rows and columns, so that two can be compared line by line
and span by span. The layout depends only on the size and the kind of picture, never on its words or
figures: nothing jumps while a session runs.
"""

from functools import lru_cache

from stretchcoach.core import words
from stretchcoach.core.breath import Way
from stretchcoach.core.drawing import mirror, to_ascii, width
from stretchcoach.core.frame import Frame, Part
from stretchcoach.core.session import Mode, Reason
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import Kind
from stretchcoach.terminal.bars import bar, gauge
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.figures import ROWS, figures, figures_width
from stretchcoach.terminal.lines import (
    BLANK,
    Line,
    Span,
    cell_len,
    ends,
    in_ascii,
    marked,
    noted,
    padded,
    shortened,
    wrap,
)
from stretchcoach.terminal.pages import gate_page, help_page, pain_page, setup_page
from stretchcoach.terminal.places import figure_body, filled, side_by_side

WIDEST = 100
MARGIN = 2
GAUGE_COLUMNS = 40
MOVING = 4
BAR_LEAST = 10  # columns of the session's bar, where it shares a line
LABEL_COLUMNS = 13  # for "Breathe out" and "Hold" before their bars
# Room for a drawing, even if a routine's drawings are smaller, so that a switch moves nothing. The
# last row names the viewpoint.
DRAWING_COLUMNS, DRAWING_ROWS = 31, 13
HEAVY = frozenset("━┃┏┓┗┛●")  # in a drawing: the working limb with its hand or foot
FELT = "◎"  # where it may be felt


def draw(
    frame: Frame, columns: int, rows: int, unicode: bool, look: Look | None = Look.PATTERN
) -> list[Line]:
    """The picture of this frame: `rows` lines of exactly `columns` columns.

    `look` is how a figure is drawn; for None its room stays blank.
    """
    look = look if unicode or look is None else Look.ASCII
    page = paged(frame, columns, rows, unicode=unicode, look=look)
    return filled(page, frame, look) if look is not None else page


def paged(frame: Frame, columns: int, rows: int, unicode: bool, look: Look | None) -> list[Line]:
    """The same picture with holes for the figure; see `places.holes`."""
    room = room_of(columns)
    if frame.help:
        page = help_page(frame, room, rows, look=look)
    elif frame.mode is Mode.WAITING:
        page = gate_page(frame, room, rows, look=look)
    elif frame.reason is Reason.PAIN:
        page = pain_page(frame, room, rows, unicode=unicode)
    elif frame.stage.kind is Kind.SETUP and not frame.leading_in:
        page = setup_page(frame, room, rows, mark=_mark(unicode))
    else:
        page = _session_page(frame, room, rows, unicode=unicode, look=look)
    lines = [line if unicode else in_ascii(line) for line in page[:rows]]
    lines += [BLANK] * (rows - len(lines))
    return [_placed(line, columns) for line in lines]


def moving(frame: Frame, columns: int, unicode: bool, number: int) -> Line:
    """One of the `MOVING` lines, which may change more often than once a second."""
    room = room_of(columns)
    if number == 0:
        line = _breath(frame, room, unicode)
    elif number == 1:
        line = _hold(frame, room, unicode)
    elif number == 2:
        line = _bar(frame.session, room, unicode)
    else:
        line = _head(frame, room, unicode, barred=True)
    return _placed(line, columns)


def still(frame: Frame) -> tuple[object, ...]:
    """All that a picture shows apart from the moving lines: the same for up to a second."""
    unmoved = frame._replace(
        breath=None, hold=None, motion=None, session=Part(0, frame.session.length_ms)
    )
    return unmoved, frame.breath is None, frame.hold is None, _left(frame)


@lru_cache(maxsize=512)  # most lines are the same in the next picture
def _placed(line: Line, columns: int) -> Line:
    room = room_of(columns)
    before: Line = ((" " * ((columns - room) // 2), ""),)
    return padded((*before, *padded(line, room)), columns)


def _session_page(
    frame: Frame, room: int, rows: int, unicode: bool, look: Look | None
) -> list[Line]:
    """Groups of lines from top to bottom. Without room, the least important are left out.

    A long instruction takes the blank line below it, and a long caption the lines below it. So no
    other line moves, however long they are.
    """
    body = figure_body(
        frame, room, rows, look=look, counted=lambda scale: _counted(frame, scale, unicode)
    ) or _body(frame, room, rows, unicode=unicode)
    captions = 2 if rows >= 12 else 1 if rows >= 5 else 0
    spare = rows - len(body) - captions - 3  # beside the place, the breath and the footer
    # The height of the hand comes first: it must not be missed.
    extras = ("hand", "head", "coming", "hold", "bar")
    shown = {name: spare > cost for cost, name in enumerate(extras)}
    place, mark = _place(frame, room), _mark(unicode)
    # A bar without its own line is between the title and the time left.
    head = _head(frame, room, unicode, barred=not shown["bar"])
    groups: list[list[Line]] = [
        [head] * shown["head"] + [_bar(frame.session, room, unicode)] * shown["bar"],
        [place] + [BLANK] * shown["hand"],
        body,
        [_breath(frame, room, unicode)] + [_hold(frame, room, unicode)] * shown["hold"],
    ]
    below: list[Line] = [((marked(frame.coming, room, mark), "quiet"),)] * shown["coming"]
    blanks = rows - 1 - sum(map(len, groups)) - captions - len(below)
    # Blank lines go where they help the eye most; the rest goes above the footer.
    for number in (1, 3, 2, 0):
        if blanks > 0:
            groups[number].append(BLANK)
            blanks -= 1
    for number, line in enumerate(
        shortened(frame.instruction, room, len(groups[1]) - 1, mark=mark), start=1
    ):
        groups[1][number] = ((line, "quiet"),)
    below += [BLANK] * blanks
    said = _captions(frame, room, captions, below=len(below), mark=mark)
    groups.append([*said, *below[len(said) - captions :]])
    safety = (_own(frame).any_pain_key, "stop")
    fitting = (keys for keys in _keys(frame) if cell_len(safety[0]) + cell_len(keys) < room)
    footer = ends(safety, (next(fitting, ""), "quiet"), room)
    page = [line for group in groups for line in group]
    return [*page[: rows - 1], footer]


def _keys(frame: Frame) -> tuple[str, str]:
    """The keys to show, in full and in short."""
    own = _own(frame)
    if frame.mode is Mode.PAUSED:
        return own.paused_keys, own.paused_keys_in_short
    if frame.mode is Mode.FINISHED:
        return "", ""
    return own.running_keys, own.running_keys_in_short


def _body(frame: Frame, room: int, rows: int, unicode: bool) -> list[Line]:
    """The countdown and the drawing, as large as the screen allows without losing the words."""
    drawing_columns = max(DRAWING_COLUMNS, width(frame.drawing))
    drawing_rows = max(DRAWING_ROWS, len(frame.drawing) + 1)
    for scale in (3, 2, 1):
        tall = max(drawing_rows, ROWS * scale)
        if room >= drawing_columns + 4 + figures_width(2, scale) and rows >= tall + 9:
            counted, pictured = _counted(frame, scale, unicode), _drawing(frame, unicode)
            return side_by_side(pictured, counted, drawing_columns, tall=tall, room=room)
    for scale in (2, 1):
        if room >= drawing_columns and rows >= drawing_rows + ROWS * scale + 10:
            pictured = _drawing(frame, unicode)
            blanks = [BLANK] * (drawing_rows - len(pictured) + 1)
            return [*pictured, *blanks, *_counted(frame, scale, unicode)]
    for scale in (2, 1):
        if room >= figures_width(2, scale) and rows >= ROWS * scale + 6:
            return _counted(frame, scale, unicode)
    return [((f"{frame.seconds_left:>2} s" if frame.seconds_left else "", "figures"),)]


def _counted(frame: Frame, scale: int, unicode: bool) -> list[Line]:
    """The seconds in large figures: solid in a hold, hatched in the time between."""
    holding = frame.stage.kind is Kind.HOLD and not frame.leading_in
    ink = ("█" if holding else "▒") if unicode else ("#" if holding else ":")
    seconds = "" if frame.seconds_left is None else str(frame.seconds_left)
    style = "figures" if holding else "between"
    return [((row, style),) for row in figures(f"{seconds:>2}"[-2:], scale, ink)]


def _drawing(frame: Frame, unicode: bool) -> tuple[Line, ...]:
    """The drawing for this side, and its viewpoint in words below."""
    view: Line = ((frame.view, "quiet"),)
    return (*_drawn(frame.drawing, frame.mirrored, unicode), view)


@lru_cache(maxsize=8)  # one is the same for a whole hold, and slow to make
def _drawn(rows: tuple[str, ...], mirrored: bool, unicode: bool) -> tuple[Line, ...]:
    rows = mirror(rows) if mirrored else rows
    shown = rows if unicode else to_ascii(rows)
    return tuple(_styled(row, text) for row, text in zip(rows, shown, strict=True))


def _styled(row: str, shown: str) -> Line:
    spans: list[Span] = []
    for char, text in zip(row, shown, strict=True):
        style = "arm" if char in HEAVY else "felt" if char == FELT else "picture"
        if spans and spans[-1][1] == style:
            text = spans.pop()[0] + text
        spans.append((text, style))
    return tuple(spans)


def _head(frame: Frame, room: int, unicode: bool, *, barred: bool) -> Line:
    """The title and the time left; if `barred`, with the bar between them."""
    # If the line of the place has no room for the state, the state replaces the title.
    stated = len(_place(frame, room)) == 1
    title = (_state(frame), "state") if stated else (frame.routine.title, "bold")
    left, total = _left(frame), _left(frame._replace(session=Part(0, frame.session.length_ms)))
    # Room for the longest time of this session, so that the bar keeps its length.
    columns = room - cell_len(title[0]) - cell_len(total) - 4
    if not barred or stated or columns < BAR_LEAST:
        return ends(title, (left, ""), room)
    bar_line = _bar(frame.session, columns, unicode)
    return (title, ("  ", ""), *bar_line, ("  " + left.rjust(len(total)), ""))


def _left(frame: Frame) -> str:
    left_ms = frame.session.length_ms - frame.session.done_ms
    own = _own(frame)
    return (own.left_muted if frame.muted else own.left).format(time=words.clock_time(left_ms))


def _own(frame: Frame) -> Words:
    return words.of(frame.routine.language)


def _state(frame: Frame) -> str:
    own = _own(frame)
    if frame.mode is Mode.PAUSED:
        return own.state_paused
    if frame.leading_in:
        return own.state_into_position
    match frame.stage.kind:
        case Kind.READY:
            return own.state_ready
        case Kind.HOLD:
            return own.state_hold
        case Kind.SWITCH:
            return own.state_switch
        case Kind.CHANGE_SIDES:
            return own.state_change_sides
        case Kind.END:
            return own.state_end
        case Kind.GATE | Kind.SETUP:
            return ""


def _mark(unicode: bool) -> str:
    """The mark in place of words that do not fit."""
    return "…" if unicode else "..."


def _place(frame: Frame, room: int) -> Line:
    """The place with its count, and the state. Without room, the count is left out."""
    state = (_state(frame), "state")
    counted = f"{frame.place} · {frame.counted}" if frame.counted else frame.place
    line = ends((counted, "bold"), state, room)
    return line if len(line) > 1 else ends((frame.place, "bold"), state, room)


def _bar(part: Part, columns: int, unicode: bool) -> Line:
    done, rest = bar(part.done_ms, part.length_ms, columns, unicode=unicode)
    return (done, "bar"), (rest, "quiet")


def room_of(columns: int) -> int:
    """Columns between the margins, no more than can be read at a glance."""
    return max(1, min(columns, WIDEST) - 2 * (MARGIN if columns >= 40 else 0))


def gauge_columns(room: int) -> int:
    """Columns of the breath gauge: even, so that it can swell from the middle."""
    return max(0, min(GAUGE_COLUMNS, room - LABEL_COLUMNS - 2) // 2 * 2)


def _breath(frame: Frame, room: int, unicode: bool) -> Line:
    if frame.breath is None:
        return BLANK
    phase, part = frame.breath
    done = part.done_ms / part.length_ms
    level = done if phase.way is Way.IN else 1 - done
    blank, filled = gauge(level, gauge_columns(room), unicode)
    edges = "▕▏" if unicode else "[]"
    return (
        _label(_own(frame).breathe[phase.way], "bold"),
        (edges[0] + blank, "quiet"),
        (filled, "breath"),
        (blank + edges[1], "quiet"),
    )


def _hold(frame: Frame, room: int, unicode: bool) -> Line:
    if frame.hold is None:
        return BLANK
    bar_line = _bar(frame.hold, gauge_columns(room), unicode)
    return (_label(_own(frame).hold_bar, "quiet"), (" ", "quiet"), *bar_line)


def _label(text: str, style: str) -> Span:
    return text + " " * (LABEL_COLUMNS - cell_len(text)), style


def _captions(frame: Frame, room: int, count: int, below: int, mark: str) -> list[Line]:
    """The caption in `count` lines; if it is too long, also in the lines `below`."""
    # A note on the sound has a line of its own for a person who mutes. So has a note on what is
    # left out because it hurt, since only this note says so.
    needed = frame.muted or frame.note_in_short == _own(frame).care_in_short
    kept = 1 if needed and frame.note and count > 1 else 0
    long = len(wrap(frame.caption, room))
    most = count if long <= count - kept else count + below
    if frame.caption == frame.routine.safety.during and long > most - kept:
        kept = 0  # the signs to stop at matter more
    said = shortened(frame.caption, room, most - kept, mark=mark)
    lines: list[Line] = [((line, "bold"),) for line in said]
    in_short, spare = frame.note_in_short, (most if kept else count) - len(lines)
    lines += [((line, "quiet"),) for line in noted(frame.note, in_short, room=room, count=spare)]
    return lines + [BLANK] * (count - len(lines))
