"""Response curves in words: what an outcome does along a key, and where it turns."""

from collections.abc import Sequence

from dashboards import words
from sim.studies.design import Value
from sim.studies.thresholds import Curve, Threshold, level, passing, threshold


def value(held: Value) -> str:
    """Return a value of a key: a number with its thousands apart, a word as it is."""
    return held if isinstance(held, str) else f"{held:,.6g}".replace("-", "−")


def amount(curve: Curve, mean: float) -> str:
    """Return a mean as it is said: a chance in per cent."""
    return words.percent(mean) if curve.chance else words.number(mean)


def moved(curve: Curve) -> str:
    """Return how far its highest mean is above the lowest, with the interval; in brackets within it."""
    if curve.still:
        return "exactly 0"
    if curve.given:
        return "set"
    scale = 100.0 if curve.chance else 1.0
    half = curve.most.half * scale
    if half == float("inf"):
        return "–"
    said = words.change(curve.most.mean * scale, half or None).lstrip("+")
    return said if curve.answers else f"({said})"


def sentence(curve: Curve, name: str = "") -> str:
    """Say what an outcome does along a key; `name` is what it is called, by default its own name."""
    name = name or curve.outcome
    return {
        "given": _given,
        "still": _still,
        "unclear": _unclear,
        "rises": _one_way,
        "falls": _one_way,
        "peaks": _turning,
        "dips": _turning,
        "wavers": _wavering,
        "differs": _words,
    }[curve.course](curve, name)


def turning(curve: Curve, name: str = "") -> str:
    """Say where a threshold lies, and in how many runs the outcome flips there; nothing without one."""
    found = threshold(curve)
    if found is None:
        return ""
    name = name or curve.outcome
    first, last = (value(one) for one in found.values)
    ends = [amount(curve, mean) for mean in found.ends]
    verb = "falls" if found.change.mean < 0 else "rises"
    of = " of runs" if curve.chance else ""
    text = f"Between {curve.key} {first} and {last} {name} {verb} from {ends[0]} to {ends[1]}{of}"
    text += f": {flips(curve, found)}." if found.change.rises is not None else "."
    if found.half:
        text += f" It passes a half between {value(found.half[0])} and {value(found.half[1])}."
    return text


def flips(curve: Curve, found: Threshold) -> str:
    """Say in how many paired runs an outcome is gained and lost, or is higher and lower."""
    rises, falls = found.change.rises or 0.0, found.change.falls or 0.0
    if curve.chance:
        lost, won = f"lost in {words.percent(falls)} of the pairs", f"gained in {words.percent(rises)}"
        return f"{lost} and {won}" if found.change.mean < 0 else _swapped(rises, falls)
    if found.change.mean < 0:
        return f"lower in {words.percent(falls)} of the pairs, higher in {words.percent(rises)}"
    return f"higher in {words.percent(rises)} of the pairs, lower in {words.percent(falls)}"


def _swapped(rises: float, falls: float) -> str:
    return f"gained in {words.percent(rises)} of the pairs and lost in {words.percent(falls)}"


def _reach(curve: Curve) -> str:
    first, last = (value(curve.values[end]) for end in (0, -1))
    return f"between {first} and {last}" if curve.numeric else f"at any of {len(curve.values)} values"


def _given(curve: Curve, name: str) -> str:
    return f"{name} is what {curve.key} sets."


def _still(curve: Curve, name: str) -> str:
    return f"{name} does not answer to {curve.key} {_reach(curve)}: it is equal in every run."


def _unclear(curve: Curve, name: str) -> str:
    return f"{name} does not clearly answer to {curve.key} {_reach(curve)}: {moved(curve)} at most."


def _one_way(curve: Curve, name: str) -> str:
    """Said of a curve that goes one way: where from and to, where steeply, where not at all."""
    first, last = value(curve.values[0]), value(curve.values[-1])
    ends = [amount(curve, float(curve.mean[end])) for end in (0, -1)]
    text = f"{name} {curve.course} from {ends[0]} at {first} to {ends[1]} at {last}{_flat(curve)}."
    if found := turning(curve, "it"):
        return f"{text} {found}"
    halves = passing(curve)
    return f"{text} It passes a half between {value(halves[0])} and {value(halves[1])}." if halves else text


def _flat(curve: Curve) -> str:
    start, end = level(curve)
    said = ([f"up to {value(start)}"] if start is not None else []) + (
        [f"from {value(end)} on"] if end is not None else []
    )
    return f", level {' and '.join(said)}" if said else ""


def _turning(curve: Curve, name: str) -> str:
    """Said of a curve with its highest or its lowest mean inside."""
    low, high = curve.ends
    at, word = (high, "highest") if curve.course == "peaks" else (low, "lowest")
    first, top, last = (amount(curve, float(curve.mean[i])) for i in (0, at, -1))
    ends = f"{first} at {value(curve.values[0])} and {last} at {value(curve.values[-1])}"
    text = f"{name} is {word} at {value(curve.values[at])}, {top}, against {ends}."
    found = turning(curve, "it")
    return f"{text} {found}" if found else text


def _wavering(curve: Curve, name: str) -> str:
    low, high = curve.ends
    return f"{name} goes up and down with {curve.key}: {_ends(curve, low, high)}."


def _words(curve: Curve, name: str) -> str:
    low, high = curve.ends
    return f"{name} depends on {curve.key}: {_ends(curve, low, high)}."


def _ends(curve: Curve, low: int, high: int) -> str:
    ends = [f"{amount(curve, float(curve.mean[i]))} at {value(curve.values[i])}" for i in (low, high)]
    return f"lowest, {ends[0]}; highest, {ends[1]}"


def silence(curves: Sequence[Curve], what: str = "the headline") -> str:
    """Say that no outcome answers to a key; nothing if one does."""
    curves = [one for one in curves if not one.given]
    if not curves or any(one.answers for one in curves):
        return ""
    exact = all(one.still for one in curves)
    how = "all are equal in every run" if exact else "nothing goes beyond its interval"
    return f"No outcome of {what} answers to {curves[0].key} {_reach(curves[0])}: {how}."


def sampled(many: int, most: int) -> list[int]:
    """Return places from first to last, evenly spread where there are too many to show."""
    if many <= most:
        return list(range(many))
    return [round(i * (many - 1) / (most - 1)) for i in range(most)]
