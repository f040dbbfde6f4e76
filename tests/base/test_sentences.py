"""Each code that rules/, sheets/ or a house can give has its sentence, and each sentence a code.

The codes are read in the source: what stands first in ``Finding(…)``, ``.say(…)``, ``.fail(…)``,
``WrongFile(…)``, second in ``Repaired(…)``, and what a variable of the name ``code``, ``note`` or
``problem`` is given.
"""

import ast
import importlib
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from ...models.base.sentences import in_words, say
from ...models.imports.sentences import SENTENCES as IMPORTS
from ...models.usage.sentences import SENTENCES as USAGE
from ...models.usage.sentences import UNTOLD, tell
from ...rules import rating
from ...rules.finding import Finding

ROOT = Path(__file__).resolve().parents[2]
#: For each table, what its codes are given by; a table that is not named here fails the test.
SOURCES = {
    "usage": ("rules/rating*.py", "rules/rulebook.py", "models/usage/*.py"),
    "imports": ("sheets/*.py", "models/imports/*.py"),
    "membership": (
        "rules/members.py",
        "rules/release.py",
        "rules/capital.py",
        "models/membership/**/*.py",
    ),
    "career": ("rules/contract_terms.py", "models/career/**/*.py"),
}
PLACES = {"Finding": 0, "say": 0, "fail": 0, "WrongFile": 0, "_name": 0, "Repaired": 1}
NAMES = {"code", "note", "problem"}
#: Everything that a sentence of these two houses may be asked to tell.
ARGS = {
    "status": "cape",
    "since": date(2026, 3, 1),
    "label": "Découverte",
    "month": 2,
    "months": 3,
    "free_until": date(2026, 6, 1),
    "quota": Decimal("2.5"),
    "within": Decimal("0.5"),
    "percent": Decimal("12.5"),
    "price": "8.00 €",
    "how": "on_site",
    "last_end": None,
    "next_start": None,
    "before": "9500",
    "after": "09500",
    "zip": "32000",
    "codes": "32220",
    "value": "Ana",
    "names": "Anna, Anne",
    "name": "La Ruche",
    "space": "La Ruche",
    "day": date(2026, 3, 1),
    "row": 3,
    "count": 4,
    "chosen": "Anna Petit",
    "known": "Anna Petit",
    "others": "Nom",
    "line": 7,
    "cell": "XFD1",
    "max": 400,
    "wanted": Decimal(1),
    "coop": "CAE du Midi",
    "currency": "CHF",
    "contract": "CAPE/2026/0001",
    "resource_id": 0,
    "unit": "day",
    "quantity": 31.0,
    "part": "morning",
    "opens": date(2026, 3, 1),
    "by": "Nathalie",
    "why": "premier mois",
    "reason": "congés",
}


def texts(node):
    """The string constants that an expression may come to."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value} - {""}
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    if isinstance(node, ast.BoolOp):
        return set().union(*map(texts, node.values))
    return set()


def assigned(target, value):
    """What a variable of one of our names is given by an assignment, tuples included."""
    if isinstance(target, ast.Name):
        return texts(value) if target.id in NAMES else set()
    if isinstance(value, ast.IfExp):
        return assigned(target, value.body) | assigned(target, value.orelse)
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return set().union(*map(assigned, target.elts, value.elts))
    return set()


def given_codes(tree):
    """The codes that a module gives."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            place = PLACES.get(name)
            if place is not None and len(node.args) > place:
                found |= texts(node.args[place])
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                found |= assigned(target, node.value)
        elif isinstance(node, ast.For) and isinstance(node.iter, ast.Tuple):
            for value in node.iter.elts:
                found |= assigned(node.target, value)
    return found


def house_of(file):
    """The house that a file of models/ belongs to."""
    return file.relative_to(ROOT).parts[1]


