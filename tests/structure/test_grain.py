"""One model, one place; one way from house to house (design, section 2)."""

import ast
from collections import defaultdict
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parents[2]
#: In the order they are loaded: a house reads the earlier ones.
HOUSES = (
    "base",
    "career",
    "activity",
    "space",
    "convention",
    "usage",
    "membership",
    "billing",
    "imports",
)
OWN_FILES = 5
ADDON = "cae_tiers_lieux"


def files_of_houses(*folders):
    """``(house, file)`` of the Python files that stand in a house of these folders."""
    for folder in folders:
        for house in HOUSES:
            for file in sorted((ROOT / folder / house).rglob("*.py")):
                yield house, file


def written(node):
    """The string constants of an expression: a name, or a list of names."""
    return [
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]


def models_of(file):
    """``(model, whether it is defined here)`` of the classes of a file."""
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.ClassDef):
            continue
        values = {
            target.id: written(statement.value)
            for statement in node.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }
        for name in values.get("_name", ()):
            yield name, name not in values.get("_inherit", ())
        if "_name" not in values:
            for name in values.get("_inherit", ())[:1]:
                yield name, False


def imported(file):
    """The modules of the addon that a file imports, as paths from its root."""
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.ImportFrom):
            continue
        module = tuple((node.module or "").split(".")) if node.module else ()
        if node.level:
            base = package[: len(package) - node.level + 1]
        elif module[:3] == ("odoo", "addons", ADDON):
            base, module = (), module[3:]
        else:
            continue
        for alias in node.names:
            yield (*base, *module, alias.name)


@tagged("post_install", "-at_install")
class TestGrain(BaseCase):
    def test_every_file_of_a_house_stands_in_a_house_that_is_known(self):
        for folder in ("models", "wizard", "views", "security", "data", "demo", "tests"):
            files = (file for file in (ROOT / folder).rglob("*.*") if file.suffix != ".pyc")
            places = {file.relative_to(ROOT / folder).parts for file in files}
            houses = {parts[0] for parts in places if len(parts) > 1}
            apart = {"access", "rules", "structure", "tours"}
            self.assertEqual(houses - set(HOUSES) - apart, set(), folder)

    def test_a_model_has_at_most_five_files_at_home_and_one_in_each_other_house(self):
        homes, files = {}, defaultdict(list)
        for house, file in files_of_houses("models"):
            for model, defined in models_of(file):
                if defined:
                    self.assertNotIn(model, homes, f"{model} is defined twice")
                    homes[model] = house
                if file not in files[model, house]:
                    files[model, house].append(file)
        self.assertGreater(len(homes), 50)
        for (model, house), found in sorted(files.items()):
            with self.subTest(model=model, house=house):
                limit = OWN_FILES if homes.get(model) == house else 1
                names = [str(file.relative_to(ROOT)) for file in found]
                self.assertLessEqual(len(names), limit, f"{model} in {house}: {names}")

    def test_no_house_extends_or_names_a_model_of_a_later_one(self):
        homes = {
            model: house
            for house, file in files_of_houses("models", "wizard")
            for model, defined in models_of(file)
            if defined
        }
        late = []
        for house, file in files_of_houses("models", "wizard"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    home = homes.get(node.value)
                    if home and HOUSES.index(home) > HOUSES.index(house):
                        late.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.value}")
        self.assertFalse(late, "An earlier house offers a hook that the later one overrides.")

    def test_no_house_imports_a_later_one(self):
        backwards = []
        for house, file in files_of_houses("models", "wizard", "controllers", "report"):
            for parts in imported(file):
                if len(parts) > 1 and parts[0] in ("models", "wizard") and parts[1] in HOUSES:
                    if HOUSES.index(parts[1]) > HOUSES.index(house):
                        backwards.append(f"{file.relative_to(ROOT)}: {'.'.join(parts)}")
        self.assertFalse(backwards)

    def test_the_tests_of_a_house_use_no_other_houses_factories_but_earlier_ones(self):
        borrowed = []
        for house, file in files_of_houses("tests"):
            for parts in imported(file):
                if len(parts) > 1 and parts[0] == "tests" and parts[1] in HOUSES:
                    if HOUSES.index(parts[1]) > HOUSES.index(house):
                        borrowed.append(f"{file.relative_to(ROOT)}: {'.'.join(parts)}")
        self.assertFalse(borrowed)

    def test_each_house_with_models_has_one_table_of_rights(self):
        with_models = {
            house
            for house, file in files_of_houses("models", "wizard")
            if any(defined for _model, defined in models_of(file))
        }
        tables = [file.relative_to(ROOT) for file in ROOT.rglob("ir.model.access*.csv")]
        self.assertEqual(
            sorted(map(str, tables)),
            sorted(
                str(table)
                for table in (Path("security") / house / "ir.model.access.csv" for house in HOUSES)
                if (ROOT / table).exists()
            ),
        )
        self.assertEqual(with_models - {"base"} - {table.parts[1] for table in tables}, set())
