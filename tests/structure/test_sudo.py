"""Each ``sudo()`` says why, beside it (design, section 7)."""

import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("controllers", "models", "report", "wizard")
REASON = "sudo:"


def calls(tree):
    """Yield ``(enclosing class or None, enclosing function, line)`` of the calls of ``sudo``."""

    def walk(node, owner, function):
        for child in ast.iter_child_nodes(node):
            inner = child if isinstance(child, ast.ClassDef) else owner
            inside = child if isinstance(child, ast.FunctionDef) and not function else function
            if (
                isinstance(child, ast.Call)
                and isinstance(child.func, ast.Attribute)
                and child.func.attr == "sudo"
            ):
                yield inner, inside, child.func.end_lineno
            yield from walk(child, inner, inside)

    yield from walk(tree, None, None)


@tagged("post_install", "-at_install")
class TestSudo(BaseCase):
    def test_every_sudo_says_why(self):
        """A comment above it in its function, or the docstring of a class that is all of it."""
        silent, told = [], 0
        for folder in FOLDERS:
            for file in sorted((ROOT / folder).rglob("*.py")):
                text = file.read_text()
                lines = text.split("\n")
                for owner, function, line in calls(ast.parse(text)):
                    above = lines[function.lineno - 1 : line] if function else []
                    said = any(REASON in each for each in above)
                    if not said and not (owner and REASON in (ast.get_docstring(owner) or "")):
                        silent.append(f"{file.relative_to(ROOT)}:{line}")
                    told += 1
        self.assertFalse(silent)
        self.assertGreater(told, 100)
