"""Lexicons: words that tell what a line is, who is meant and what is said, in YAML that can be added to."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The content of a lexicon that comes with Parley."""
    found: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """Any of the expressions under a key of a lexicon, without regard to case."""
    return re.compile("|".join(f"(?:{one})" for one in lexicon(name)[key]), re.IGNORECASE)
