"""The pages without a countdown: the gate, the setup, the page after pain, and the keys."""

from collections.abc import Iterator, Sequence

from stretchcoach.core import words
from stretchcoach.core.frame import Frame
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import Mode, Reason
from stretchcoach.core.templates import Words
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.figures import ROWS, figures, figures_width
from stretchcoach.terminal.lines import (
    BLANK,
    Line,
    Span,
    beside,
    cell_len,
    ends,
    first_caution,
    noted,
    paragraph,
    shortened,
)
from stretchcoach.terminal.strip import way_in

# A smaller screen needs these lines for the safety.
SUMMARY_FROM_ROWS = 20
STRIP_FROM_ROWS = 24

Block = list[Line]


def gate_page(frame: Frame, room: int, rows: int, look: Look | None) -> list[Line]:
    """The text to read before: safety first, then how to stand. One key begins, another turns.

    A person who knows the routine gets its essence first, on a page more. Where there is room,
    small figures show the way into the first position.
    """
    own, height = words.of(frame.routine.language), max(1, rows - 2)
    known = list(_paged(_essence(frame, room), height)) if frame.known else []
    if len(known) == 1 and rows >= STRIP_FROM_ROWS:
        way = way_in(frame, room, height - len(known[0]) - 1, look=look)
        known = [[*known[0], BLANK, *way]] if way else known
    way = way_in(frame, room, height, look=look) if rows >= STRIP_FROM_ROWS else []
    pages = [*known, *_paged(_whole(frame, room, rows, way=way), height)]
    number = frame.page % len(pages)
    page = pages[number]
    last = number == len(pages) - 1  # the last page has the note in its text
    spare = 0 if last else height - len(page) - 1
    note: Block = [
        ((line, "quiet"),) for line in noted(frame.note, own.note_in_short, room=room, count=spare)
    ]
    blanks = [BLANK] * (rows - 2 - len(page) - len(note))
    more, short = _turn(own, number, known=len(known), count=len(pages))
    gate_keys = own.gate_keys_with_setup if frame.routine.setup else own.gate_keys
    keys = tuple(" · ".join(filter(None, (more, each))) for each in (gate_keys, own.gate_keys))
    keys = (*keys, more, short)
    length = words.clock_time(frame.session.length_ms)
    lengths = [f"{own.note_in_short} · {length}"] * bool(frame.note and not note and not last)
    # How to stop is on every page, as on every picture of a session.
    stop = _with_first_fitting((own.any_pain_key, "stop"), (*lengths, length), room)
    footer = _with_first_fitting((own.enter_begins, "state"), keys, room)
    return [stop, *page, *blanks, *note, footer]


def _with_first_fitting(left: Span, texts: Sequence[str], room: int) -> Line:
    """A line with `left` at one end, and at the other the first of the texts that fits."""
    lines = (ends(left, (text, "quiet"), room) for text in texts)
    return next((line for line in lines if len(line) > 1), (left,))


def _turn(own: Words, number: int, *, known: int, count: int) -> tuple[str, str]:
    """The label of the key that turns the page, in full and in short."""
    if count == 1:
        return "", ""
    if number == known - 1:
        return own.all_of_it, own.all_of_it_in_short
    if number == count - 1:
        return own.from_the_top, own.from_the_top_in_short
    pages = {"page": number + 1, "count": count}
    return own.more.format(**pages), own.more_in_short.format(**pages)


def _essence(frame: Frame, room: int) -> list[list[Block]]:
    """The text to read again each time: the safety, the caution in a line, the stages to come."""
    routine = frame.routine
    own = words.of(routine.language)
    caution = first_caution(routine.caution, own.more_cautions, room - cell_len(own.caution))
    return [
        [[((routine.title, "bold"),), *_remembered(frame, room)]],
        [
            paragraph(routine.safety.during, room, "bold"),
            paragraph(words.stop_at(own, routine.safety.stop_signs), room, "stop"),
            paragraph(caution, room, indent=own.caution),
        ],
        [paragraph(text, room) for text in (frame.ahead, frame.chosen) if text],
    ]


def _remembered(frame: Frame, room: int) -> Block:
    """The changes by memory, and the key that undoes them."""
    told = [line for text in frame.remembered for line in paragraph(text, room, "bold")]
    return told + (paragraph(frame.ask_back, room, "state") if frame.ask_back else [])


def _whole(frame: Frame, room: int, rows: int, way: Block) -> list[list[Block]]:
    """The whole text of the gate, in groups."""
    routine = frame.routine
    own = words.of(routine.language)
    head: Block = [((routine.title, "bold"),)]
    if rows >= SUMMARY_FROM_ROWS:
        head += paragraph(routine.summary, room, "quiet")
    head += _remembered(frame, room)
    safety: list[Block] = [
        *(paragraph(text, room, "bold") for text in routine.safety.before),
        paragraph(words.stop_at(own, routine.safety.stop_signs), room, "stop"),
        paragraph(own.doctor_first_in_short, room, "bold"),
        *(paragraph(text, room, indent=own.caution) for text in routine.caution),
    ]
    setup = [
        paragraph(text, room, indent=f"{number}. ")
        for number, text in enumerate(routine.setup, start=1)
    ]
    form = [paragraph(text, room, indent="- ") for text in routine.form]
    end = [
        paragraph(text, room, "quiet")
        for text in (words.by(own, routine), frame.chosen, frame.note)
        if text
    ]
    return [[head], safety, [way] if way else [], [*setup, *form], end]


def _paged(groups: Sequence[Sequence[Block]], rows: int) -> Iterator[list[Line]]:
    """Pages of at most so many rows. Groups are a line apart. A block that fits is not cut."""
    page: list[Line] = []
    for group in groups:
        for number, block in enumerate(group):
            apart = [BLANK] if page and not number else []
            if page and len(page) + len(apart) + len(block) > rows:
                yield page
                page, apart = [], []
            page += [*apart, *block]
            while len(page) > rows:
                yield page[:rows]
                page = page[rows:]
    yield page


