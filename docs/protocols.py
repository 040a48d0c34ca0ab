"""The tables of the protocols in docs/protocols.md, written from the protocols themselves."""

from collections.abc import Iterator

from agents import protocols
from agents.protocols import Option
from agents.protocols.expected_utility import PRESETS
from docs.marked import table

MOVES = {
    "none": "Nobody moves.",
    "influence": "Each towards a mix of what it hears and where it began.",
    "compromise": "All towards the mean by capability x salience.",
    "median": "All towards the weighted median.",
    "nash": "All towards the point with the greatest product of gains.",
    "kalai-smorodinsky": "All towards the point at which shares of the best gain are most equal.",
    "procedural": "All towards what the proposer gets past the pivot.",
    "expected-utility": "Each towards the rival that would win a challenge.",
    "quantal-response": "The same, with utilities seen inexactly.",
    "condorcet": "Each to its part of the bargain that a vote makes likeliest.",
    "exchange": "Two at a time, each on the issue that matters less to it.",
}
"""What moves in a round, for the reader who chooses."""

GROWS = {
    "none": "-",
    "influence": "K N^2",
    "compromise": "K N",
    "median": "K N log N",
    "nash": "K N",
    "kalai-smorodinsky": "K N",
    "procedural": "K N log N",
    "expected-utility": "K N^3",
    "quantal-response": "K N^3",
    "condorcet": "N^3",
    "exchange": "K^3 N^3",
}
"""How the time of a round grows with N actors and K issues, as the code is written."""


def overview() -> str:
    """A line for each protocol."""
    rows = [
        (f"[`{name}`](#{name})", MOVES[name], ", ".join(protocols.kind(name).needs) or "-", _luck(name),
         str(protocols.kind(name).rounds), GROWS[name])
        for name in protocols.names()
    ]  # fmt: skip
    return table(("Protocol", "What moves", "Needs", "Luck", "Rounds", "Cost of a round"), rows, (4,))


def options(name: str) -> str:
    """The options of one protocol, without those that it inherits from another that has a name."""
    rows = [(f"`{one.name}`", _default(one), _allowed(one), one.about) for one in own(name)]
    text = table(("Option", "Default", "Allowed", "Meaning"), rows)
    if "preset" not in {one.name for one in own(name)}:
        return text
    meant = [(f"`{key}`", *(f"`{preset[key]}`" for preset in PRESETS.values())) for key in _preset_keys()]
    return f"{text}\n\n{table(('With `preset` =', *(f'`{one}`' for one in PRESETS)), meant)}"


def own(name: str) -> list[Option]:
    """The options that a protocol does not share with a named one that it builds on."""
    bases = [base for base in protocols.kind(name).__bases__ if hasattr(base, "name")]
    inherited = {key for base in bases for key in protocols.options(base.name)}
    return [one for key, one in protocols.options(name).items() if key not in inherited]


def _preset_keys() -> Iterator[str]:
    first, *_ = PRESETS.values()
    yield from first


def _luck(name: str) -> str:
    """Whether a protocol draws: always, never, or with which words of its options."""
    if protocols.get(name).chancy:
        return "yes"
    words = [
        f"`{key}={word}`"
        for key, one in protocols.options(name).items()
        for word in one.words
        if protocols.get(name, {key: word}).chancy
    ]
    return f"with {', '.join(words)}" if words else "no"


def _default(one: Option) -> str:
    return (
        "-"
        if one.default is None
        else f"`{one.default:g}`"
        if isinstance(one.default, float)
        else f"`{one.default}`"
    )


def _allowed(one: Option) -> str:
    return ", ".join(f"`{word}`" for word in one.words) if one.words else one.allowed
