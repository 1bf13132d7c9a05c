"""A hard limit on the time one page may take, for what no rule about sizes foresees."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from models.errors import ReadError


class _OutOfTimeError(BaseException):
    # No Exception: libraries catch those, and would read on.
    pass


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _OutOfTimeError


@contextmanager
def time_limit(seconds: float, subject: str) -> Iterator[None]:
    """Run the block, for at most `seconds` of wall time.

    Works where signals do: in the main thread of a process (readers run in a pool of processes, each in its main
    thread). Elsewhere, and where an alarm is already set, the block runs without a limit.

    Raises:
        ReadError: the time is up.
    """
    usable = threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer")
    if not usable or signal.getitimer(signal.ITIMER_REAL)[0] > 0:
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except _OutOfTimeError:
        raise ReadError(subject, f"reading took longer than {seconds:g} seconds") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
