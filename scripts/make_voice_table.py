"""Have a recogniser listen to all that is said in a routine, and write how much it makes out.

    python -m scripts.make_voice_table [--only ROUTINE] [--told] [--voice ENGINE]…

Writes the table of docs/sound.md. Needs the extras `voice` and `listen`, and espeak-ng; takes five
minutes. `--told` prints what was not made out. With any option nothing is written.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bench"))

from listener import Understood, error_rate, listen, samples_of

from scripts.tables import between
from stretchcoach.audio.clips import Sound
from stretchcoach.audio.engines import find_voice
from stretchcoach.audio.voice import made
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.speech import Phrase, phrases
from stretchcoach.files.folders import built_in_folder
from stretchcoach.files.routine_file import read_routine

_DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "sound.md"
_BEGIN = "<!-- table: scripts/make_voice_table.py -->"
_END = "<!-- end of the voices -->"
_ROUTINES = ("calves", "chest-doorway", "desk-break", "upper-back")
_DAYS = range(3)  # after which the words that change by the day begin anew


def said_in(name: str) -> list[Phrase]:
    """All that may be said in a session of this built-in routine, on any day."""
    routine = read_routine(built_in_folder() / f"{name}.yaml")
    on_days = [phrases(choose(routine, Choices(day=day))) for day in _DAYS]
    return list(dict.fromkeys(phrase for day in on_days for phrase in day))


def understood(engine: str, said: list[Phrase]) -> list[Understood]:
    voice = find_voice(engine, "en")
    assert voice is not None
    with (
        TemporaryDirectory() as folder,
        made(voice, Path(folder), said, lambda *_: None) as spoken,
    ):
        assert not spoken.note, spoken.note
        # What differs only in its room may be the same file.
        files = {c.path: p.words for p, c in spoken.clips.items() if isinstance(c, Sound)}
        return listen([(words, *samples_of(path)) for path, words in files.items()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append")
    parser.add_argument("--voice", action="append")
    parser.add_argument("--told", action="store_true")
    given = parser.parse_args()
    engines = given.voice or ["hibari", "espeak-ng"]
    rows = []
    for name in given.only or _ROUTINES:
        said = said_in(name)
        by = {engine: understood(engine, said) for engine in engines}
        rates = (f"{error_rate(by[engine]):.2f}" for engine in engines)
        rows.append(f"| `{name}` | {len(said)} | {' | '.join(rates)} |")
        print(rows[-1], flush=True)
        if given.told:
            for engine, heard in by.items():
                for one in sorted(heard, key=lambda one: -one.wrong / one.words):
                    if one.wrong:
                        print(f"{engine}: {one.wrong} of {one.words}: {one.said} → {one.heard}")
    if given.told or given.only or given.voice:
        return
    head = [f"| routine | phrases | {' | '.join(engines)} |", "|---|---|" + "---|" * len(engines)]
    page = _DOCUMENT.read_text(encoding="utf-8")
    page = between(page, _BEGIN, _END, "\n".join([*head, *rows]))
    _DOCUMENT.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
