"""What ./dev says: one line per step with its cost, one sentence per failure."""

import contextlib
import sys
import time


class Stop(Exception):
    """A failure told to the user in one sentence; the exit status is 1."""


def say(text):
    """Print one line now, even into a pipe."""
    print(text, flush=True)


def progress_to_stderr():
    """Keep standard output for the one answer of a command that scripts read."""
    global _progress
    _progress = sys.stderr


_progress = sys.stdout


@contextlib.contextmanager
def step(label):
    """Announce a step, then say what it cost.

    On a terminal the line is completed in place; in a log it is printed twice, before and after, so
    that someone who waits knows what for.
    """
    tty = _progress.isatty()
    print(f"  … {label}", end="" if tty else "\n", flush=True, file=_progress)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(f"\r  ✗ {label}" if tty else f"  ✗ {label}", flush=True, file=_progress)
        raise
    cost = f"{time.monotonic() - start:.1f} s"
    print(f"\r  ✓ {label} ({cost})" if tty else f"  ✓ {label} ({cost})", flush=True, file=_progress)
