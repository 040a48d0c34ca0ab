"""Compiled code: nothing stale is run, and a block shared among cores is whole."""

from pathlib import Path

import numpy as np
import pytest

from agents.kernels import compiled


def _kernels(folder: Path, text: str) -> Path:
    (folder / "caller.py").write_text("calls callee")
    (folder / "callee.py").write_text(text)
    (folder / "__pycache__").mkdir(exist_ok=True)
    index = folder / "__pycache__" / "caller.round-1.py311.nbi"
    index.write_text("compiled")
    return index


def test_what_was_compiled_is_forgotten_when_any_kernel_changes(tmp_path: Path) -> None:
    index = _kernels(tmp_path, "one")
    assert compiled.forget_stale(tmp_path), "nothing is known of what it was compiled from"
    assert not index.exists()
    index = _kernels(tmp_path, "one")
    assert not compiled.forget_stale(tmp_path)
    assert index.exists(), "the same sources: compiled once"
    index = _kernels(tmp_path, "two")
    assert compiled.forget_stale(tmp_path)
    assert not index.exists(), "the caller's own file is the same, but not what it calls"


def test_it_is_known_whether_anything_was_compiled(tmp_path: Path) -> None:
    assert not compiled.compiled_before(tmp_path)
    index = _kernels(tmp_path, "one")
    assert compiled.compiled_before(tmp_path)
    index.unlink()
    assert not compiled.compiled_before(tmp_path)


def test_a_folder_that_nobody_may_write_to_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("in the way")
    assert not compiled.forget_stale(tmp_path)


@pytest.mark.parametrize("cores", [1, 2, 3])
@pytest.mark.parametrize("runs", [1, 8, 25, 250])
def test_every_run_is_done_once_whatever_the_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int, runs: int
) -> None:
    monkeypatch.setattr(compiled, "_cores", lambda: cores)
    done = np.zeros(runs, dtype=np.int64)

    def kernel(first: int, last: int, out: np.ndarray) -> None:
        out[first:last] += 1

    compiled.spread(kernel, runs, done)
    assert (done == 1).all()


def test_a_fault_in_a_slice_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_cores", lambda: 2)

    def kernel(first: int, last: int) -> None:
        if first:
            raise ArithmeticError("second slice")

    with pytest.raises(ArithmeticError, match="second slice"):
        compiled.spread(kernel, 100)
