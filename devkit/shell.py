"""Running other programs: their output is kept, and shown only when they fail."""

import os
import shutil
import signal
import subprocess

from .ui import Stop


def tool(name, why):
    """The path of a program of the system, or a sentence that says what it is for."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    if not found:
        raise Stop(f"The program {name} is missing: {why}.")
    return found


def quiet(command, failure, env=None, cwd=None, text="", **options):
    """Run a program without showing it; on failure raise one sentence with its last words.

    ``text`` is what the program reads.
    """
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **(env or {})},
        cwd=cwd,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    if done.returncode:
        raise Stop(f"{failure} {reason(done.stdout)}")
    return done.stdout


def reason(output):
    """The most telling part of a failed program's output, on one line."""
    if "No space left on device" in output:
        return "The disk is full: make room or set CAE_HOME to a folder on another disk."
    offline = (
        "Temporary failure resolving",
        "Could not resolve",
        "Name or service not known",
        "Network is unreachable",
        "Failed to establish a new connection",
        "Temporary failure in name resolution",
        "Could not connect",
    )
    if any(sign in output for sign in offline):
        return "There is no network: connect this machine, then run the same command again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("WARNING", "W:", "[notice]"))]
    return "It said: " + " | ".join(lines[-3:])


def foreground(command, env=None, cwd=None, **options):
    """Run a program on the user's terminal and return its exit status; Ctrl-C is the program's."""
    child = subprocess.Popen(
        [str(part) for part in command], env={**os.environ, **(env or {})}, cwd=cwd, **options
    )
    before = {
        number: signal.signal(number, lambda number, frame: child.send_signal(number))
        for number in (signal.SIGTERM, signal.SIGHUP)
    }
    before[signal.SIGINT] = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_programs = set()


def logged(command, log, env=None, cwd=None):
    """Run a program with its output in a file; it can be stopped from another thread."""
    program = subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **(env or {})},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    _programs.add(program)
    try:
        return program.wait()
    finally:
        _programs.discard(program)


def stop_programs():
    """Stop what ``logged`` runs."""
    for program in list(_programs):
        program.terminate()
