"""./dev mutate: change rules/ a little at a time, and list the changes that no test notices.

mutmut makes the changes (an operator, a comparison, a boolean, a constant, an argument), runs the
tests that reach each changed function in a fork of its own, and is several times quicker than a
new pytest for each. It works on a copy without Odoo, as the pure tests do.
"""

import ast
import collections
import difflib
import pathlib
import re
import shutil
import tempfile

from . import export, paths, python_env
from .shell import quiet
from .ui import Stop, say, step

SETTINGS = """[mutmut]
source_paths=
    {sources}
pytest_add_cli_args_test_selection=tests/rules
also_copy=
    {package}
    tests
"""
RESULT = re.compile(r"\S+\.rules\.(\w+)\.(\S+?)__mutmut_(\d+): (.+)")
#: What counts for a change: a test failed, or it never ended.
NOTICED = ("killed", "timeout", "segfault")


def mutate(names):
    """Mutate these files of rules/, all of them without a name; print survivors and scores."""
    known = {file.stem: file for file in sorted((paths.ROOT / "rules").glob("[a-z]*.py"))}
    wanted = [pathlib.Path(name).stem for name in names] or list(known)
    for name in wanted:
        if name not in known:
            raise Stop(f"There is no rules/{name}.py; there are: {', '.join(known)}.")
    python = python_env.mutation_python()
    folder = pathlib.Path(tempfile.mkdtemp(dir=paths.STATE))
    try:
        export.pure(folder)
        sources = "\n    ".join(f"{paths.ADDON}/rules/{name}.py" for name in wanted)
        (folder / "setup.cfg").write_text(SETTINGS.format(sources=sources, package=paths.ADDON))
        with step(f"mutants of {', '.join(wanted)}"):
            _mutmut(python, folder, "run")
        _report(folder, _mutmut(python, folder, "results", "--all", "true"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _mutmut(python, folder, *arguments):
    return quiet(
        [python, "-W", "ignore", "-m", "mutmut", *arguments],
        "The mutants cannot be run: do the pure tests pass?",
        cwd=folder,
        env={"PYTHONPATH": str(folder), "HYPOTHESIS_PROFILE": "mutants", "TERM": "dumb"},
    )


def _report(folder, listed):
    """Print each survivor as a difference, then a line a file."""
    counts = collections.defaultdict(collections.Counter)
    sources = {}
    for line in listed.splitlines():
        if not (found := RESULT.match(line.strip())):
            continue
        file, function, number, status = found.groups()
        if file not in sources:
            sources[file] = _functions(folder / f"mutants/{paths.ADDON}/rules/{file}.py")
        changed = _change(sources[file], function, number)
        if any(text[2:].lstrip().startswith("raise ") for text in changed):
            continue  # the words of an error for programmers are no law
        counts[file][status in NOTICED] += 1
        if status not in NOTICED:
            say("\n".join([f"rules/{file}.py {function} {number} ({status})", *changed]))
    for file, count in sorted(counts.items()):
        score = 100 * count[True] / count.total()
        say(f"rules/{file}.py: {count[True]} of {count.total()} noticed, {score:.1f} %")


def _functions(file):
    """The lines of each function of a file, the changed ones beside the original."""
    lines = file.read_text().splitlines()
    return {
        node.name: lines[node.lineno : node.end_lineno]
        for node in ast.walk(ast.parse("\n".join(lines)))
        if isinstance(node, ast.FunctionDef)
    }


def _change(functions, name, number):
    before = functions.get(f"{name}__mutmut_orig", [])
    after = functions.get(f"{name}__mutmut_{number}", [])
    return [text for text in difflib.ndiff(before, after) if text[0] in "+-"]
