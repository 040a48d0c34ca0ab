"""Levers in words: what the terminal and the page say alike of moves, gains, costs and replies."""

import re

from dashboards import words
from sim.studies.advise import Advice, Question, Tried
from sim.studies.paired import Difference
from sim.studies.replies import Answer

LIMITS = (
    "A gain holds in the model and under its assumptions, with everybody else going on by rule. It "
    "recommends nothing, and no move that adds violence is among those tried."
)


def scale(change: Difference) -> float:
    """What an outcome is multiplied with to be told: a chance is told in per cent."""
    return 100.0 if change.chance else 1.0


def unit(change: Difference) -> str:
    """What a difference is told in."""
    if change.chance:
        return "percentage points"
    counted = re.search(r"\((of \d+)\)$", change.meaning)
    plain = change.unit.partition(" (")[0].removesuffix(" 0-100")
    return f"{plain} {counted[1]}" if counted else plain


def amount(change: Difference, mean: float | None) -> str:
    """A mean of the outcome in words."""
    if mean is None:
        return "–"
    return words.percent(mean) if change.chance else words.number(mean)


def gained(change: Difference, sign: float) -> str:
    """A gain with its sign and half its interval: +4.2 ± 0.7; in the wished direction."""
    if change.mean is None:
        return "–"
    if not change.differs:
        return "exactly 0"
    mean = sign * change.mean * scale(change)
    return words.change(mean, (change.half or 0.0) * scale(change) if varies(change) else None)


def varies(change: Difference) -> bool:
    """Whether a difference is not the same in every run, but for the last bits of arithmetic."""
    return change.half is not None and change.half > 1e-9 * abs(change.mean or 0.0)


def reached(change: Difference, sign: float) -> str:
    """A gain and the ends of its 95% interval: +4.2 (3.5 to 4.9)."""
    if change.mean is None:
        return "–"
    if not change.differs:
        return "exactly 0"
    mean = sign * change.mean * scale(change)
    half = (change.half or 0.0) * scale(change) if varies(change) else 0.0
    places = words.digits(half or mean)
    low, high = (words.number(end, places) for end in (mean - half, mean + half))
    signed = f"{'+' if mean > 0 else ''}{words.number(mean, places)}"
    return f"{signed} ({low} to {high})" if half else signed


def whose(name: str) -> str:
    """A name in the possessive: Kosovo's, United States'."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def verb(asked: Question) -> str:
    """What a gain does to the outcome."""
    return "lowers" if asked.lower else "raises"


def name_of(asked: Question, actor: str) -> str:
    """What an actor is called."""
    return asked.scenario.actors[actor].name


def strongest(found: Advice, own: bool) -> str:
    """Say which move helps most: of the actor's own, or of those that take others; or that none does."""
    asked, best = found.question, found.best(own)
    who = whose(name_of(asked, asked.actor))
    if best is None:
        kind = f"{who} own moves" if own else "the moves that take others"
        count = sum(one.move.own is own for one in found.tried)
        return f"None of {kind} ({count} tried) {verb(asked)} {asked.outcome} clearly."
    change = best.change
    kind = f"that is {who} own" if own else "that takes others"
    mean = abs(change.mean or 0.0) * scale(change)
    half = (change.half or 0.0) * scale(change)
    places = words.digits(half if varies(change) else mean)
    size, low, high = (words.number(one, places) for one in (mean, mean - half, mean + half))
    spread = f" ({low} to {high})" if varies(change) else ""
    ends = f"from {amount(change, change.mean_a)} to {amount(change, change.mean_b)}"
    return (
        f"The strongest move {kind}: it {best.move.says}{needs(asked, best)}. That {verb(asked)} "
        f"{asked.outcome} by {size}{spread} {unit(change)}, {ends}."
    )


def needs(asked: Question, one: Tried) -> str:
    """Whose consent a move takes, or whom it presses, as a clause; nothing for one of the actor's own."""
    if one.move.consent:
        return f", which needs the consent of {one.move.consent}"
    if one.voice is not None:
        return (
            f" (the voice of {name_of(asked, asked.actor)} is {portion(one.voice)} of what "
            f"{name_of(asked, one.move.target)} hears)"
        )
    return ""


