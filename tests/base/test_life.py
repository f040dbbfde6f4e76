"""The life of a record, told on a service: what a state locks nobody changes, whatever the way."""

import json

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ...models.base.life import Permit
from ..common import CaeStreetCommon


@tagged("post_install", "-at_install")
class TestLife(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.convention = cls.make_convention()
        cls.vals = {
            "name": "Training",
            "date": "2026-03-02",
            "company_id": cls.coop_a.id,
            "coop_id": cls.coop_a.partner_id.id,
            "host_id": cls.host.id,
            "price_unit": 100,
        }
        cls.service = cls.env["cae.service"].create(cls.vals)

    def call(self, user, method, *args, **context):
        return call_kw(
            self.env["cae.service"].with_user(user),
            method,
            list(args),
            {"context": {"lang": "en_US", **context}},
        )

    def lock(self):
        self.service.action_confirm()
        self.service._take_step("lock")
        return self.service

    def test_a_draft_is_written_by_hand(self):
        self.call(self.support, "write", self.service.ids, {"price_unit": 120})
        self.assertEqual(self.service.amount, 120)

    def test_a_state_is_not_written_by_hand(self):
        for user in (self.support, self.manager, self.env.ref("base.user_root")):
            with self.assertRaises(UserError):
                self.call(user, "write", self.service.ids, {"state": "locked"})
        self.assertEqual(self.service.state, "draft")

    def test_the_superuser_is_bound_too(self):
        with self.assertRaises(UserError):
            self.lock().sudo().write({"price_unit": 1})

    def test_the_same_value_is_no_change(self):
        self.call(self.support, "write", self.lock().ids, {"price_unit": 100})

    def test_a_locked_record_says_the_way_on(self):
        with self.assertRaisesRegex(UserError, "accountant cancels the statement that bills"):
            self.call(self.manager, "write", self.lock().ids, {"price_unit": 1})

    def test_a_locked_record_is_not_deleted(self):
        with self.assertRaises(UserError):
            self.call(self.manager, "unlink", self.lock().ids)

    def test_a_record_begins_at_the_beginning(self):
        with self.assertRaises(UserError):
            self.call(self.manager, "create", [{**self.vals, "state": "locked"}])

    def test_a_default_of_the_context_is_no_way_round(self):
        with self.assertRaises(UserError):
            self.call(self.manager, "create", [self.vals], default_state="locked")

    def test_a_default_of_the_database_is_no_way_round(self):
        self.env["ir.default"].with_user(self.support).set("cae.service", "state", "locked", True)
        with self.assertRaises(UserError):
            self.call(self.support, "create", [self.vals])

    def test_a_copy_begins_again(self):
        [copy] = self.call(self.support, "copy", self.lock().ids)
        self.assertEqual(self.env["cae.service"].browse(copy).state, "draft")

    def test_another_company_is_not_reached(self):
        """The guard looks after the write too: the record would leave the user's company."""
        with self.assertRaises(AccessError):
            self.call(self.support, "write", self.service.ids, {"company_id": self.coop_b.id})

    def test_followers_are_always_added(self):
        service = self.lock().with_user(self.support)
        service.message_subscribe(self.manager.partner_id.ids)
        self.assertIn(self.manager.partner_id, service.message_partner_ids)

    def test_a_flag_sent_by_a_client_is_no_permit(self):
        """Whatever a client sends is JSON: never an instance of ``Permit``."""
        forged = {"cae_permits": [["cae.service", self.service.ids, ["state"]]]}
        with self.assertRaises(UserError):
            self.call(self.support, "write", self.service.ids, {"state": "locked"}, **forged)
        with self.assertRaises(TypeError):
            json.dumps({"cae_permits": (Permit("cae.service", [1], ["state"]),)})

    def test_a_permit_names_the_records_and_the_fields(self):
        other = self.env["cae.service"].create(self.vals)
        allowed = self.lock()._permit("price_unit")
        allowed.write({"price_unit": 1})
        with self.assertRaises(UserError):
            allowed.write({"quantity": 2})
        other.action_confirm()
        other._take_step("lock")
        with self.assertRaises(UserError):
            (allowed | other.with_env(allowed.env)).write({"price_unit": 2})

    def test_a_new_record_carries_no_permit(self):
        made = (
            self.env["cae.service"]
            ._permit_create("state")
            .create({**self.vals, "state": "confirmed"})
        )
        self.assertEqual(made.state, "confirmed")
        self.assertFalse(made.env.context["cae_permits"])
        with self.assertRaises(UserError):
            made.write({"state": "locked"})

    def test_a_step_is_for_a_state_and_a_role(self):
        self.lock()
        with self.assertRaises(UserError):
            self.service.action_cancel()
        with self.assertRaises(AccessError):
            self.env["cae.service"].with_user(self.network).browse(self.service.ids)._check_step(
                "cancel"
            )

    def test_a_step_writes_its_own_fields_only(self):
        with self.assertRaises(ValueError):
            self.service._take_step("confirm", price_unit=1)

    def test_the_whole_table_names_what_exists(self):
        for name in self.registry:
            model = self.env[name]
            if not hasattr(model, "_get_life") or model._abstract:
                continue
            life = model._get_life()
            for state, stage in life.stages.items():
                self.assertFalse(stage.names() - set(model._fields), f"{name} {state}")
            for step, transition in life.transitions.items():
                self.assertFalse(transition.writes - set(model._fields), f"{name} {step}")
                states = {*transition.sources, transition.target} - {""}
                self.assertFalse(states - set(life.stages), f"{name} {step}")
