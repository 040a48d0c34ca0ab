"""How much memory an ensemble takes at most that is streamed into a run folder, which is then thrown away.

Each size is run in a process of its own, which is asked at its end.

Run as a program it is that process: `python -m benchmarks.memory SCENARIO RUNS`.
"""

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import scenarios
from benchmarks.clock import Cost, once
from benchmarks.tables import SEED
from sim.stream import stream

ROOT = Path(__file__).resolve().parents[1]
STATUS = Path("/proc/self/status")


@dataclass(frozen=True)
class Peak:
    """An ensemble of so many runs: the most memory resident at once, MiB, before it and in all; its cost."""

    runs: int
    at_rest: float
    mib: float
    cost: Cost


def peak(scenario: str, runs: int) -> Peak:
    """Run an ensemble in a new process and ask what it took."""
    words = [sys.executable, "-m", "benchmarks.memory", scenario, str(runs)]
    done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603 - this file
    told = json.loads(done.stdout)
    return Peak(runs, told["at_rest"], told["mib"], Cost(told["cpu"], told["wall"]))


def resident() -> float:
    """The most memory that this process has had resident, MiB.

    Where the kernel tells it of the program that runs, that is taken: what `getrusage` says begins with the
    process that started this one.
    """
    if STATUS.is_file():
        for line in STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024.0**2 if sys.platform == "darwin" else most / 1024.0


def main() -> None:
    """Run the ensemble and print what it took, as JSON."""
    name, runs = sys.argv[1], int(sys.argv[2])
    scenario = scenarios.load(name)
    at_rest = resident()
    with tempfile.TemporaryDirectory() as place:
        spent = once(lambda: stream(scenario, runs, SEED, Path(place) / "run"))
    told = {"at_rest": at_rest, "mib": resident(), "cpu": spent.cpu, "wall": spent.wall}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