def portion(share: float) -> str:
    """A small share in per cent, with as many decimals as it takes to see it."""
    return f"{words.number(100 * share, max(words.digits(100 * share), 0))}%" if share else "0%"


def takes(asked: Question, one: Tried) -> str:
    """Whom a move takes, in a cell: nobody, those who have to agree, or the one who is pressed."""
    if one.move.consent:
        return f"consent: {one.move.consent}"
    if one.move.target:
        return f"pressure: {name_of(asked, one.move.target)} (voice {portion(one.voice or 0.0)})"
    return "own"


def answered(asked: Question, one: Tried) -> str:
    """Say what the best reply found leaves of a move's gain."""
    answer = one.answer
    assert answer is not None
    sign, before = asked.sign, reached(one.change, asked.sign)
    who, left = name_of(asked, answer.reply.actor), reached(answer.left, sign)
    deed = answer.reply.says
    if not answer.taken.differs:
        return f"Holds: no reply tried takes anything from {before}."
    if answer.verdict == "holds":
        return (
            f"Holds against the replies tried. The strongest: {who} {deed}. That leaves {left} of {before}."
        )
    if answer.verdict == "open":
        said = f"Open. If {who} {deed}, that leaves {left} of {before}"
        return f"{said}: luck parts the runs so far that more of them are needed to tell."
    said = f"Looks good only while {who} is held to its rule: if it {deed}, the gain is gone"
    said += f" (from {before} to {left})."
    return f"{said} {_alone(answer, sign)}".rstrip()


def _alone(answer: Answer, sign: float) -> str:
    """Whether the move would still be worth it if the reply came anyway."""
    without = answer.without
    if without is None:
        return "Without the move there is nothing for it to answer."
    worth = reached(without, sign)
    still = without.clear and sign * (without.mean or 0.0) > 0
    if still:
        return f"If that reply came in any case, the move would still be worth {worth}."
    return f"If that reply came in any case, the move would be worth {worth}."


def searched(found: Advice) -> str:
    """Say whose replies were sought and with how many runs."""
    search, asked = found.search, found.question
    if search is None:
        return ""
    who = words.listing([name_of(asked, one) for one in search.opponents])
    held = words.count(len(search.answers), "move")
    return (
        f"Replies: those who stand farthest from {name_of(asked, asked.actor)}, of all and in the bodies "
        f"that it sits in, are {who}. Each single thing that they could do alone was tried against {held}: "
        f"{search.tried:,} pairs on {search.few} other runs, and the {search.measured} strongest again on "
        f"all {asked.runs:,}."
    )


def tested(found: Advice) -> str:
    """Say how many moves were tried, on what, and how their number is allowed for."""
    asked, clear = found.question, len(found.clear)
    same = sum(one.untouched for one in found.tried)
    runs = f"{asked.runs:,} {'run' if asked.runs == 1 else 'runs'}"
    clearly = f"{clear} {'helps' if clear == 1 else 'help'} clearly"
    idle = f"{same} {'changes' if same == 1 else 'change'} nothing in any run"
    said = (
        f"{words.count(len(found.tried), 'move')}, each on the same {runs} as the scenario "
        f"(seed {asked.seed}): a gain is the mean of the differences run by run. {clearly}, with the number "
        f"of moves allowed for (Holm); {idle}."
    )
    if gone := sum(one.gain is None and not one.untouched for one in found.tried):
        said += f" After {gone} the outcome does not arise in any run."
    if found.left_out:
        left = words.listing([one.name for one in found.left_out])
        said += f" Left out, as the case does not allow them: {left}."
    return said


def elsewhere(one: Tried) -> str:
    """How much farther the other issues end from where the actor wishes to stand: +0.12 ± 0.03."""
    if one.away is None:
        return "–"
    mean, half = one.away
    return "0" if mean == 0 and half == 0 else f"{tidy(mean)} ± {half:.2f}"


def tidy(mean: float) -> str:
    """A mean with its sign and two decimals, without a sign where they are noughts: +0.12, 0.00."""
    return f"{mean:+.2f}".replace("-", "−") if abs(mean) >= 0.005 else "0.00"