def setup_page(frame: Frame, room: int, rows: int, mark: str) -> list[Line]:
    """A step of the setup while it is read aloud, and the time for it.

    A step that does not fit is cut, and ends in the `mark`.
    """
    own = words.of(frame.routine.language)
    head = ends(
        (f"{own.setup} · {frame.counted}" if frame.counted else own.setup, "bold"),
        (f"{frame.seconds_left} s", "figures"),
        room,
    )
    told: Block = [
        ((line, "bold"),) for line in shortened(frame.caption, room, max(1, rows - 2), mark=mark)
    ]
    paused = frame.mode is Mode.PAUSED
    keys = (
        (own.paused_keys, own.paused_keys_in_short)
        if paused
        else (own.setup_keys, own.setup_keys_in_short)
    )
    footer = _with_first_fitting((own.any_pain_key, "stop"), keys, room)
    note: Block = [
        ((line, "quiet"),)
        for line in noted(
            frame.note, own.note_in_short, room=room, count=max(0, rows - len(told) - 3)
        )
    ]
    return [*_fitted([[head], told, note], rows - 1), footer]


def pain_page(frame: Frame, room: int, rows: int, unicode: bool) -> list[Line]:
    """The page after "it hurts": what to do now, what the pain may be, and the ways on."""
    own, number = words.of(frame.routine.language), frame.emergency
    footer: Line = ((own.q_ends, "stop"),)
    if frame.sign is Sign.EMERGENCY:
        call = _large(number[:3] or own.large_call, room, rows, unicode=unicode)
        groups = [paragraph(words.call_an_ambulance(own, number), room, "stop"), call]
    elif frame.sign is Sign.NUMBNESS:
        told = paragraph(own.signs[frame.sign], room, "stop")
        groups = [_large(own.large_stop, room, rows // 2, unicode=unicode), told]
    else:
        groups = _after_pain(frame, room, rows, unicode=unicode)
    return [*_fitted(groups, rows - 1), footer]


def _after_pain(frame: Frame, room: int, rows: int, unicode: bool) -> list[Block]:
    """As many whole blocks as fit, the emergency before all others."""
    own = words.of(frame.routine.language)
    stop = paragraph(own.pain, room, "bold")
    emergency = paragraph(words.emergency_line(own, frame.emergency), room, "stop")
    if len(stop) + len(emergency) > rows - 1:
        emergency = paragraph(words.emergency_line_in_short(own, frame.emergency), room, "stop")
        stop = stop if len(stop) + len(emergency) < rows else []
    groups = [_large(own.large_stop, room, rows // 2, unicode=unicode), stop, emergency]
    for more in (
        paragraph(frame.without, room, "state"),
        _asked(own, room, rows) if frame.sign is None else [],
        paragraph(own.if_pain_stays, room),
    ):
        if sum(map(len, groups)) + len(more) < rows:
            groups.append(more)
    return groups


def _asked(own: Words, room: int, rows: int) -> Block:
    """The question for the kind of pain, with a key for each."""
    if rows < SUMMARY_FROM_ROWS:
        short = [f"{key} {own.signs_in_short[sign]}" for key, sign in enumerate(Sign, start=1)]
        return [((line, ""),) for line in beside(short, room)]
    asked = paragraph(own.what_is_it, room)
    for key, sign in enumerate(Sign, start=1):
        asked += paragraph(own.sign_names[sign], room, indent=f"  {key}  ")
    return asked


def help_page(frame: Frame, room: int, rows: int, look: Look | None) -> list[Line]:
    """Every key that has an effect now, and what it does."""
    own = words.of(frame.routine.language)
    known = words.keys_after_pain(own) if frame.reason is Reason.PAIN else own.keys
    if frame.ask_back:
        undo = own.as_usual_key if frame.ask_back == own.as_usual else words.ask_back_key(own)
        known = (undo, *known)
    if frame.mode is Mode.WAITING and frame.routine.setup:
        known = (own.read_key, *known)
    keys = [line for key, does in known for line in paragraph(does, room, indent=key.ljust(14))]
    groups: list[list[Line]] = [
        [((own.keys_title, "bold"),)],
        keys,
        paragraph(_marks(frame, look), room, "quiet") if frame.reason is not Reason.PAIN else [],
    ]
    stop = own.q_ends if frame.reason is Reason.PAIN else own.any_pain_key
    return [*_fitted(groups, rows - 1), ((stop, "stop"),)]


def _marks(frame: Frame, look: Look | None) -> str:
    own = words.of(frame.routine.language)
    if frame.figure is None:
        return own.marks
    if look is Look.COLOUR:
        return own.figure_colours
    return own.figure_marks_in_ascii if look is Look.ASCII else own.figure_marks


def _large(text: str, room: int, rows: int, unicode: bool) -> Block:
    """The text in figures of at most half of the rows."""
    scales = (s for s in (2, 1) if 2 * ROWS * s <= rows and room >= figures_width(len(text), s))
    scale = next(scales, 0)
    ink = "█" if unicode else "#"
    return [((row, "stop"),) for row in figures(text, scale, ink)] if scale else []


def _fitted(groups: list[list[Line]], rows: int) -> list[Line]:
    """The groups a line apart; if they do not fit, without gaps, then without the last groups."""
    spaced: list[Line] = []
    for group in groups:
        spaced += [*group, BLANK] if group else []
    close = [line for group in groups for line in group]
    lines = spaced[:-1] if len(spaced) - 1 <= rows else close
    return (lines + [BLANK] * rows)[:rows]