@tagged("post_install", "-at_install", "cae_base")
class TestSentences(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.fr = cls.env["base"].with_context(lang="fr_FR").env
        cls.tables = {}
        for file in sorted((ROOT / "models").rglob("sentences.py")):
            if house_of(file) != "base":
                name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                module = importlib.import_module(f"odoo.addons.cae_tiers_lieux.{name}")
                cls.tables[house_of(file)] = module.SENTENCES

    def trees(self, house):
        files = [file for pattern in SOURCES[house] for file in sorted(ROOT.glob(pattern))]
        self.assertTrue(files, house)
        return [ast.parse(file.read_text()) for file in files if file.name != "sentences.py"]

    def test_every_code_has_a_sentence_in_the_table_of_its_house(self):
        self.assertLessEqual({"usage", "imports"}, set(self.tables))
        for house, table in self.tables.items():
            given = set().union(*map(given_codes, self.trees(house)))
            self.assertTrue(given, f"The walk finds no code of {house} at all.")
            untold = UNTOLD if house == "usage" else set()
            self.assertEqual(given - set(table) - untold, set(), f"Codes of {house} without words.")

    def test_no_sentence_is_left_of_a_code_that_nothing_gives(self):
        for house, table in self.tables.items():
            written = {
                node.value
                for tree in self.trees(house)
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            # of a question, "person" or "space" (cae_import_attendance._ask)
            written |= {f"{q}_{how}" for q in ("person", "space") for how in ("alike", "unknown")}
            self.assertEqual(set(table) - written, set(), f"Sentences of {house} without a code.")

    def test_every_file_of_rules_that_finds_something_belongs_to_a_table(self):
        owned = {
            file
            for patterns in SOURCES.values()
            for pattern in patterns
            for file in ROOT.glob(pattern)
        }
        for file in sorted((ROOT / "rules").glob("*.py")) + sorted((ROOT / "sheets").glob("*.py")):
            if file not in owned:
                self.assertFalse(given_codes(ast.parse(file.read_text())), file.name)

    def test_every_sentence_can_be_filled_in_in_both_languages(self):
        for table in (USAGE, IMPORTS):
            for code in table:
                for env in (self.env, self.fr):
                    sentence = say(env, Finding(code, ARGS), table)
                    self.assertTrue(sentence.strip(), code)
                    self.assertNotRegex(sentence, r"%\(|%%|datetime|Decimal", code)

    def test_a_code_without_a_sentence_is_a_fault(self):
        with self.assertRaises(KeyError):
            say(self.env, Finding("nobody_knows"), USAGE)

    def test_values_are_put_in_words_and_what_the_caller_knows_wins(self):
        self.assertEqual(in_words(self.fr, date(2026, 3, 1)), "1er mars 2026")
        self.assertEqual(in_words(self.fr, Decimal("12.50")), "12,5")
        self.assertEqual(in_words(self.fr, "12.50"), "12.50")
        finding = Finding("formula", {"label": "Découverte"})
        self.assertEqual(say(self.env, finding, USAGE, label="X"), "formula X")


@tagged("post_install", "-at_install", "cae_base")
class TestUsageSentences(TransactionCase):
    """What the two sides read of a use."""

    def result(self, *reasons, problem=None, **args):
        return rating.Rated(
            **dict.fromkeys(("public", "net", "free", "reduction", "billed"), Decimal(0)),
            settled_elsewhere=Decimal(0),
            use_id=1,
            settled="statement",
            shares=(),
            **dict.fromkeys(("convention_id", "rule_id", "tariff_id", "tariff_line_id")),
            problem=problem,
            problem_args=args,
            reasons=reasons,
        )

    def test_the_coop_reads_the_status_and_the_space_never_does(self):
        reasons = (
            Finding("status", {"status": "cape", "since": date(2026, 3, 3)}),
            Finding("status_as", {"status": "associate", "as": "cesa"}),
            Finding("formula", {"label": "Découverte"}),
            Finding("fixed", {"price": Decimal("8.5")}),
        )
        ((coop, space, problem, status),) = tell(self.env, [self.result(*reasons)])
        self.assertTrue(coop.startswith("CAPE since 3 March 2026 · formula Découverte"))
        self.assertRegex(space, r"^formula Découverte · agreed price \D*8\.50")
        self.assertEqual((problem, status), (None, "cape"))

    def test_a_free_month_says_already_that_it_is_free(self):
        month = {"month": 2, "months": 3, "free_until": date(2026, 6, 1), "days_left": 9}
        reasons = (Finding("free_month", month), Finding("free"))
        ((coop, *_rest),) = tell(self.env, [self.result(*reasons)])
        self.assertEqual(coop, "free month 2 of 3, until 1 June 2026")
        ((coop, *_rest),) = tell(self.env, [self.result(Finding("free"))])
        self.assertEqual(coop, "free")

    def test_a_problem_has_no_price_to_explain_and_says_what_to_do(self):
        results = [
            self.result(problem="no_convention", last_end=date(2026, 6, 30), next_start=None),
            self.result(problem="no_convention", last_end=None, next_start=date(2026, 12, 1)),
            self.result(problem="no_right", status="suspended", since=None),
        ]
        told = tell(self.env, results)
        self.assertEqual({one[:2] for one in told}, {(None, None)})
        self.assertIn("ended on 30 June 2026: renew it", told[0][2])
        self.assertIn("begins on 1 December 2026 only", told[1][2])
        self.assertTrue(told[2][2].startswith("Contract suspended on this day"))
        self.assertEqual(told[2][3], "suspended")

    def test_a_right_of_the_month_says_what_is_left_of_it(self):
        """« dont 0 restaient · gratuit » while 10.00 was billed: never again."""
        quota = {"quota": Decimal(2), "used": Decimal(2), "wanted": Decimal(1)}
        for within, beside, sentence in (
            (Decimal(0), "public", "the right of the month is used up (2 a month)"),
            (Decimal("0.5"), "free", "0.5 of 1 within the right of the month (2), the rest at"),
        ):
            reasons = (Finding("quota", quota | {"within": within}), Finding(beside))
            ((coop, *_rest),) = tell(self.env, [self.result(*reasons)])
            self.assertIn(sentence, coop)
            self.assertTrue(coop.endswith({"public": "public price", "free": "free"}[beside]))

    def test_two_uses_that_differ_by_what_is_told_have_two_sentences(self):
        results = [
            self.result(Finding("discount", {"percent": Decimal(percent)})) for percent in (20, 30)
        ]
        self.assertEqual([one[0] for one in tell(self.env, results)], ["−20 %", "−30 %"])
