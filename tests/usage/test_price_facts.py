"""A price follows its facts: whatever changes, in whatever order, until the use is billed."""

import itertools
import random
from datetime import date
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from ..common import CaeStreetCommon

#: Read by the rating and no fact: keys, links that a life holds still, words in sentences.
BESIDE = {
    # names, and what tells the language of the sentences
    "res.partner": {
        *("name", "lang", "display_name", "country_id", "state_id", "city", "street", "street2"),
        *("type", "zip"),
    },
    # it stays while a file follows from it
    "cae.program": {"kept_secret"},
    "res.country": None,
    "res.lang": None,
    "res.currency": None,
    "res.groups": None,
    "ir.model.data": None,
    "ir.model.access": None,
    "ir.rule": None,
}
DAY = date(2026, 10, 5)


@tagged("cae_prices")
class TestPriceFacts(CaeStreetCommon):
    def setUp(self):
        super().setUp()
        self.convention = self.make_convention()

    def desk(self, person, day=DAY, **values):
        return self.make_uses(person, [day], **values)

    def assertPrice(self, use, net, **values):
        self.assertRecordValues(use, [{"state": "rated", "net_amount": net, **values}])

    def bruno(self, **values):
        return self.make_person("Bruno", "CESA", date(2024, 1, 1), **values)

    # Prices of the space

    def test_a_grid_that_is_withdrawn_takes_its_prices_along(self):
        use = self.desk(self.bruno())
        self.tariff.date_end = date(2026, 9, 30)
        self.assertRecordValues(use, [{"state": "recorded", "net_amount": 0, "public_amount": 0}])
        self.assertIn("no public price", use.problem)
        self.tariff.date_end = False
        self.assertPrice(use, 10.5)

    def test_on_a_day_when_the_newest_grid_is_withdrawn_an_older_one_never_comes_back(self):
        use = self.desk(self.bruno())
        new = self.make_tariff(self.space, start=date(2026, 5, 1), day=20.0)
        self.assertPrice(use, 14.0)
        new.date_end = date(2026, 9, 30)
        self.assertEqual(use.state, "recorded")
        new.unlink()
        self.assertPrice(use, 10.5)

    def test_a_grid_says_net_or_tax_included_for_its_open_uses(self):
        use = self.desk(self.bruno())
        self.make_vat(self.host)
        self.tariff.tax_included = True
        self.assertPrice(use, 10.5, public_amount=15.0, tax_included=True, tax_rate=20.0)
        self.tariff.tax_rate = 10
        self.assertPrice(use, 10.5, tax_included=True, tax_rate=10.0)

    def test_a_line_that_is_deleted_leaves_no_price(self):
        use = self.desk(self.bruno())
        self.tariff.line_ids.filtered(lambda line: line.unit == "day").unlink()
        self.assertEqual(use.state, "recorded")

    def test_a_host_bills_what_its_grid_shows_and_the_vat_is_that_of_the_day(self):
        """R51: 18.00 on the grid of a host in franchise is 18.00."""
        self.tariff.tax_included = True
        use = self.desk(self.bruno())
        unknown = {"public_amount": 15.0, "tax_included": False, "vat_status": False}
        self.assertRecordValues(use, [unknown])
        self.assertIn("VAT of the space not known", use.explanation)
        self.assertNotIn("VAT", use.explanation_host)
        self.make_vat(self.host)
        taxable = {"public_amount": 15.0, "tax_included": True, "vat_status": "standard"}
        self.assertRecordValues(use, [taxable])
        status = self.make_vat(self.host, date(2026, 9, 1), "franchise")
        self.assertRecordValues(
            use, [{"public_amount": 15.0, "tax_included": False, "vat_status": "franchise"}]
        )
        status.date_start = date(2026, 11, 1)
        self.assertRecordValues(use, [taxable])
        status.unlink()
        self.assertRecordValues(use, [taxable])

    def test_a_host_that_leaves_franchise_on_the_fifteenth_has_both(self):
        self.make_vat(self.host, date(2026, 1, 1), "franchise")
        self.make_vat(self.host, date(2026, 10, 15), "standard")
        bruno = self.bruno()
        before, after = (self.desk(bruno, date(2026, 10, day)) for day in (14, 15))
        self.assertEqual((before.vat_status, after.vat_status), ("franchise", "standard"))

    def test_a_resource_of_another_kind_has_another_price(self):
        use = self.desk(self.bruno())
        self.space.resource_ids.kind = "office"
        self.assertEqual((use.resource_kind, use.state), ("office", "recorded"))
        self.space.resource_ids.kind = "desk"
        self.assertPrice(use, 10.5)

    def test_a_space_moved_to_another_host_follows_that_hosts_convention(self):
        use = self.desk(self.bruno())
        billed = self.desk(self.bruno(), date(2026, 10, 6))
        billed._do_lock()
        other = self.env["res.partner"].create({"name": "Host I", "is_company": True})
        self.space.host_id = other
        self.assertEqual((use.host_id, use.state), (other, "recorded"))
        self.assertEqual((billed.host_id, billed.net_amount), (self.host, 10.5))
        self.make_convention(host=other, rules=[{"name": "Offert", "effect": "free"}])
        self.assertPrice(use, 0.0)

    # What was agreed

    def test_a_convention_that_is_archived_still_covers_its_days(self):
        convention = self.convention
        use = self.desk(self.bruno())
        convention.action_end()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE cae_convention SET active = FALSE WHERE id = %s", convention.ids
        )
        self.env.invalidate_all()
        late = self.desk(self.bruno(), date(2026, 10, 7))
        self.assertEqual((use | late).mapped("net_amount"), [10.5, 10.5])

    # The person

    def test_the_word_of_a_coop_gives_a_right_and_takes_it_back(self):
        person = self.env["res.partner"].create({"name": "Vera"})
        use = self.desk(person)
        self.assertRecordValues(use, [{"visitor": False, "problem_code": "unknown_person"}])
        attestation = self.env["cae.attestation"].create(
            {
                "company_id": self.coop_a.id,
                "partner_id": person.id,
                "coop_id": self.coop_a.partner_id.id,
                "status": "cesa",
                "date_start": date(2026, 1, 1),
            }
        )
        self.assertRecordValues(
            use, [{"visitor": "entrepreneur", "settled_by": "statement", "billed_amount": 10.5}]
        )
        attestation.date_start = date(2026, 10, 6)
        self.assertEqual(use.state, "recorded")
        attestation.unlink()
        self.assertRecordValues(
            use, [{"visitor": False, "problem_code": "unknown_person", "billed_amount": 0}]
        )

    def test_a_visitor_whose_file_and_contract_are_made_afterwards_is_an_entrepreneur(self):
        person = self.env["res.partner"].create({"name": "Zoé"})
        use = self.desk(person)
        self.assertFalse(use.visitor)
        file = self.make_entrepreneur("Zoé", partner_id=person.id)
        self.make_contract(file, "CESA", start=date(2026, 1, 1))
        self.make_activity(file)
        self.assertRecordValues(
            use,
            [
                {
                    "visitor": "entrepreneur",
                    "entrepreneur_id": file.id,
                    "settled_by": "statement",
                    "activity_id": file.default_activity_id.id,
                    "billed_amount": 10.5,
                }
            ],
        )

    def test_a_file_that_is_archived_still_says_what_the_person_was(self):
        bruno = self.bruno()
        use = self.desk(bruno)
        self.env.flush_all()
        self.env.cr.execute("UPDATE cae_entrepreneur SET active = FALSE WHERE id = %s", bruno.ids)
        self.env.invalidate_all()
        late = self.desk(bruno.partner_id, date(2026, 10, 6))
        self.assertEqual((use | late).mapped("net_amount"), [10.5, 10.5])

    def test_who_works_here_is_staff_from_the_day_their_user_is_made(self):
        person = self.env["res.partner"].create({"name": "Sami", "email": "sami@example.org"})
        use = self.desk(person)
        self.assertFalse(use.visitor)
        self.make_user("sami", "base.group_user", partner_id=person.id)
        self.assertRecordValues(use, [{"visitor": "staff", "settled_by": "statement"}])

    def test_what_somebody_decided_stays(self):
        person = self.env["res.partner"].create({"name": "Vera"})
        paid, told, other = self.make_uses(person, [DAY, date(2026, 10, 6), date(2026, 10, 7)])
        paid.action_paid_on_site()
        told.visitor = "staff"
        file = self.make_entrepreneur("Vera", partner_id=person.id)
        self.make_contract(file, "CESA", start=date(2026, 1, 1))
        self.make_activity(file)
        self.assertEqual((paid.visitor, paid.settled_by), ("entrepreneur", "on_site"))
        self.assertEqual((told.visitor, told.settled_by), ("staff", "statement"))
        self.assertEqual((other.visitor, other.settled_by), ("entrepreneur", "statement"))
        # said again as it follows: nothing is decided any more
        told.visitor = "entrepreneur"
        self.assertFalse(told.decided)

    def test_what_was_decided_of_somebody_does_not_hold_for_somebody_else(self):
        use = self.desk(self.env["res.partner"].create({"name": "Vera"}), visitor="staff")
        self.assertEqual(use.decided, "visitor")
        use.partner_id = self.bruno().partner_id
        self.assertRecordValues(use, [{"visitor": "entrepreneur", "decided": False}])
        self.assertPrice(use, 10.5)

    def test_an_activity_made_later_is_found_by_the_uses_that_waited(self):
        bruno = self.make_entrepreneur("Bruno")
        self.make_contract(bruno, "CESA", start=date(2024, 1, 1))
        use = self.desk(bruno)
        self.assertIn("has none", use.problem)
        activity = self.make_activity(bruno)
        self.assertPrice(use, 10.5, activity_id=activity.id)
        self.assertIn(activity.analytic_account_id, use.share_ids.analytic_account_id)

    # Uses of the same person

    def anna_free(self):
        anna = self.make_person("Anna", "CAPE", date(2026, 1, 1))
        first, last = self.make_uses(anna, [date(2026, 2, 2), date(2026, 5, 4)])
        self.assertEqual((first | last).mapped("free_amount"), [15.0, 0.0])
        return first, last

    def test_a_free_first_use_that_is_cancelled_gives_its_clock_back(self):
        first, last = self.anna_free()
        first.action_cancel()
        self.assertEqual(last.free_amount, 15.0)

    def test_a_free_first_use_that_is_deleted_gives_its_clock_back(self):
        first, last = self.anna_free()
        first.unlink()
        self.assertEqual(last.free_amount, 15.0)

    def test_a_free_first_use_of_somebody_else_gives_its_clock_back(self):
        first, last = self.anna_free()
        first.partner_id = self.bruno().partner_id
        self.assertEqual(last.free_amount, 15.0)

    def test_uses_given_back_by_a_statement_take_the_price_of_now(self):
        use = self.desk(self.bruno())
        use._do_lock()
        self.make_tariff(self.space, start=date(2026, 10, 1), day=23.0)
        self.assertEqual(use.public_amount, 15.0)
        use._do_unlock()
        self.assertEqual(use.public_amount, 23.0)

    # The declaration, and the order of entry

    def test_every_field_that_the_rating_reads_is_declared(self):
        """Spies what a rating reads, field by field, and compares with ``_price_facts``."""
        anna = self.make_person("Anna", "CAPE", date(2026, 1, 1))
        uses = self.desk(anna) | self.desk(self.env["res.partner"].create({"name": "Vera"}))
        self.tell_clock(anna)
        read = {}
        real = fields.Field.__get__

        def spy(field, record, owner=None):
            if record is not None:
                read.setdefault(record._name, set()).add(field.name)
            return real(field, record, owner)

        self.env.invalidate_all()
        with patch.object(fields.Field, "__get__", spy):
            uses._follow_facts()
        undeclared = []
        for name, names in sorted(read.items()):
            model = self.env[name]
            if name == "cae.usage" or BESIDE.get(name, ()) is None:
                continue
            declared = getattr(model, "_price_facts", frozenset()) | BESIDE.get(name, set())
            for each in sorted(names - declared - {"id", "currency_id"}):
                if not self._follows_from(model, each, declared):
                    undeclared.append(f"{name}.{each}")
        self.assertFalse(undeclared)
        self.assertIn("nature", read["cae.contract"], "the control: the spy sees something")
        self.assertIn("date_first", read["cae.program.clock"], "and what another coop told")

    def tell_clock(self, entrepreneur):
        """A coop outside told of the first use of a person."""
        program = self.env["cae.program"].create(
            {"name": "Région", "network_id": self.coop_a.partner_id.id}
        )
        program.action_make_secret()
        (name,) = program._get_pseudonyms_of(entrepreneur.partner_id).values()
        line = {"pseudonym": name, "clock_group": "cape", "date_first": DAY, "months_used": 1}
        self.env["cae.program.clock.file"].create(
            {
                "company_id": self.coop_a.id,
                "program_id": program.id,
                "coop_id": self.host.id,
                "line_ids": [Command.create(line)],
            }
        )

    def _follows_from(self, model, name, declared):
        """Whether a field is computed from declared ones, or lists records that declare theirs."""
        field = model._fields[name]
        if field.type == "one2many":
            return hasattr(self.env[field.comodel_name], "_price_facts")
        depends = {path for paths in model.pool.field_depends.get(field, ()) for path in [paths]}
        return bool(depends) and all(
            path.split(".")[0] in declared
            or self._follows_from(model, path.split(".")[0], declared)
            for path in depends
            if path.split(".")[0] != name
        )

    def test_the_same_facts_in_every_order_give_the_same_prices(self):
        """Eight facts of one month, entered in orders drawn by lot."""
        seen = set()
        orders = list(itertools.permutations(range(len(FACTS))))
        for order in random.Random(20261125).sample(orders, 24):
            with self.env.cr.savepoint() as savepoint:
                seen.add(self.enter(order))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(seen), 1, seen)
        ((july, august, october),) = seen
        self.assertEqual((july, august, october), (("rated", 0.0), ("rated", 0.0), ("rated", 21.0)))

    def enter(self, order):
        made = {"partner": self.env["res.partner"].create({"name": "Nora"})}
        made["host"] = self.env["res.partner"].create({"name": "Host N", "is_company": True})
        made["space"] = self.make_space("Space N", made["host"])
        for place in order:
            FACTS[place](self, made)
        uses = made["july"] | made["august"] | made["october"]
        return tuple((use.state, use.net_amount) for use in uses)


