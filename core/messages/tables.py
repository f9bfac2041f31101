"""What the tables of words hold. Each app keeps its own in `messages`; core.messages.catalogue collects them by name."""

from django.utils.functional import Promise

Text = str | Promise

StateWords = dict[str, dict[str, tuple[Text, str]]]
"""STATES: state machine → state → word and tone (core.web.state_words.TONES)."""
CodeWords = dict[str, dict[str, Text]]
"""WORDS: kind of code → code → word."""
SubjectWords = dict[str, tuple[int, Text]]
"""SUBJECTS: kind of thing that events are about → its place in lists and its word."""
KindNames = dict[str, str]
"""CODES_IN_PARAMS and STATES_IN_PARAMS: code of a refusal → the kind or the state machine whose words its params take.
CODE_PARAMS: name of a param → the kind whose words it takes in every sentence."""
