"""The pages without a countdown: the gate, what stands there after pain, and the keys."""

from collections.abc import Iterator, Sequence

from stretchcoach.core import words
from stretchcoach.core.frame import Frame
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import Reason
from stretchcoach.core.templates import Words
from stretchcoach.terminal.figures import ROWS, figures, figures_width
from stretchcoach.terminal.lines import BLANK, Line, ends, paragraph

# On a smaller screen its lines are needed for safety.
SUMMARY_FROM_ROWS = 20

Block = list[Line]


def gate_page(frame: Frame, room: int, rows: int) -> list[Line]:
    """What is to be read before: safety first, then how to stand; a key begins, another turns."""
    routine = frame.routine
    own = words.of(routine.language)
    length = words.clock_time(frame.session.length_ms)
    # On every page, as on every picture of a session.
    stop = ends((own.any_pain_key, "stop"), (length, "quiet"), room)
    head: Block = [((routine.title, "bold"),)]
    if rows >= SUMMARY_FROM_ROWS:
        head += paragraph(routine.summary, room, "quiet")
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
    groups: list[list[Block]] = [[head], safety, [*setup, *form], end]
    pages = list(_paged(groups, max(1, rows - 2)))
    number = frame.page % len(pages)
    more = own.more.format(page=number + 1, count=len(pages)) if len(pages) > 1 else ""
    page = [stop, *pages[number], *[BLANK] * (rows - 2 - len(pages[number]))]
    short = own.more_in_short.format(page=number + 1, count=len(pages)) if more else ""
    for keys in (" · ".join(filter(None, (more, own.gate_keys))), more, short):
        footer = ends((own.enter_begins, "state"), (keys, "quiet"), room)
        if len(footer) > 1:
            break
    return [*page, footer]


def _paged(groups: Sequence[Sequence[Block]], rows: int) -> Iterator[list[Line]]:
    """Pages of at most so many rows: groups a line apart, and no block cut that fits on a page."""
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


def pain_page(frame: Frame, room: int, rows: int, unicode: bool) -> list[Line]:
    """After "it hurts": what to do now, what it may be, and the ways on."""
    own, number = words.of(frame.routine.language), frame.emergency
    footer: Line = ((own.q_ends, "stop"),)
    if frame.sign is Sign.EMERGENCY:
        call = _large(number[:3] or own.large_call, room, rows, unicode)
        groups = [paragraph(words.call_an_ambulance(own, number), room, "stop"), call]
    elif frame.sign is Sign.NUMBNESS:
        told = paragraph(own.signs[frame.sign], room, "stop")
        groups = [_large(own.large_stop, room, rows // 2, unicode), told]
    else:
        groups = [
            _large(own.large_stop, room, rows // 2, unicode),
            paragraph(own.pain, room, "bold"),
            paragraph(words.emergency_line(own, number), room, "stop"),
            paragraph(frame.without, room, "state"),
            _asked(own, room, rows) if frame.sign is None else [],
            paragraph(own.if_pain_stays, room),
        ]
    return [*_fitted(groups, rows - 1), footer]


def _asked(own: Words, room: int, rows: int) -> Block:
    """Which kind of pain it is, with the key for each."""
    if rows < SUMMARY_FROM_ROWS:
        short = (f"{key} {own.signs_in_short[sign]}" for key, sign in enumerate(Sign, start=1))
        return paragraph(" · ".join(short), room)
    asked = paragraph(own.what_is_it, room)
    for key, sign in enumerate(Sign, start=1):
        asked += paragraph(own.sign_names[sign], room, indent=f"  {key}  ")
    return asked


def help_page(frame: Frame, room: int, rows: int) -> list[Line]:
    """Every key that does something now, and what it does."""
    own = words.of(frame.routine.language)
    known = words.keys_after_pain(own) if frame.reason is Reason.PAIN else own.keys
    keys = [line for key, does in known for line in paragraph(does, room, indent=key.ljust(14))]
    groups: list[list[Line]] = [
        [((own.keys_title, "bold"),)],
        keys,
        paragraph(own.marks, room, "quiet") if frame.reason is not Reason.PAIN else [],
    ]
    return [*_fitted(groups, rows - 1), ((own.any_pain_key, "stop"),)]


def _large(text: str, room: int, rows: int, unicode: bool) -> Block:
    """The text in figures, as large as leaves half of the rows for the rest."""
    scales = (s for s in (2, 1) if 2 * ROWS * s <= rows and room >= figures_width(len(text), s))
    scale = next(scales, 0)
    ink = "█" if unicode else "#"
    return [((row, "stop"),) for row in figures(text, scale, ink)] if scale else []


def _fitted(groups: list[list[Line]], rows: int) -> list[Line]:
    """The groups a line apart, or close together, or without the least of them: the last."""
    spaced: list[Line] = []
    for group in groups:
        spaced += [*group, BLANK] if group else []
    close = [line for group in groups for line in group]
    lines = spaced[:-1] if len(spaced) - 1 <= rows else close
    return (lines + [BLANK] * rows)[:rows]
