"""Have a recogniser listen to all phrases of a routine, and write how much it understands.

    python -m scripts.make_voice_table [--only ROUTINE] [--told] [--voice ENGINE]…

Writes the table of docs/sound.md, with a row for each built-in routine. Needs the extras `voice`
and `listen`, and espeak-ng. `--told` prints the phrases that were misunderstood. With any option no
file is written.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
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
_DAYS = range(3)  # after so many days the wordings repeat


def built_in_names() -> list[str]:
    return sorted(path.stem for path in built_in_folder().glob("*.yaml"))


def said_in(name: str) -> list[Phrase]:
    """All that may be said in a session of this built-in routine, on any day."""
    routine = read_routine(built_in_folder() / f"{name}.yaml")
    on_days = [phrases(choose(routine, Choices(day=day))) for day in _DAYS]
    return list(dict.fromkeys(phrase for day in on_days for phrase in day))


class Ear:
    """A recogniser that listens to one engine, to each file once: routines share many phrases."""

    def __init__(self, engine: str, folder: Path) -> None:
        voice = find_voice(engine, "en")
        assert voice is not None
        self.engine = engine
        self.heard: dict[Path, Understood] = {}
        self._voice, self._folder = voice, folder

    def listen(self, said: list[Phrase]) -> list[Understood]:
        with made(self._voice, self._folder, said, lambda *_: None) as spoken:
            assert not spoken.note, spoken.note
            # Phrases that differ only in their room may have the same file.
            files = {c.path: p.words for p, c in spoken.clips.items() if isinstance(c, Sound)}
            new = {path: words for path, words in files.items() if path not in self.heard}
            made_out = listen([(words, *samples_of(path)) for path, words in new.items()])
            self.heard |= dict(zip(new, made_out, strict=True))
            return [self.heard[path] for path in files]


def told(by: dict[str, list[Understood]]) -> Iterator[str]:
    """The phrases that were misunderstood, the worst first."""
    for engine, heard in by.items():
        for one in sorted(heard, key=lambda one: -one.wrong / one.words):
            if one.wrong:
                yield f"{engine}: {one.wrong} of {one.words}: {one.said} → {one.heard}"


def row(name: str, phrases: int, heard: Iterable[Iterable[Understood]]) -> str:
    return f"| {name} | {phrases} | {' | '.join(f'{error_rate(one):.2f}' for one in heard)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append")
    parser.add_argument("--voice", action="append")
    parser.add_argument("--told", action="store_true")
    given = parser.parse_args()
    engines = given.voice or ["hibari", "espeak-ng"]
    rows = []
    all_said: set[Phrase] = set()
    with TemporaryDirectory() as folder:
        ears = [Ear(engine, Path(folder)) for engine in engines]
        for name in given.only or built_in_names():
            said = said_in(name)
            all_said |= set(said)
            by = {ear.engine: ear.listen(said) for ear in ears}
            rows.append(row(f"`{name}`", len(said), by.values()))
            print(rows[-1], flush=True)
            if given.told:
                print(*told(by), sep="\n", flush=True)
    rows.append(row("all of them", len(all_said), (ear.heard.values() for ear in ears)))
    print(rows[-1])
    if given.told or given.only or given.voice:
        return
    head = [f"| routine | phrases | {' | '.join(engines)} |", "|---|---|" + "---|" * len(engines)]
    page = _DOCUMENT.read_text(encoding="utf-8")
    page = between(page, _BEGIN, _END, "\n".join([*head, *rows]))
    _DOCUMENT.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