def _file(case, made):
    made["file"] = case.make_entrepreneur("Nora", partner_id=made["partner"].id)
    if "contract" in made:
        _contract(case, made)
    if "activity" in made:
        _activity(case, made)


def _contract(case, made):
    made["contract"] = True
    if "file" in made:
        case.make_contract(made["file"], "CESA", start=date(2026, 7, 1))


def _activity(case, made):
    made["activity"] = True
    if "file" in made:
        case.make_activity(made["file"])


def _convention(case, made):
    rule = {"name": "Bienvenue", "status": "cesa", "first_months": 2, "effect": "public"}
    case.make_convention(host=made["host"], rules=[rule], start=date(2026, 6, 1))


def _tariff(case, made):
    case.make_tariff(made["space"], start=date(2026, 6, 1), day=15.0)


def _newer_tariff(case, made):
    case.make_tariff(made["space"], start=date(2026, 10, 1), day=21.0, tax_included=True)


def _first_use(case, made):
    made["july"] = case.desk(made["partner"], date(2026, 7, 6), space=made["space"])


def _other_uses(case, made):
    made["august"] = case.desk(made["partner"], date(2026, 8, 3), space=made["space"])
    made["october"] = case.desk(made["partner"], date(2026, 10, 5), space=made["space"])


FACTS = (
    _file,
    _contract,
    _activity,
    _convention,
    _tariff,
    _newer_tariff,
    _first_use,
    _other_uses,
)
