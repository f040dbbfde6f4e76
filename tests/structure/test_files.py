"""What the files of the addon must keep to, whoever adds one."""

import ast
import sys
from pathlib import Path

from odoo.tests import BaseCase, tagged
from odoo.tests.loader import get_module_test_cases, get_test_modules

ADDON = "cae_tiers_lieux"
ROOT = Path(__file__).resolve().parents[2]
#: Lines of a file; a file is cut where a responsibility ends, never because of them.
LIMIT = 450
SUITE_LIMIT = 400


def python_files(*folders):
    """The Python files under these folders of the addon, those that exist."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def long_files(limit, *folders):
    """``{file: lines}`` of the Python files of these folders that have more lines."""
    return {
        str(file.relative_to(ROOT)): lines
        for file in python_files(*folders)
        if (lines := len(file.read_text().splitlines())) > limit
    }


@tagged("post_install", "-at_install")
class TestFiles(BaseCase):
    def test_no_file_is_a_god_file(self):
        folders = ("models", "wizard", "controllers", "report", "rules", "sheets", "devkit")
        self.assertFalse(long_files(LIMIT, *folders), f"Files over {LIMIT} lines.")

    def test_no_suite_is_a_long_one(self):
        self.assertFalse(long_files(SUITE_LIMIT, "tests"), f"Suites over {SUITE_LIMIT} lines.")

    def test_rules_import_neither_odoo_nor_anything_installed(self):
        """The law is pure Python: the standard library and its own neighbours."""
        files = list(python_files("rules"))
        self.assertTrue(files)
        strangers = []
        for file in files:
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module]
                elif isinstance(node, ast.ImportFrom) and node.level > 1:
                    names = ["." * node.level + (node.module or "")]
                else:
                    continue
                strangers += [
                    f"{file.name}:{node.lineno} {name}"
                    for name in names
                    if name.split(".")[0] not in sys.stdlib_module_names
                ]
        self.assertFalse(strangers)

    def test_every_test_file_is_collected(self):
        """A file that its package forgets, or that another of the same name hides, runs nothing
        and says nothing."""
        base = f"odoo.addons.{ADDON}.tests"
        files = {
            ".".join((base, *file.relative_to(ROOT / "tests").with_suffix("").parts))
            for file in python_files("tests")
            if file.name.startswith("test_") and "rules" not in file.relative_to(ROOT).parts
        }
        collected = {module.__name__: module for module in get_test_modules(ADDON)}
        self.assertEqual(files - set(collected), set(), "Imported by no package, or hidden.")
        empty = [name for name in files if not list(get_module_test_cases(collected[name]))]
        self.assertFalse(empty, "Files without a single test.")

    def test_every_data_file_is_in_the_manifest(self):
        """A view or a right that the manifest forgets does not exist, without a word."""
        manifest = ast.literal_eval((ROOT / "__manifest__.py").read_text())
        named = {*manifest["data"], *manifest.get("demo", ())}
        present = {
            str(file.relative_to(ROOT))
            for folder in ("security", "views", "data", "wizard", "report", "demo")
            for ending in ("*.xml", "*.csv")
            for file in (ROOT / folder).rglob(ending)
        }
        self.assertEqual(present - named, set(), "Files that the manifest does not name.")
