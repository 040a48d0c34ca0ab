"""Pieces of output that the pages show, taken from the engine so that they are what a reader gets."""

import shutil
import tempfile
from pathlib import Path

import scenarios
from docs.commands import printed
from docs.references import REFERENCE
from sim import ensemble
from sim.why import explain


def why() -> str:
    """What `parley why` tells of France's votes in run 0, which is the same for any number of runs."""
    results = ensemble.run(scenarios.load("kosovo-2007/un-veto"), 1, 2007)
    told = explain(results, "france").text.split("\n\n")
    shown = [told[0], *(part for part in told[1:] if "recognise:" in part or "vote (" in part)]
    return "```text\n" + "\n\n".join(shown) + "\n```"


def compared() -> str:
    """What `parley compare` prints of the what-if that the page on comparing begins with."""
    words = ("kosovo-2007/baseline", "--set", "parameters.recognition.diffusion=0", "--runs", "40")
    return f"<!-- exact -->\n```text\n{printed('compare', *words)}```"


def hanging() -> str:
    """What `parley sensitivity` prints of the question that the page on what matters begins with."""
    words = ("kosovo-2007/baseline", "--outcome", "police_mission_adopted", "--samples", "32")
    return f"<!-- exact -->\n```text\n{printed('sensitivity', *words)}```"


def swept() -> str:
    """What `parley sweep` prints of the question that the page on sweeps begins with."""
    lapses = ("--set", "rules.mandate.reading=lapses", "--outcome", "police_mission_adopted")
    words = ("kosovo-2007/baseline", "--vary", "declaration.week=0:26:2", *lapses, "--runs", "60")
    return f"<!-- exact -->\n```text\n{printed('sweep', *words)}```"


def bargained() -> str:
    """What `parley bargain` prints of one protocol on the table that docs/protocols.md shows."""
    return _bargain("--protocol", "expected-utility", "--rounds", "2")


def side_by_side() -> str:
    """What it prints of all protocols."""
    return _bargain("--rounds", "6")


def _bargain(*words: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "emissions.csv"
        shutil.copyfile(REFERENCE / "expected-utility" / "emission_standards.csv", file)
        return f"<!-- exact -->\n```text\n{printed('bargain', str(file), '--scale', '4:10', *words)}```"
