"""Routines and sessions as plain lines of text, which stay in the scrollback."""

import re
from collections.abc import Iterator, Sequence

from stretchcoach.core import felt, words
from stretchcoach.core.choices import for_side
from stretchcoach.core.drawing import mirror, to_ascii, width
from stretchcoach.core.duration import written
from stretchcoach.core.outcome import Ended, Held, Outcome, Sign
from stretchcoach.core.routine import Position, Routine
from stretchcoach.core.timeline import Kind, Timeline, said_of
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.lines import cell_len, first_caution, wrap

# The largest and the least size of a figure that is shown.
FIGURE_COLUMNS, FIGURE_COLUMNS_LEAST, FIGURE_ROWS = 34, 26, 14


_HEADINGS = ("NAME", "TIME", "HOLDS", "FROM", "TITLE", "FOR")
# The columns of a list: as many as fit, in this order of choices.
_COLUMNS = ((0, 1, 2, 3, 4), (0, 1, 4), (0, 1), (0,))


def listing(rows: Sequence[Sequence[str]], columns: int | None) -> list[str]:
    """Name, time, holds, owner, title and purpose of each routine.

    For a pipe, without `columns`, each is one line. At a terminal the purpose is on a line below,
    and the other columns are shown as far as they fit.
    """
    cells = [_HEADINGS, *rows]
    if columns is None:
        return _in_columns(cells)
    tables = (_in_columns([[row[no] for no in shown] for row in cells]) for shown in _COLUMNS)
    *wide, narrow = tables
    fitting = (table for table in wide if max(map(cell_len, table)) <= columns)
    heads = next(fitting, narrow)
    lines = [heads[0]]
    for head, row in zip(heads[1:], rows, strict=True):
        lines += [head, *_hanging("    ", row[-1], columns)]
    return lines


def _in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    sizes = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text + " " * (size - cell_len(text)) for text, size in zip(row, sizes, strict=True)
        ).rstrip()
        for row in rows
    ]


def before(routine: Routine, columns: int) -> list[str]:
    """The text to read before a session: safety, then how to stand."""
    own, lines = words.of(routine.language), []
    stop = words.stop_at(own, routine.safety.stop_signs)
    for text in (*routine.safety.before, stop, own.doctor_first_in_short):
        lines += wrap(text, columns)
    for text in routine.caution:
        lines += _hanging(own.caution, text, columns)
    lines.append("")
    for number, text in enumerate(routine.setup, start=1):
        lines += _hanging(f"{number}. ", text, columns)
    for text in routine.form:
        lines += _hanging("- ", text, columns)
    return lines if routine.setup or routine.form else lines[:-1]


def in_short(routine: Routine, columns: int) -> list[str]:
    """The same in short, for a person who has read it."""
    own = words.of(routine.language)
    caution = first_caution(routine.caution, own.more_cautions, columns - cell_len(own.caution))
    return [
        *wrap(routine.safety.during, columns),
        *wrap(words.stop_at(own, routine.safety.stop_signs), columns),
        *(_hanging(own.caution, caution, columns) if caution else []),
    ]


