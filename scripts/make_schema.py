"""Writes routines/routine.schema.json, the JSON Schema of the routine format, for editors.

Run from the top of the checkout: python scripts/make_schema.py
"""

import json
from pathlib import Path

from stretchcoach.files.folders import SCHEMA_NAME
from stretchcoach.files.format import schema

SCHEMA = Path(__file__).resolve().parent.parent / "routines" / SCHEMA_NAME


def text() -> str:
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8", newline="\n")
