"""Pieces of output that the pages show, taken from the engine so that they are what a reader gets."""

import scenarios
from sim import ensemble
from sim.why import explain


def why() -> str:
    """What `parley why` tells of France's votes in run 0, which is the same for any number of runs."""
    results = ensemble.run(scenarios.load("kosovo-2007/un-veto"), 1, 2007)
    told = explain(results, "france").text.split("\n\n")
    shown = [told[0], *(part for part in told[1:] if "recognise:" in part or "vote (" in part)]
    return "```text\n" + "\n\n".join(shown) + "\n```"
