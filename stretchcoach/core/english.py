"""The program's words in English."""

from stretchcoach.core.breath import Way
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import AREAS, Side
from stretchcoach.core.templates import Words

ENGLISH = Words(
    any_pain_key="Any pain: stop (q)",
    q_ends="q: end here",
    space_goes_on="Space: go on · q: stop",
    enter_begins="Enter: begin",
    gate_keys="q leave · ? keys",
    more="→ more ({page} of {count})",
    more_in_short="→ {page}/{count}",
    all_of_it="→ all of it",
    all_of_it_in_short="→ all",
    from_the_top="→ again from the top",
    from_the_top_in_short="→ top",
    running_keys="space pause · → skip · ← back · x it hurts · ? keys",
    running_keys_in_short="? keys",
    paused_keys="space go on · → skip · ← back · x it hurts · ? keys",
    paused_keys_in_short="space go on",
    keys_title="Keys",
    keys=(
        ("Space Enter", "begin, pause, go on"),
        ("→ n", "skip to the next"),
        ("← b", "go back"),
        ("r", "restart the hold"),
        ("x", "it hurts: stop at once"),
        ("m", "mute, and sound again"),
        ("q Esc Ctrl-C", "stop"),
        ("?", "hide these keys"),
    ),
    keys_after_signs=(
        ("Space Enter", "go on without what hurt, if anything is left; else the end"),
        ("q Esc Ctrl-C", "end here"),
        ("?", "hide these keys"),
    ),
    if_pain_stays="If it does not pass, ask a doctor before you stretch again.",
    what_is_it="What is it? A key tells; none is needed.",
    doctor_first=(
        "See a doctor first after a fall or an accident; with fever, weight loss, pain at night, "
        "weakness or numbness; with a history of cancer; or if it is no better after some weeks. "
        "Pain between the shoulder blades can have other causes than the way you sit."
    ),
    doctor_first_in_short="A fall, fever, night pain, numbness, past cancer? See a doctor first.",
    how_often=(
        "A few minutes, most days. Two to four holds of 10 to 30 seconds for a muscle are what is "
        "usually advised, and 30 seconds do as well as 60. The break counts, too: with a stretch "
        "in it or without."
    ),
    emergency_signs=(
        "Pressure in the chest, short of breath, pain into arm or jaw? "
        "Or face, speech, sight or one side suddenly wrong?"
    ),
    emergency_signs_in_short="Chest, breath, face, one side?",
    ambulance_in_short="Call an ambulance.",
    ambulance_in_short_at="Ambulance: {number}.",
    call_an_ambulance="Call an ambulance now.",
    call_an_ambulance_at="Call an ambulance now: {number}.",
    number_holds_in={
        "EU": "{number} in the EU",
        "GB": "{number} in the UK",
        "US": "{number} in the US",
        "CA": "{number} in Canada",
    },
    stop_at="Stop at once at: {signs}.",
    caution="Caution: ",
    more_cautions="(more: →)",
    large_stop="STOP",
    large_call="CALL",
    sign_names={
        Sign.PAIN: "pain",
        Sign.NUMBNESS: "numb, tingling, dizzy",
        Sign.EMERGENCY: "chest, breath, arm or jaw; or one side, speech or sight",
    },
    signs_in_short={
        Sign.PAIN: "pain",
        Sign.NUMBNESS: "numb, tingling, dizzy",
        Sign.EMERGENCY: "signs of an emergency",
    },
    signs={
        Sign.PAIN: "If it does not pass, ask a doctor before you stretch again.",
        Sign.NUMBNESS: "Do not go on today. If it stays, see a doctor.",
        Sign.EMERGENCY: "Call an ambulance now.",
    },
    state_ready="GET READY",
    state_hold="HOLD",
    state_switch="NEXT POSITION",
    state_change_sides="CHANGE SIDES",
    state_end="ALL DONE",
    state_paused="PAUSED",
    state_into_position="INTO POSITION",
    hold_bar="Hold",
    breathe={Way.IN: "Breathe in", Way.OUT: "Breathe out"},
    left="{time} left",
    left_muted="muted · {time} left",
    counted="{number} of {total}",
    views={
        "front": "seen from the front",
        "front-right": "seen from the front right",
        "right": "seen from the right",
        "behind-right": "seen from behind, right",
        "behind": "seen from behind",
        "behind-left": "seen from behind, left",
        "left": "seen from the left",
        "front-left": "seen from the front left",
        "above": "seen from above",
    },
    seen="seen {view}",
    starts={
        "standing": "Stand upright.",
        "side-on": "Stand side-on to the wall.",
        "sitting": "Sit upright.",
    },
    marks="In a drawing: ● a hand or foot that holds, ◎ where you may feel it.",
    figure_marks="In a figure: ▓ what works, ◎ where you may feel it, • which way you turn.",
    figure_marks_in_ascii=(
        "In a figure: @ what works, * where you may feel it, + which way you turn."
    ),
    figure_colours=(
        "In a figure: blue-green is what works, red where you may feel it, "
        "yellow which way you turn."
    ),
    then="Then: {place}",
    then_hold="Then: hold for {time}",
    then_the_end="Then: the end",
    welcome_seconds="{title}. About {number} seconds.",
    welcome_minutes="{title}. About {number} minutes.",
    get_ready="Get ready.",
    ease_out="Ease out slowly.",
    change_sides="Ease out slowly. Change sides.",
    hold_for="Hold for {number} seconds.",
    hold="{place}: hold for {time}.",
    half_way="Half-way.",
    into_position="Into position: {position}.",
    into_position_side="Into position: {side}, {position}.",
    back_into_position="Back into position: {position}.",
    back_into_position_side="Back into position: {side}, {position}.",
    muted="Muted.",
    muted_no_more="Muted no more.",
    no_sound_wanted="No sound: --no-sound or STRETCH_SOUND says so.",
    note_in_short="Something fails: stretch doctor",
    care_in_short="Changed by what is remembered",
    sound_again="Sound on again.",
    away="Paused: the session was interrupted.",
    away_briefly="The session was interrupted, and goes on.",
    paused="Paused.",
    pain="Stop. Ease out slowly.",
    go_on_without_one="Enter or Space: go on without the {one} position, on either side",
    go_on_without_two="Enter or Space: go on without the {one} and {two} positions, on either side",
    going_on_without_one="Going on without the {one} position.",
    going_on_without_two="Going on without the {one} and {two} positions.",
    all_done="All done.",
    done_without="Done, without what hurt.",
    stopped="Stopped.",
    sides={Side.LEFT: "left", Side.RIGHT: "right"},
    any_side="working",
    any_other_side="other",
    sides_with_limb={Side.LEFT: "left {limb}", Side.RIGHT: "right {limb}"},
    side_titles={Side.LEFT: "Left {limb}", Side.RIGHT: "Right {limb}"},
    limb="side",
    lowers_titles=True,
    ahead="What comes: {titles}.",
    ahead_sides="{first}, then {second}.",
    one_hold="1 hold of {time}.",
    holds="{count} holds of {time}.",
    holds_range="{count} holds of {least} to {most}.",
    where_felt="Where did you feel it most?",
    no_answer="Enter: no answer",
    because_you_said="Because you said “{felt}”: {changes}.",
    held_longer="{position} for {time}",
    in_the_order="in the order {positions}",
    steps_early="the step to the side comes early",
    warns_each_time="the wrong way is warned of in each hold",
    offers="there is also stretch {routine}",
    as_usual="a: as usual",
    as_usual_key=("a", "have it as usual"),
    write_it_down="The same three times in a row. Shall it be a routine of your own, {name}?",
    y_or_not="y: write it down · any other key: no",
    written_down="Made {path}. Run it with: stretch {name}",
    by_author="By {author}.",
    from_source="Source: {source}.",
    fitted=(
        "Fitted into {asked}: {kept} of {all} positions ({names}), held {time}: {length} in all."
    ),
    fitted_range=(
        "Fitted into {asked}: {kept} of {all} positions ({names}), held {least} to {most}: "
        "{length} in all."
    ),
    summary="{title}: {ended} {held} held in {length} from the start, without pauses.",
    ended={
        Ended.DONE: "",
        Ended.SKIPPED: "skipped",
        Ended.STOPPED: "stopped",
        Ended.HURT: "hurt",
    },
    hurt_sign="hurt: {sign}",
    this_week="This week: {days} · {done} of {goal} days.",
    this_week_days="This week: {days}.",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    posture="In the hours between:",
    variations=(
        "You will find variations of your own. Write one down with: "
        "stretch new NAME --extend {routine}"
    ),
    day="{day} {month}",
    day_of_year="{day} {month} {year}",
    months=(
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
    areas={area: area for area in AREAS},
    left_out="Left out: {names} – {why}. Back for {time} on {day}.",
    left_out_for_good=(
        "Left out: {names} – {why}. See a doctor or physiotherapist. "
        "Back only with: stretch pain clear {place}"
    ),
    short_again="Back for {time} only: {names} – {why}.",
    hurt_on="it hurt on {day}",
    hurt_often="it hurt in {count} sessions",
    hurt_in_area="{area} pain on {day}",
    hurt_elsewhere="{place} hurt on {day}",
    place_of_routine="{position} of {routine}",
    ask_back="a: bring back what is left out, for {time}",
    ask_back_key=("a", "bring back for {time} what is left out"),
    nothing_left="Nothing of {title} is left to hold.",
    told_before={
        Sign.PAIN: "",
        Sign.NUMBNESS: "On {day} you told of numbness, tingling or dizziness.",
        Sign.EMERGENCY: "On {day} you told of signs of an emergency.",
    },
    has_passed={
        Sign.PAIN: "",
        Sign.NUMBNESS: "Has it passed?",
        Sign.EMERGENCY: "Has it passed, and does a doctor agree that you stretch?",
    },
    not_passed={
        Sign.PAIN: "",
        Sign.NUMBNESS: "Then do not stretch today. If it stays, see a doctor.",
        Sign.EMERGENCY: "Then do not stretch. See a doctor first.",
    },
    yes_or_no="y and Enter: yes · Enter: no",
    yes=("y", "yes"),
    pain_is_kept="What hurt is left out of the next sessions. See: stretch pain",
    pain_is_not_kept="What hurt cannot be kept for the next session: {reason}.",
    pain_is_not_known="What hurt before cannot be read: {reason}.",
)