def whole(timeline: Timeline, columns: int, unicode: bool) -> list[str]:
    """The whole routine, to be read before it is led."""
    routine, breath = timeline.routine, timeline.routine.breath
    own = words.of(routine.language)
    lines = [f"{routine.title}  ({words.clock_time(timeline.length_ms)})"]
    for told in timeline.care.told:
        lines += wrap(told, columns)
    for label, text in (
        ("", routine.summary),
        ("Author: ", routine.author),
        ("Source: ", routine.source),
        ("Varies: ", routine.extends),
        ("Changed: ", ", ".join(routine.changes)),
        ("Language: ", "" if routine.language == "en" else routine.language),
        ("Without: ", ", ".join(_without(routine))),
        ("Breath: ", f"in {written(breath.in_ms)}, out {written(breath.out_ms)}"),
        ("During: ", routine.safety.during),
        ("Words: ", "few, since you know it (--full: all of them)" if timeline.briefly else ""),
        ("Wrong way: ", routine.wrong_way),
        ("At first: ", words.fill(own, routine.stand, None)),
        ("How far: ", words.fill(own, routine.until, None)),
        ("Between: ", words.fill(own, routine.between, None)),
        ("Other side: ", words.fill(own, routine.other_side, None)),
        ("Drawings: ", own.seen.format(view=routine.view) if routine.view else ""),
    ):
        lines += _hanging(label, text, columns) if text else []
    lines += ["", *before(routine, columns), ""]
    for label, text in (("First: ", own.doctor_first), ("How often: ", own.how_often)):
        lines += _hanging(label, text, columns)
    if any(position.figure for position in routine.positions):
        lines += wrap(own.figure_marks if unicode else own.figure_marks_in_ascii, columns)
    elif any(position.drawing for position in routine.positions):
        lines += wrap(own.marks, columns)
    held_ms = {s.position.id: s.length_ms for s in timeline.stages if s.position and s.phases}
    for position in routine.positions:
        if position.id in held_ms:
            chosen = for_side(own, position, None)._replace(hold_ms=held_ms[position.id])
            lines += ["", *_position(timeline, chosen, columns)]
            lines += _moments(
                timeline, chosen, columns, look=Look.PATTERN if unicode else Look.ASCII
            )
    lines += ["", *_hanging("At the end: ", routine.finish, columns)] if routine.finish else []
    if routine.after:
        lines += ["", own.where_felt, *_answers(routine, columns)]
    lines += ["", f"Timeline{': ' + timeline.fitted if timeline.fitted else ''}"]
    lines += _timeline(timeline, columns)
    if routine.posture:
        lines += ["", own.posture]
        lines += [line for text in routine.posture for line in _hanging("- ", text, columns)]
    lines += ["", *wrap(own.variations.format(routine=routine.name), columns)]
    return lines if unicode else list(to_ascii(tuple(lines)))


def _answers(routine: Routine, columns: int) -> Iterator[str]:
    """Each answer with its key, and its changes to the next session."""
    for answer in routine.after:
        told = felt.changes(words.of(routine.language), answer, routine)
        text = f"{answer.felt}: {told}" if told else answer.felt
        yield from _hanging(f"  {answer.key}  ", text, columns)


def _without(routine: Routine) -> Iterator[str]:
    """The sounds that the routine itself turns off."""
    if not routine.sound.voice:
        yield "voice"
    if not routine.sound.breath_tones:
        yield "breath tones"


