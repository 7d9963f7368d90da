"""The pages without a countdown: the gate, what stands there after pain, and the keys."""

from collections.abc import Iterator, Sequence

from stretchcoach.core import words
from stretchcoach.core.frame import Frame
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import Reason
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.figures import ROWS, figures, figures_width
from stretchcoach.terminal.lines import BLANK, Line, ends, paragraph

KEYS = (
    ("Space Enter", "begin, pause, go on"),
    ("→ n", "skip to the next"),
    ("← b", "go back"),
    ("r", "restart the hold"),
    ("x", "it hurts: stop at once"),
    ("m", "mute, and sound again"),
    ("q Esc Ctrl-C", "stop"),
    ("?", "hide these keys"),
)
KEYS_AFTER_PAIN = (
    *((str(number), words.SIGN_NAMES[sign]) for number, sign in enumerate(Sign, start=1)),
    ("Space Enter", "go on without what hurt, if anything is left; else the end"),
    ("q Esc Ctrl-C", "end here"),
    ("?", "hide these keys"),
)
# On a smaller screen its lines are needed for safety.
SUMMARY_FROM_ROWS = 20

Block = list[Line]


def gate_page(frame: Frame, room: int, rows: int) -> list[Line]:
    """What is to be read before: safety first, then how to stand; a key begins, another turns."""
    routine = frame.routine
    length = words.clock_time(frame.session.length_ms)
    # On every page, as on every picture of a session.
    stop = ends((words.ANY_PAIN_KEY, "stop"), (length, "quiet"), room)
    head: Block = [((routine.title, "bold"),)]
    if rows >= SUMMARY_FROM_ROWS:
        head += paragraph(routine.summary, room, "quiet")
    safety: list[Block] = [
        *(paragraph(text, room, "bold") for text in routine.safety.before),
        paragraph(words.stop_at(routine.safety.stop_signs), room, "stop"),
        paragraph(words.DOCTOR_FIRST_IN_SHORT, room, "bold"),
        *(paragraph(text, room, indent="Caution: ") for text in routine.caution),
    ]
    setup = [
        paragraph(text, room, indent=f"{number}. ")
        for number, text in enumerate(routine.setup, start=1)
    ]
    form = [paragraph(text, room, indent="- ") for text in routine.form]
    end = [
        paragraph(text, room, "quiet")
        for text in (words.by(routine), frame.chosen, frame.note)
        if text
    ]
    groups: list[list[Block]] = [[head], safety, [*setup, *form], end]
    pages = list(_paged(groups, max(1, rows - 2)))
    number = frame.page % len(pages)
    more = words.more(number + 1, len(pages)) if len(pages) > 1 else ""
    page = [stop, *pages[number], *[BLANK] * (rows - 2 - len(pages[number]))]
    short = words.more_in_short(number + 1, len(pages)) if more else ""
    for keys in (" · ".join(filter(None, (more, words.GATE_KEYS))), more, short):
        footer = ends((words.ENTER_BEGINS, "state"), (keys, "quiet"), room)
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
    number = frame.emergency
    footer: Line = ((words.Q_ENDS, "stop"),)
    if frame.sign is Sign.EMERGENCY:
        call = _large(number[:3] or "CALL", room, rows, unicode)
        groups = [paragraph(words.call_an_ambulance(number), room, "stop"), call]
    elif frame.sign is Sign.NUMBNESS:
        told = paragraph(words.SIGNS[frame.sign], room, "stop")
        groups = [_large("STOP", room, rows // 2, unicode), told]
    else:
        groups = [
            _large("STOP", room, rows // 2, unicode),
            paragraph(words.PAIN, room, "bold"),
            paragraph(words.emergency_line(number), room, "stop"),
            paragraph(frame.without, room, "state"),
            _asked(room, rows) if frame.sign is None else [],
            paragraph(words.IF_PAIN_STAYS, room),
        ]
    return [*_fitted(groups, rows - 1), footer]


def _asked(room: int, rows: int) -> Block:
    """Which kind of pain it is, with the key for each."""
    if rows < SUMMARY_FROM_ROWS:
        short = (f"{key} {words.SIGNS_IN_SHORT[sign]}" for key, sign in enumerate(Sign, start=1))
        return paragraph(" · ".join(short), room)
    asked = paragraph(words.WHAT_IS_IT, room)
    for key, sign in enumerate(Sign, start=1):
        asked += paragraph(words.SIGN_NAMES[sign], room, indent=f"  {key}  ")
    return asked


def help_page(frame: Frame, room: int, rows: int, look: Look | None) -> list[Line]:
    """Every key that does something now, and what it does."""
    known = KEYS_AFTER_PAIN if frame.reason is Reason.PAIN else KEYS
    keys = [line for key, does in known for line in paragraph(does, room, indent=key.ljust(14))]
    groups: list[list[Line]] = [
        [(("Keys", "bold"),)],
        keys,
        paragraph(_marks(frame, look), room, "quiet") if frame.reason is not Reason.PAIN else [],
    ]
    return [*_fitted(groups, rows - 1), ((words.ANY_PAIN_KEY, "stop"),)]


def _marks(frame: Frame, look: Look | None) -> str:
    if frame.figure is None:
        return words.MARKS
    if look is Look.COLOUR:
        return words.FIGURE_COLOURS
    return words.FIGURE_MARKS_IN_ASCII if look is Look.ASCII else words.FIGURE_MARKS


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
