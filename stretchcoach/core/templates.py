"""The words that a language needs, so that the program can lead a session in it."""

from collections.abc import Callable
from typing import NamedTuple

from stretchcoach.core.breath import Way
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import Side

Keys = tuple[tuple[str, str], ...]


class Words(NamedTuple):
    """Every word of the program in a session: what it says, shows and sums up.

    Each is a whole sentence or a whole line. `words.py` fills in the names in braces. A language
    may put them anywhere, or leave them out. A `{place}` is a side and a position, as in
    "Left arm · Chest"; a `{time}` is as in `30 s`.
    """

    # On every page, and the effect of keys.
    any_pain_key: str
    q_ends: str
    space_goes_on: str
    enter_begins: str
    gate_keys: str
    # The same if there is a setup to read aloud, and the key that does so.
    gate_keys_with_setup: str
    read_key: tuple[str, str]
    # While the setup is read: the heading of a step, and its keys.
    setup: str
    setup_keys: str
    setup_keys_in_short: str
    more: str
    more_in_short: str
    all_of_it: str
    all_of_it_in_short: str
    from_the_top: str
    from_the_top_in_short: str
    running_keys: str
    running_keys_in_short: str
    paused_keys: str
    paused_keys_in_short: str
    keys_title: str
    keys: Keys
    # After pain, the keys that follow those for the signs.
    keys_after_signs: Keys

    # Safety. Sources: docs/sources.md.
    if_pain_stays: str
    what_is_it: str
    doctor_first: str
    doctor_first_in_short: str
    how_often: str
    emergency_signs: str
    emergency_signs_in_short: str
    ambulance_in_short: str
    ambulance_in_short_at: str
    call_an_ambulance: str
    call_an_ambulance_at: str
    # Where a number holds, by country; "EU" is the whole European Union.
    number_holds_in: dict[str, str]
    stop_at: str
    caution: str
    more_cautions: str
    # In large figures: only letters that `terminal/figures.py` has, up to four of them.
    large_stop: str
    large_call: str
    # The signs, where one is chosen; where one is reported; and what to do then.
    sign_names: dict[Sign, str]
    signs_in_short: dict[Sign, str]
    signs: dict[Sign, str]

    # Beside the countdown; a state has up to 13 columns, a label of a bar up to 12.
    state_ready: str
    state_hold: str
    state_switch: str
    state_change_sides: str
    state_end: str
    state_paused: str
    state_into_position: str
    hold_bar: str
    breathe: dict[Way, str]
    # Phrases by which an author may name a way of the breath, in small letters.
    names_of_ways: dict[Way, tuple[str, ...]]
    left: str
    left_muted: str
    counted: str
    # The viewpoints of a figure, by the name of its view. A drawing has its author's own words.
    views: dict[str, str]
    seen: str
    # How a motion begins, by the name of a figure's start. The author's words say what follows.
    starts: dict[str, str]
    marks: str
    figure_marks: str
    figure_marks_in_ascii: str
    figure_colours: str
    then: str
    then_hold: str
    then_the_end: str

    # Said before the setup if no key can pause it.
    pause_to_get_there: str

    # Spoken, or shown in a line.
    welcome_seconds: str
    welcome_minutes: str
    get_ready: str
    ease_out: str
    change_sides: str
    same_again: str
    # For words after it that name the side.
    same_again_there: str
    last_one: str
    last_on_side: str
    hold_for: str
    hold_for_in_short: str
    hold: str
    half_way: str
    into_position: str
    into_position_side: str
    back_into_position: str
    back_into_position_side: str
    muted: str
    muted_no_more: str
    no_sound_wanted: str
    # For a note on the sound that does not fit.
    note_in_short: str
    care_in_short: str
    sound_again: str
    away: str
    away_briefly: str
    paused: str
    pain: str
    go_on_without_one: str
    go_on_without_two: str
    # Why there is no such offer.
    nothing_without_one: str
    nothing_without_two: str
    going_on_without_one: str
    going_on_without_two: str
    all_done: str
    nothing_held: str
    done_without: str
    stopped: str

    # Sides: in an author's placeholders, before a limb in a sentence, and before one in a title.
    sides: dict[Side, str]
    any_side: str
    any_other_side: str
    sides_with_limb: dict[Side, str]
    side_titles: dict[Side, str]
    # The limb, if a routine names none.
    limb: str
    # Whether a title within a sentence is in small letters.
    lowers_titles: bool

    # The parts of a session saved as a sound file, before its first hold.
    before_you_begin: str
    setting_up: str

    # The positions, sides and holds to come, in short.
    ahead: str
    ahead_sides: str
    one_hold: str
    holds: str
    holds_range: str

    # Where it was felt, and the changes to the next session. `{changes}` are some of those below.
    where_felt: str
    no_answer: str
    because_you_said: str
    next_time: str
    answer_is_not_kept: str
    held_longer: str
    in_the_order: str
    steps_early: str
    warns_each_time: str
    offers: str
    # The key that undoes the changes, and its effect.
    as_usual: str
    as_usual_key: tuple[str, str]
    write_it_down: str
    y_or_not: str
    written_down: str

    # Around a session.
    by_author: str
    from_source: str
    fitted: str
    fitted_range: str
    summary: str
    ended: dict[Ended, str]
    hurt_sign: str
    # This week in the history. `{days}` are days of the week, as in "Mon, Wed".
    this_week: str
    # If the goal is passed, or a pause has left one day of it.
    this_week_days: str
    weekdays: tuple[str, str, str, str, str, str, str]
    posture: str
    variations: str

    # The memory of pain. A `{day}` is as in `24 November`, a `{why}` one of the four below.
    day: str
    day_of_year: str
    months: tuple[str, ...]
    areas: dict[str, str]
    left_out: str
    left_out_for_good: str
    short_again: str
    hurt_on: str
    hurt_often: str
    hurt_in_area: str
    hurt_elsewhere: str
    place_of_routine: str
    ask_back: str
    ask_back_key: tuple[str, str]
    nothing_left: str
    # The first question of the next start, and what to do if the answer is not yes.
    told_before: dict[Sign, str]
    has_passed: dict[Sign, str]
    not_passed: dict[Sign, str]
    yes_or_no: str
    yes: tuple[str, ...]
    pain_is_kept: str
    pain_is_not_kept: str
    pain_is_not_known: str

    # Failures of the sound, and what to `{do}` about them, which is one of the first two. A `{why}`
    # is one of the clauses below. A `{reason}` is a message of the system or a library.
    try_command: str
    see_doctor: str
    lacks_player: str
    lacks_player_and_voice: str
    lacks_voice: str
    sound_cannot_load: str
    sound_cannot_load_library: str
    sound_fails: str
    sound_does_not_answer: str
    sound_has_no_room: str
    one_sound_at_a_time: str
    no_quieter_sounds: str
    sound_is_damaged: str
    voice_fails: str
    voice_does_not_speak: str
    voice_has_no_room: str
    no_voice: str
    no_voice_named: str
    no_voice_for: str
    another_speaks: str
    voice_keeps_elsewhere: str
    voice_keeps_nothing: str
    names_no_voice: str
    # Why an engine does not speak. A `{complaint}` is its own message.
    engine_complains: str
    engine_does_not_answer: str
    engine_has_gone: str
    engine_lacks_language: str
    engine_lacks_voice: str
    engine_failed: str
    engine_cannot_start: str
    engine_cannot_start_threads: str
    engine_was_ended: str
    engine_ended: str
    engine_floods: str
    engine_made_no_file: str
    # The same for a file that it made. A `{reason}` may be one of these, too.
    file_is_silent: str
    file_is_not_whole: str
    file_is_too_long: str
    file_has_another_form: str


# A sentence of the program's own, in any language.
Sentence = Callable[[Words], str]
