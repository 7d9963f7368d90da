"""The way into the first position as a strip of small figures, with words below each."""

from stretchcoach.core import words
from stretchcoach.core.frame import Frame
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.lines import BLANK, Line, padded, wrap

LEAST_COLUMNS, LEAST_ROWS, MOST_ROWS = 13, 7, 12
# Rows of words below a figure: two, or three if it is at most so narrow.
WORDS_ROWS, NARROW = 2, 16
GAP = 2


def way_in(frame: Frame, room: int, rows: int, look: Look | None) -> list[Line]:
    """The strip in at most so many rows; [] without room or without colours.

    While `look` is None, since it is not known yet, the room stays blank.
    """
    if frame.figure is None or look not in (None, Look.COLOUR):
        return []
    figure, count = frame.figure, len(frame.figure.moves) + 1
    columns = min((room - GAP * (count - 1)) // count, 2 * MOST_ROWS)
    words_rows = WORDS_ROWS + (columns <= NARROW)
    tall = min(MOST_ROWS, rows - words_rows)
    columns = min(columns, 2 * tall + 2)
    if columns < LEAST_COLUMNS or tall < LEAST_ROWS:
        return []
    if look is None:
        return [BLANK] * (tall + words_rows)
    # Imported with the second picture, like all modules that draw a figure.
    from stretchcoach.core.figures import scene_of
    from stretchcoach.terminal.body import drawn

    scene = scene_of(figure, frame.mirrored)
    if scene is None:
        return []
    own, at_ms = words.of(frame.routine.language), 0
    steps: list[list[Line]] = []
    keys = scene.motion.keys
    for key, told in zip(keys, words.steps(own, figure, keys[0].name), strict=True):
        at_ms += key.takes_ms
        moment = None if key is keys[-1] else at_ms
        shown = drawn(
            figure, frame.mirrored, 0, at_ms=moment, columns=columns, rows=tall, look=look
        )
        below: list[Line] = [((line, "quiet"),) for line in wrap(told, columns)]
        steps.append([*shown, *(below + [BLANK] * words_rows)[:words_rows]])
    return [
        tuple(span for line in row for span in padded(line, columns + GAP))
        for row in zip(*steps, strict=True)
    ]
