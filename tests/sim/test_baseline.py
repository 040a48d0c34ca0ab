"""The frozen baseline: results move only together with a line in the changelog."""

import json

from tests.sim.renew_baseline import FROZEN, moved, today


def test_the_baseline_comes_to_what_was_frozen() -> None:
    changes = moved(json.loads(FROZEN.read_text(encoding="utf-8")), today())
    assert not changes, (
        "results of the baseline move:\n  "
        + "\n  ".join(changes)
        + "\nIf that is meant, renew them with `python -m tests.sim.renew_baseline`; a line in CHANGELOG.md "
        "must say which results move and why. If it is not, a change to the engine or to the case moved them."
    )


def test_a_result_that_moves_comes_or_goes_is_named() -> None:
    frozen = {"outcomes": {"a": {"mean": 1.0}, "b": {"mean": 2.0}}}
    now = {"outcomes": {"a": {"mean": 1.5}, "c": {"mean": 3.0}}}
    assert [line.partition(":")[0] for line in moved(frozen, now)] == ["a", "b", "c"]
    assert moved(frozen, frozen) == []