def summary(
    outcome: Outcome,
    timeline: Timeline,
    unicode: bool,
    emergency: str = "",
    *,
    remembered: str = "",
    then: str = "",
) -> list[str]:
    """What was held for how long, what was skipped, what hurt and what to do about that.

    `emergency` is the number of the ambulance, "" if it is not certain. `remembered` is about the
    next sessions. `then` comes at the end.
    """
    own = words.of(timeline.routine.language)
    done = own.done_without if outcome.hurt else own.all_done
    if not any(held.ended is Ended.DONE for held in outcome.holds):
        done = own.nothing_held
    told = own.summary.format(
        title=outcome.title,
        ended=done if outcome.finished else own.stopped,
        held=words.clock_time(outcome.held_ms // 1_000 * 1_000),
        length=words.clock_time(outcome.active_ms),
    )
    lines = [told]
    rows = [_held_row(timeline.routine, held) for held in outcome.holds]
    size = max((len(place) for place, _, _ in rows), default=0)
    lines += [f"  {place:<{size}}  {held:>5}  {note}".rstrip() for place, held, note in rows]
    lines += [*timeline.care.told, *filter(None, [remembered])]
    if outcome.sign is Sign.EMERGENCY:
        lines += [words.call_an_ambulance(own, emergency)]
    elif outcome.hurt:
        lines += [own.signs[outcome.sign or Sign.PAIN]]
    lines += [then] if then else []
    return lines if unicode else list(to_ascii(tuple(lines)))


def _held_row(routine: Routine, held: Held) -> tuple[str, str, str]:
    own = words.of(routine.language)
    place = words.place_name(own, routine, held.side, position=held.position)
    return place, words.whole_seconds(held.held_ms), words.how_it_ended(own, held)


def _position(timeline: Timeline, position: Position, columns: int) -> Iterator[str]:
    routine = timeline.routine
    hold = words.whole_seconds(routine.hold_ms(position))
    yield from wrap(f"{position.title} ({position.id}), held {hold}. {position.hand}", columns)
    if position.briefly:
        yield from _hanging("In short: ", position.briefly, columns)
    for text in position.how:
        yield from wrap(text, columns)
    if position.felt:
        yield from _hanging("Felt: ", position.felt, columns)
    if position.not_felt:
        yield from _hanging("Not felt: ", position.not_felt, columns)
    if position.areas:
        yield from _hanging("Areas: ", ", ".join(position.areas), columns)
    for cue in said_of(routine, position, known=timeline.briefly):
        at = "half" if cue.at_ms is None else written(cue.at_ms)
        others = () if timeline.briefly else cue.others
        for number, text in enumerate((cue.words, *others)):
            yield from _hanging(f"{'or' if number else at:>6}  ", text, columns)
        if cue.briefly and not timeline.briefly:
            yield from _hanging(f"{'short':>6}  ", cue.briefly, columns)
    if position.drawing and not position.figure:
        yield ""
        yield from _both_sides(routine, position, columns)
        if view := routine.view_of(position):
            yield f"  {words.of(routine.language).seen.format(view=view)}"


def _moments(timeline: Timeline, position: Position, columns: int, look: Look) -> Iterator[str]:
    """The first moment of the figure and, where there is room, the last beside it."""
    figure, size = position.figure, min(FIGURE_COLUMNS, (columns - 6) // 2)
    if figure is None:
        return
    from stretchcoach.terminal.body import drawn, named

    own = words.of(timeline.routine.language)
    sides = {stage.side for stage in timeline.stages if stage.side}
    mirrored = bool(sides) and timeline.routine.drawn_for not in sides
    moments = (0, None) if size >= FIGURE_COLUMNS_LEAST else (None,)
    size = min(FIGURE_COLUMNS, max(size, columns - 2, 1)) if len(moments) == 1 else size
    pictures = [
        drawn(figure, mirrored, 0, at_ms=at, columns=size, rows=FIGURE_ROWS, look=look)
        for at in moments
    ]
    yield ""
    for row in zip(*pictures, strict=True):
        texts = ("".join(text for text, _ in line) for line in row)
        yield "  " + "  ".join(text.ljust(size) for text in texts).rstrip()
    side = timeline.routine.drawn_for.other if mirrored else timeline.routine.drawn_for
    whose = f"{words.side_title(own, timeline.routine, side)}, " if sides else ""
    (name, *_) = named(own, figure, mirrored=mirrored, view_no=0, columns=columns)
    ends = "first and last moment" if len(moments) > 1 else "last moment"
    yield from wrap(f"{whose}{name[0][0]}: {ends}", columns - 2)


def _both_sides(routine: Routine, position: Position, columns: int) -> Iterator[str]:
    """The drawing and, where there is room, the one for the other side beside it."""
    drawn, other = position.drawing, mirror(position.drawing)
    size = width(drawn)
    if len(routine.sides) < 2 or 2 * size + 8 > columns:
        shown = other if routine.sides and routine.drawn_for not in routine.sides else drawn
        yield from (f"  {row}" for row in shown)
        return
    left_first = routine.drawn_for is routine.sides[0]
    pairs = zip(drawn, other, strict=True) if left_first else zip(other, drawn, strict=True)
    own = words.of(routine.language)
    names = [words.side_title(own, routine, side) for side in routine.sides]
    apart = max(size, len(names[0])) + 4
    yield f"  {names[0]:<{apart}}{names[1]}"
    for first, second in pairs:
        yield f"  {first:<{apart}}{second}".rstrip()


def _timeline(timeline: Timeline, columns: int) -> Iterator[str]:
    own = words.of(timeline.routine.language)
    for start_ms, stage in zip(timeline.starts_ms, timeline.stages, strict=True):
        if stage.kind is Kind.GATE:
            continue
        lead = f"  {words.clock_time(start_ms):>5}  {stage.kind.value:<13}"
        if stage.position:
            place = words.place_name(own, timeline.routine, stage.side, position=stage.position)
            yield from _hanging(lead, f"{place}, {words.whole_seconds(stage.length_ms)}", columns)
        else:
            yield lead.rstrip()


def hung(line: str, columns: int) -> Sequence[str]:
    """The line, wrapped. If it has a label, further lines are indented by the label's width.

    Two spaces divide a label (a time, a key) from its text.
    """
    if cell_len(line) <= columns:
        return [line]
    label = re.match(r"\s*\S.*?\s{2,}", line)
    size = label.end() if label and label.end() <= columns // 2 else 0
    return _hanging(line[:size], line[size:], columns)


def _hanging(lead: str, text: str, columns: int) -> Sequence[str]:
    lines = wrap(text, columns - len(lead))
    return [(" " * len(lead) if number else lead) + line for number, line in enumerate(lines)]
