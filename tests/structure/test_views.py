"""How views, actions, menus and filters are called, and where they stand."""

import ast
import re
from pathlib import Path

from lxml import etree
from odoo.tests import TransactionCase, tagged
from odoo.tools.view_validation import get_expression_field_names

from .test_grain import HOUSES

ROOT = Path(__file__).resolve().parents[2]
MODIFIERS = ("invisible", "column_invisible", "readonly", "required", "domain", "context")
SUBVIEWS = ("list", "form", "kanban")


def data_files():
    """``(house, file, root element)`` of the files that may hold views."""
    for folder in ("views", "wizard", "report"):
        for house in HOUSES:
            for file in sorted((ROOT / folder / house).rglob("*.xml")):
                yield house, file, etree.parse(file).getroot()


def records(model):
    """``(house, file, record)`` of the records of a model in these files."""
    for house, file, root in data_files():
        for record in root.iter("record"):
            if record.get("model") == model:
                yield house, file, record


def value(record, name):
    """The text of a field of a record, empty when it has none."""
    return record.findtext(f"field[@name='{name}']") or ""


def scopes(node):
    """The nodes of a view, those of each view inside a field apart, as Odoo reads them."""
    own, inner = [], []
    for child in node.iterchildren(tag=etree.Element):
        own.append(child)
        if child.tag == "field" and any(child.find(tag) is not None for tag in SUBVIEWS):
            inner += [scope for tag in SUBVIEWS for sub in child.iter(tag) for scope in scopes(sub)]
        else:
            first, *others = scopes(child)
            own += first
            inner += others
    return [own, *inner]


def used_names(node):
    """The fields that Odoo adds to a view for the sake of this node."""
    found = set()
    for name, expression in node.attrib.items():
        if name in MODIFIERS or name.startswith("decoration-"):
            try:
                ast.parse(expression.strip(), mode="eval")
            except SyntaxError:
                continue
            found |= get_expression_field_names(expression)
        elif name == "filename":
            found.add(expression)
    return found


@tagged("post_install", "-at_install")
class TestViews(TransactionCase):
    def test_there_are_views(self):
        self.assertGreater(len(list(records("ir.ui.view"))), 100)

    def test_the_id_of_a_view_says_its_model_its_type_and_who_extends_it(self):
        wrong = []
        for house, _file, record in records("ir.ui.view"):
            model = value(record, "model")
            if not model:
                continue  # a template
            base = f"{model.replace('.', '_')}_view_"
            inherited = record.find("field[@name='inherit_id']") is not None
            kinds = "form|list|search|kanban|calendar|pivot|graph|activity|hierarchy"
            ending = rf"_inherit_{house}(_\w+)?" if inherited else r"(?!_inherit_)(_\w+)?"
            if not re.fullmatch(rf"{base}({kinds}){ending}", record.get("id")):
                wrong.append(record.get("id"))
        self.assertFalse(wrong)

    def test_the_id_of_an_action_and_of_its_menu_says_the_model(self):
        models = {
            record.get("id"): value(record, "res_model").replace(".", "_")
            for _house, _file, record in records("ir.actions.act_window")
        }
        wrong = [
            action
            for action, model in models.items()
            if not re.fullmatch(rf"{model}_action(_\w+)?", action)
        ]
        self.assertFalse(wrong, "Actions.")
        wrong = [
            item.get("id")
            for _house, _file, root in data_files()
            for item in root.iter("menuitem")
            if (model := models.get(item.get("action")))
            and not re.fullmatch(rf"{model}(_\w+)?_menu(_\w+)?", item.get("id"))
        ]
        self.assertFalse(wrong, "Menus.")

    def test_a_group_by_is_called_by_something_and_no_other_filter_is(self):
        wrong = []
        for _house, file, record in records("ir.ui.view"):
            for each in record.iter("filter"):
                name, grouping = each.get("name") or "", "group_by" in (each.get("context") or "")
                if each.get("position") or not name:
                    continue
                prefix = name.startswith("by_")
                if prefix is not grouping or name.startswith(("filter_", "group_")):
                    wrong.append(f"{file.name}: {name}")
        self.assertFalse(wrong)

    def test_every_filter_that_an_action_switches_on_exists(self):
        filters = {
            each.get("name")
            for *_place, record in records("ir.ui.view")
            for each in record.iter("filter", "field")
        }
        for _house, file, record in records("ir.actions.act_window"):
            for name in re.findall(r"search_default_(\w+)", value(record, "context")):
                self.assertIn(name, filters, f"{file.name}: {record.get('id')}")

    def test_no_hidden_field_that_odoo_adds_by_itself(self):
        """But for wizards: what Odoo adds is read-only, so a choice made before is not sent."""
        useless = []
        for _house, file, record in records("ir.ui.view"):
            model = self.env.get(value(record, "model"))
            if model is not None and model._transient:
                continue
            arch = record.find("field[@name='arch']")
            for scope in scopes(arch):
                used = set().union(*map(used_names, scope))
                useless += [
                    f"{file.name}: {node.get('name')}"
                    for node in scope
                    if node.tag == "field"
                    and {node.get("invisible"), node.get("column_invisible")} & {"1", "True"}
                    and not node.get("force_save")
                    and node.get("name") in used
                ]
        self.assertFalse(useless)

    def test_the_views_of_a_wizard_stand_beside_it(self):
        for house, file, record in records("ir.ui.view"):
            model = self.env.get(value(record, "model"))
            if model is not None and model._original_module == "cae_tiers_lieux":
                place = "wizard" if model._transient else "views"
                self.assertEqual(file.relative_to(ROOT).parts[0], place, record.get("id"))
                self.assertIn(house, HOUSES)
