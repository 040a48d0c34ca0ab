"""What an outcome hangs on, in words: for the command line and for the page alike."""

from dashboards import words
from sim.studies.factors import BOTH, CHANCE, Factor
from sim.studies.shares import PRECISE, Outlook, Share
from sim.studies.variance import Split

MOST = 3
"""How many assumptions are told in a sentence."""

RISES, FALLS, TURNS = "raises it", "lowers it", "either way"
CLEAR_WAY = 0.5
"""Three of four pairs that a number changes go one way."""


ENOUGH = 128
"""Pairs from which what changed nothing in any would do so in fewer than one of forty (the rule of three)."""


def short(one: Factor) -> str:
    """The name of a factor where room is scarce."""
    return one.name.removeprefix("parameters.")


def mostly(one: Factor) -> str:
    """What a factor rests on, or most of a group, in a word or two."""
    if not one.rests:
        return ""
    most = max(one.rests, key=lambda kind: one.rests[kind])
    return "part judgement" if most == BOTH else most


def share(part: float) -> str:
    """A share of the variance in per cent: an estimate below nought is none, one above all is all."""
    return words.percent(min(max(part, 0.0), 1.0))


def half(part: float) -> str:
    """Half an interval, in points of a hundred."""
    return "±0" if not part else f"±{part * 100:.0f}" if part >= 0.01 else "±<1"


def measured(one: Share) -> str:
    """All that a factor has a part in, with its interval."""
    return f"{share(one.index.total)} {half(one.index.total_half)}"


def named(one: Factor) -> str:
    """What a factor is called within a sentence: its short name, and what it is."""
    general = one.members or one.name != short(one)
    said = f"{one.said[0].lower()}{one.said[1:]}" if general else one.said
    return f"{short(one)} ({said})"


def way(one: Share) -> str:
    """What a higher number does to the outcome; empty where it is not one number, or moves nothing."""
    if one.answer is None:
        return ""
    if abs(one.answer.way) < CLEAR_WAY:
        return TURNS
    return RISES if one.answer.way > 0 else FALLS


def rests(one: Factor) -> str:
    """What a factor's numbers rest on: "judgement", or "22 assumed, 16 group, 6 stated"."""
    if one.name == CHANCE or not one.rests:
        return ""
    if len(one.columns) == 1:
        return next(iter(one.rests))
    ranked = sorted(one.rests.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} {kind}" for kind, count in ranked)


def verdict(one: Outlook) -> str:
    """Return which assumptions an outcome hangs on and what chance does, in a sentence or two."""
    meaning = words.sentence(one.measure.meaning).rstrip(".")
    if one.split is None:
        return f"{meaning}: {one.untold}."
    return f"{meaning}: it {leaning(one)}. {parts(one.split)}"


def leaning(one: Outlook) -> str:
    """Return which assumptions an outcome hangs on, as the rest of a sentence."""
    first = [each for each in one.beliefs if each.matters][:MOST]
    if not one.beliefs:
        return "hangs on chance alone, for nothing else is uncertain"
    if not first:
        return "hangs on no assumption that stands out"
    told = [f"{named(each.factor)}: {measured(each)}" for each in first]
    told[0] += " of its variance"
    return f"hangs mostly on {'; '.join(told)}"


def parts(split: Split) -> str:
    """Return how much is not known, how much is chance, and how much either does only with the other."""
    return (
        f"Of its variance, {share(split.unknown)} {half(split.unknown_half)} is what we do not know, "
        f"{share(split.chance)} {half(split.chance_half)} is chance, "
        f"and {share(split.both)} comes of both together."
    )


def unmoved(one: Outlook) -> str:
    """Return which assumptions need no more research for this outcome; empty where there are none."""
    inert = sum(each.index.inert for each in one.beliefs)
    small = sum(each.idle and not each.index.inert for each in one.beliefs)
    if not inert + small:
        return ""
    every = words.count(len(one.beliefs), "assumption")
    text = f"Of {every}, {inert} changed nothing in any of {one.samples:,} pairs of runs"
    if small:
        text += f", and {small} more {'has' if small == 1 else 'have'} less than 1% of the variance"
    if one.samples < ENOUGH:
        return f"{text}; more samples may find what so few do not."
    return f"{text}: for this outcome they need no more research."


def names(one: Outlook) -> str:
    """Return the names of what changed nothing: of a whole group of the rules, the group's."""
    groups: dict[str, list[Share]] = {}
    for each in one.beliefs:
        groups.setdefault(short(each.factor).partition(".")[0], []).append(each)
    told = []
    for group, shares in sorted(groups.items()):
        still = [short(each.factor) for each in shares if each.index.inert]
        told += [f"all of {group}"] if len(still) == len(shares) > 1 else sorted(still)
    return f"Changed nothing: {', '.join(told)}." if told else ""


def doubts(one: Outlook) -> str:
    """Return that the samples are too few, and how many would do; empty where they do."""
    if not one.shares or one.would_do <= one.samples:
        return ""
    widest = max(max(each.index.first_half, each.index.total_half) for each in one.shares)
    return (
        f"{one.samples:,} samples are few: an interval is up to {half(widest)} points wide. About "
        f"{one.would_do:,} would bring all within ±{PRECISE * 100:.0f}."
    )
