"""Another language is one value: a session in it shows and says no English word of ours.

What it notes of failing sound is in `tests/audio/test_languages.py`.
"""

import io
from datetime import date

import pytest

from stretchcoach.core import words
from stretchcoach.core.care import cared
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.emergency import emergency_number
from stretchcoach.core.frame import frame
from stretchcoach.core.memory import Place, Remembered, What, recall
from stretchcoach.core.notes import notes
from stretchcoach.core.outcome import Sign
from stretchcoach.core.routine import Position, Routine, Safety, Side, Times, WrittenCue
from stretchcoach.core.session import Command, Session, begin, outcome
from stretchcoach.core.speech import phrases
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import Timeline
from stretchcoach.play import play
from stretchcoach.terminal.figures import ROWS, figures
from stretchcoach.terminal.lines import cell_len
from stretchcoach.terminal.prose import summary
from stretchcoach.terminal.transcript import Transcript
from tests.making import all_cues
from tests.marked import MARKED, english
from tests.scripted import Listening, Scripted
from tests.terminal.scenes import SCENES, built_in, live, picture

# Latin letters are only in what is the same everywhere: the unit of seconds, and ids.
_IDS = ("a", "b", "c")
_ALLOWED = {"s", *_IDS}


def _routine(language: str) -> Routine:
    """One that has everything, all of it in Greek letters."""
    blank = "Ανάσα {side}." if words.has(language) else "Ανάσα."
    return Routine(
        name="made",
        title="Τίτλος",
        safety=Safety(("Αργά.",), ("πόνος", "ζάλη"), "Στοπ."),
        positions=tuple(
            Position(
                id_,
                f"Θέση {number}",
                "Χέρι.",
                how=("Πώς.",),
                felt="Εδώ.",
                not_felt="Εκεί.",
                cues=(WrittenCue(18_000, blank),),
                drawing=("|@===(_)",),
                figure=built_in().positions[0].figure if id_ == "b" else None,
            )
            for number, id_ in enumerate(_IDS)
        ),
        sides=(Side.LEFT, Side.RIGHT),
        summary="Σύνοψη.",
        author="Άννα",
        source="Πηγή",
        caution=("Προσοχή.",),
        setup=("Στάση.",),
        form=("Μορφή.",),
        times=Times(29_000, 30_000, 20_000, 31_000),
        finish="Τέλος.",
        view="πίσω",
        other_side="Άλλη.",
        wrong_way="Λάθος.",
        language=language,
    )


def _timeline(language: str) -> Timeline:
    return choose(_routine(language), Choices())


def _number(language: str) -> str:
    return emergency_number(words.of(language), "de_AT.UTF-8", 3_600)


def _english(text: str) -> set[str]:
    return english(text) - _ALLOWED


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(words.LANGUAGES, "ru", MARKED)


def _scene(name: str, language: str) -> Session:
    number = "" if name == "emergency-no-number" else _number(language)
    return live(_timeline(language), *SCENES[name], emergency=number)


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
@pytest.mark.parametrize("name", SCENES)
def test_no_picture_of_a_session_in_another_language_has_an_english_word(
    name: str, columns: int, rows: int
) -> None:
    session = _scene(name, "ru-RU")
    at_second = session._replace(known=True, sounds=False, stage_no=_with_figure(session))
    for shown in (session, session._replace(muted=True), session._replace(known=True), at_second):
        assert _english("\n".join(picture(frame(shown), columns, rows))) == set()
    assert any("Ж" in row for row in picture(frame(session), columns, rows))


def _with_figure(session: Session) -> int:
    """Its own stage, or one of the same kind whose position has a figure, if there is any."""
    stages = session.timeline.stages
    same = (number for number, stage in enumerate(stages) if stage.kind is session.stage.kind)
    figures = (number for number in same if (at := stages[number].position) and at.figure)
    return next(figures, session.stage_no)


@pytest.mark.usefixtures("marked")
def test_a_fitted_session_in_another_language_says_so_in_it() -> None:
    positions = [position._replace(hold_ms=40_000) for position in _routine("ru").positions[1:]]
    uneven = _routine("ru")._replace(positions=(_routine("ru").positions[0], *positions))
    for routine, total_ms in ((_routine("ru"), 100_000), (uneven, 240_000)):
        timeline = choose(routine, Choices(total_ms=total_ms))
        assert timeline.fitted
        assert _english(timeline.fitted) == set()


_DAY = date(2026, 11, 27)
_PAINS = recall(
    [
        *(Remembered(What.HURT, _DAY, Place("a", "a"), str(number)) for number in range(3)),
        Remembered(What.HURT, date(2025, 2, 3), Place("a", "b"), "4", Sign.NUMBNESS),
        Remembered(What.ADDED, _DAY, Place(position="neck")),
        Remembered(What.HURT, _DAY, Place("b", "b", areas=("shoulder",)), "5"),
    ]
)


