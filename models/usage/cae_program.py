from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...rules.rating_effects import network_clock_key
from ..convention.cae_price_condition_mixin import CONDITION_STATUSES
from ..convention.cae_program_clock import ANYBODY
from ..convention.cae_program_clock_file import Told


class CaeProgram(models.Model):
    """What the funder of a programme bears, how much its uses are, which clocks they started."""

    _inherit = "cae.program"

    def action_view_uses(self):
        """Open how much the spaces of the programme were used, by space and by coop."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_program_use_action"
        )
        return action | {"domain": [("program_id", "in", self.ids)]}

    def _get_funded(self, first, last):
        # sudo: a sum of the programme, and nothing of the uses
        shares = self.env["cae.usage.share"].sudo()
        ((total,),) = shares._read_group(
            [
                ("payer", "=", "funder"),
                ("usage_id.convention_id.program_id", "in", self.ids),
                ("usage_id.date", ">=", first),
                ("usage_id.date", "<=", last),
            ],
            [],
            ["amount:sum"],
        )
        return total or 0.0

    # Clocks, for the other coops

    def action_export_clocks(self):
        """Offer the file of the clocks that our uses started, for the other coops."""
        self.ensure_one()
        self._check_can_export_clocks()
        return self._do_export_clocks()

    def _check_can_export_clocks(self):
        """Refuse who reads no prices, and a company that does not share the secret."""
        if not self.env.user.has_group("cae_tiers_lieux.group_accountant"):
            raise AccessError(self.env._("An accountant sends what the uses started."))
        self._get_secret()

    def _do_export_clocks(self):
        content = self.env["cae.program.clock.file"]._write_table(self._get_started_clocks())
        name = self.env._("clocks-%(program)s.csv", program=self.name)
        return self.env["ir.attachment"]._offer_file(name, "text/csv", content)

    def _get_started_clocks(self):
        """Return the clocks over the programme that the uses of this company started.

        A person of two contacts that are one by their e-mail is told once.
        """
        side = self.env.company._cae_side()
        groups = {
            network_clock_key(side, self.id, "" if group == ANYBODY else group): group
            for group in (ANYBODY, *CONDITION_STATUSES)
        }
        self.env["cae.usage"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, clock_key, min(date), array_agg(DISTINCT to_char(date, 'YYYYMM'))
                  FROM cae_usage
                 WHERE company_id = %s AND clock_key = ANY(%s) AND state IN ('rated', 'locked')
                 GROUP BY 1, 2
                """,
                self.env.company.id,
                list(groups),
            )
        )
        persons = self.env["res.partner"].browse({person_id for person_id, *_rest in rows})
        names = {person.id: name for person, name in self._get_pseudonyms_of(persons).items()}
        started = {}
        for person_id, key, first, months in rows:
            if name := names.get(person_id):
                known = started.setdefault((name, groups[key]), (first, set()))
                started[name, groups[key]] = (min(first, known[0]), known[1] | set(months))
        return [
            Told(0, name, group, first, len(months))
            for (name, group), (first, months) in started.items()
        ]
