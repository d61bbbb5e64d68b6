"""What each YAML text of the handbook may hold: the only place that lists keys and values."""

from handbook.model import Framework, Kind, Level, Status
from handbook.values import Choice, Day, Field, Many, Reasons, Record, Text

LONGEST_WORDING = 110  # characters
LONGEST_SHORT_ANSWER = 60  # words
LONGEST_ANSWER = 32 * 1024  # characters; some text takes time in the square of its length

_MISCONCEPTION = Record(
    {
        "claim": Field(Text(), required=True),
        "correction": Field(Text(), required=True),
        "true_form": Field(Text()),
    }
)
_REFERENCE = Record(
    {
        "title": Field(Text(), required=True),
        "url": Field(Text(), required=True),
    }
)
_ORIGIN = Record(
    {
        "file": Field(Text(), required=True),
        "lines": Field(Text(), required=True),
        "written": Field(Text()),
    }
)

QUESTION = Record(
    {
        "question": Field(Text(), required=True),
        "also_asked": Field(Many(Text())),
        "kind": Field(Choice(Kind), required=True),
        "level": Field(Choice(Level), required=True),
        "framework": Field(Choice(Framework), required=True),
        "status": Field(Choice(Status)),
        "added": Field(Day(), required=True),
        "revised": Field(Day()),
        "former_ids": Field(Many(Text())),
        "related": Field(Many(Text())),
        "distinct_from": Field(Many(Text())),
        "duplicate_of": Field(Text()),
        "answer_language": Field(Text()),
        "origin": Field(_ORIGIN),
        "misconceptions": Field(Many(_MISCONCEPTION)),
        "references": Field(Many(_REFERENCE)),
    }
)

TRANSLATION = Record(
    {
        "question": Field(Text(), required=True),
        "translates": Field(Text(), required=True),
    }
)

_CATEGORY = Record(
    {
        "id": Field(Text(), required=True),
        "title": Field(Text(), required=True),
        "scope": Field(Text(), required=True),
        "former_ids": Field(Many(Text())),
    }
)
CATEGORIES = Many(
    Record(
        {
            "title": Field(Text(), required=True),
            "categories": Field(Many(_CATEGORY), required=True),
        }
    )
)

_TRACK_GROUP = Record({"title": Field(Text()), "questions": Field(Many(Text()), required=True)})
TRACKS = Many(
    Record(
        {
            "id": Field(Text(), required=True),
            "title": Field(Text(), required=True),
            "audience": Field(Text(), required=True),
            "order": Field(Text()),
            "former_ids": Field(Many(Text())),
            "groups": Field(Many(_TRACK_GROUP), required=True),
        }
    )
)

LOCK = Record(
    {
        "questions": Field(Many(Text())),
        "categories": Field(Many(Text())),
        "tracks": Field(Many(Text())),
        "retired": Field(Reasons()),
    }
)
