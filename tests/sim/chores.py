"""Tasks that workers are given in tests: what they need stands in a module, since they are sent by name."""

import os
import signal
import threading
import time
from pathlib import Path


def square(number: int) -> int:
    """The square; three cannot be squared here."""
    if number == 3:
        raise ValueError("three is too many")
    return number * number


def whereabouts(_: int) -> tuple[int, str | None]:
    """Who does this, and how many cores that one may use."""
    time.sleep(0.02)
    return os.getpid(), os.environ.get("PARLEY_CORES")


def perish_once(mark: str) -> str:
    """The name of a file, but the first time the worker is killed in mid-task."""
    place = Path(mark)
    if place.name == "deadly" and not place.exists():
        place.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return place.name


def perish(number: int) -> int:
    """The number; whoever takes five is killed."""
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def linger(mark: str) -> str:
    """Say who is at work, and be at it for long."""
    Path(mark).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(60)
    return mark


def ramble(mark: str) -> bytes:
    """Something long; the first time, a thread kills the worker while that is being sent."""
    place = Path(mark)
    if place.name == "deadly" and not place.exists():
        place.touch()
        threading.Thread(target=_kill_soon).start()
        return bytes(100_000_000)
    return bytes(1_000_000)


def _kill_soon() -> None:
    time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGKILL)
