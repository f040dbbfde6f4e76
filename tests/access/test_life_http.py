"""One probe of each model through the door that browsers and scripts use."""

import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .cells import other_value
from .makers import Makers


@tagged("cae_access")
class TestLifeHttp(Makers, HttpCase):
    @mute_logger("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule")
    def test_a_locked_field_of_each_model_is_refused_over_http(self):
        self.manager.password = "cae_manager_probe"
        self.env.flush_all()
        self.authenticate(self.manager.login, "cae_manager_probe")
        probed = set()
        for name, states in self.records.items():
            for record in states.values():
                stage = record._get_life().stages[record._get_life_states()[record]]
                locked = sorted(record._get_locked_names(record._fields) - stage.names())
                if locked and name not in probed:
                    self.probe(record, locked)
                    probed.add(name)
        self.assertEqual(probed, set(self.records))

    def probe(self, record, locked):
        sudo = record.sudo()
        field, value = next(
            (field, value)
            for field in locked
            if (value := other_value(sudo, record._fields[field])) is not None
        )
        before = sudo[field]
        response = self.url_open(
            f"/web/dataset/call_kw/{record._name}/write",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "params": {
                        "model": record._name,
                        "method": "write",
                        "args": [record.ids, {field: value}],
                        "kwargs": {"context": {"cae_permits": [["unlink"]]}},
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        self.assertIn("error", response.json(), f"{record} {field}")
        self.assertEqual(sudo[field], before, f"{record} {field}")