def _after_pain(language: str) -> Timeline:
    """A session after pain of every kind: here, too often, in an area, in another routine."""
    routine = _routine(language)
    first, second, third = routine.positions
    more = [
        third._replace(id=id_, areas=(area,)) for id_, area in (("c", "neck"), ("d", "shoulder"))
    ]
    positions = (first, second, *more, third._replace(id="e"))
    return cared(routine._replace(name="a", positions=positions), Choices(), _PAINS, _DAY)


@pytest.mark.usefixtures("marked")
def test_what_is_remembered_is_told_in_the_language_of_the_routine() -> None:
    timeline = _after_pain("ru")
    assert len(timeline.care.told) == 4
    gate = live(timeline)
    for shown in (gate, gate._replace(known=True), gate._replace(help=True)):
        assert _english("\n".join(picture(frame(shown), 80, 24))) == set()
    out, scripted = io.StringIO(), Scripted([(0, Command.ASK_BACK), (1, Command.TOGGLE)])
    viewer = Transcript(out, 80, True)
    session = play(begin(timeline, 0), scripted.now_ms, scripted, viewer, [Listening()])
    summed_up = "\n".join(summary(outcome(session), session.timeline, True))
    assert _english(out.getvalue() + summed_up) == set()
    assert "Ж" in summed_up


def _transcript(language: str, *keys: tuple[int, Command]) -> str:
    out = io.StringIO()
    scripted = Scripted(keys)
    timeline = _timeline(language)
    first = begin(timeline, 0, emergency=_number(language))
    viewer = Transcript(out, 80, True)
    session = play(first, scripted.now_ms, scripted, viewer, [Listening()])
    assert session.over
    summed_up = summary(outcome(session), timeline, True, session.emergency)
    return "\n".join([out.getvalue(), *summed_up])


_BEGIN = (1_000, Command.TOGGLE)
_HURTS = (_BEGIN, (30_000, Command.PAIN), (31_000, Command.HELP))


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "keys",
    [
        [_BEGIN],
        [_BEGIN, (25_000, Command.SKIP), (40_000, Command.MUTE), (41_000, Command.MUTE)],
        [_BEGIN, (25_000, Command.TOGGLE), (26_000, Command.HELP), (27_000, Command.STOP)],
        [_BEGIN, (25_000, Command.AWAY), (27_000, Command.TOGGLE)],
        [*_HURTS, (32_000, Command.IT_IS_PAIN), (33_000, Command.TOGGLE)],
        [_BEGIN, (60_000, Command.PAIN), (61_000, Command.TOGGLE)],
        [*_HURTS, (32_000, Command.IT_IS_NUMBNESS), (33_000, Command.STOP)],
        [*_HURTS, (32_000, Command.IT_IS_AN_EMERGENCY), (33_000, Command.STOP)],
    ],
)
def test_no_line_told_of_a_session_in_another_language_has_an_english_word(
    keys: list[tuple[int, Command]],
) -> None:
    told = _transcript("ru", *keys)

    assert "Ж" in told
    assert _english(told) == set()


@pytest.mark.usefixtures("marked")
def test_a_voice_of_another_language_says_the_words_of_that_language() -> None:
    said = " ".join(phrase.words for phrase in phrases(_timeline("ru")))

    assert "Жжж жжжжж. Жжжж жжжж. Χέρι." in said
    assert _english(said) == set()


def test_where_there_are_no_words_the_voice_says_only_what_the_author_wrote() -> None:
    timeline = _timeline("fi")

    said = [phrase.words for phrase in phrases(timeline)]
    assert _english(" ".join(said)) == set()
    assert said[:4] == ["Τίτλος.", "Χέρι.", "Στοπ.", "Λάθος."]
    assert {event.cue.voiced for event in all_cues(timeline) if event.cue.aloud} <= set(said)


@pytest.mark.parametrize("name", SCENES)
def test_where_there_are_no_words_the_screen_has_the_english_ones(name: str) -> None:
    assert picture(frame(_scene(name, "fi")), 80, 24) == picture(frame(_scene(name, "en")), 80, 24)


def test_a_check_says_that_there_are_no_words_for_a_language() -> None:
    (noted,) = (note for note in notes(_routine("fi")) if note.path == ("language",))

    assert noted.what.startswith("the program has no words of its own in 'fi' (it has en): ")
    assert [note for note in notes(_routine("en-GB")) if note.path == ("language",)] == []


@pytest.mark.parametrize("own", words.LANGUAGES.values(), ids=words.LANGUAGES)
def test_the_words_of_each_language_keep_to_the_room_that_there_is(own: Words) -> None:
    states = [text for name, text in own._asdict().items() if name.startswith("state_")]
    assert [text for text in states if cell_len(text) > 13] == []
    assert [text for text in (own.hold_bar, *own.breathe.values()) if cell_len(text) > 12] == []
    for text in (own.large_stop, own.large_call):
        assert len(text) <= 4
        assert len(figures(text, 1, "#")) == ROWS  # each of its characters has a figure
    # Beside it stands at least one key on a screen of 80 columns.
    assert cell_len(own.any_pain_key) < 40
