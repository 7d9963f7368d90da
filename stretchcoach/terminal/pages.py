"""The pages without a countdown: the gate, what stands there after pain, and the keys."""

from stretchcoach.core import words
from stretchcoach.core.frame import Frame
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
# On a smaller screen its lines are needed for safety.
SUMMARY_FROM_ROWS = 20


def gate_page(frame: Frame, room: int, rows: int) -> list[Line]:
    """What is to be read before: safety first, then how to stand; a key begins."""
    routine = frame.routine
    length = words.clock_time(frame.session.length_ms)
    title = ends((routine.title, "bold"), (length, "quiet"), room)
    safety: list[Line] = [((words.ANY_PAIN_KEY, "stop"),)]
    safety += [line for text in routine.safety.before for line in paragraph(text, room, "bold")]
    safety += paragraph(words.stop_at(routine.safety.stop_signs), room, "stop")
    for text in routine.caution:
        safety += paragraph(text, room, indent="Caution: ")
    setup: list[Line] = []
    for number, text in enumerate(routine.setup, start=1):
        setup += paragraph(text, room, indent=f"{number}. ")
    form = [line for text in routine.form for line in paragraph(text, room, indent="- ")]
    summary = paragraph(routine.summary, room, "quiet")
    groups = [
        [title, *(summary if rows >= SUMMARY_FROM_ROWS else [])],
        safety,
        setup + form,
        paragraph(words.by(routine), room, "quiet"),
        paragraph(frame.chosen, room, "quiet") + paragraph(frame.note, room, "quiet"),
    ]
    asked = ends((words.ENTER_BEGINS, "state"), (words.GATE_KEYS, "quiet"), room)
    return [*_fitted(groups, rows - 1, f"… stretch show {routine.name}"), asked]


def pain_page(frame: Frame, room: int, rows: int, unicode: bool) -> list[Line]:
    """After "it hurts": what to do now, and the two ways on."""
    scale = next((s for s in (2, 1) if rows >= ROWS * s + 8 and room >= figures_width(4, s)), 0)
    stop: list[Line] = (
        [((row, "stop"),) for row in figures("STOP", scale, "█" if unicode else "#")]
        if scale
        else []
    )
    groups = [
        stop,
        paragraph(words.PAIN, room, "bold"),
        paragraph(frame.without, room, "state"),
        paragraph(words.IF_PAIN_STAYS, room),
    ]
    return [*_fitted(groups, rows - 1, "…"), ((words.Q_ENDS, "stop"),)]


def help_page(room: int, rows: int) -> list[Line]:
    """Every key and what it does."""
    keys: list[Line] = [
        line for key, does in KEYS for line in paragraph(does, room, indent=key.ljust(14))
    ]
    groups: list[list[Line]] = [[(("Keys", "bold"),)], keys]
    return [*_fitted(groups, rows - 1, "…"), ((words.ANY_PAIN_KEY, "stop"),)]


def _fitted(groups: list[list[Line]], rows: int, more: str) -> list[Line]:
    """The groups a line apart, or close together, or cut with a word on where the rest is."""
    spaced: list[Line] = []
    for group in groups:
        spaced += [*group, BLANK] if group else []
    close = [line for group in groups for line in group]
    lines = spaced if len(spaced) <= rows else close
    if len(lines) > rows:
        lines = [*lines[: rows - 1], ((more, "quiet"),)]
    return lines + [BLANK] * (rows - len(lines))
