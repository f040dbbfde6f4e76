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

    def _get_funded(self):
        """Return ``{(programme, year): what its funder bears}``, in one query.

        A coop and a host that both keep their books here tell the same use: it is counted in those
        of the coop.
        """
        self.env["cae.usage"].flush_model(["company_id", "coop_id", "date"])
        # a sum of the programme, and nothing of the uses, whoever may read them
        rows = self.env.execute_query(
            SQL(
                """
                SELECT convention.program_id, extract(year FROM usage.date)::int, sum(share.amount)
                  FROM cae_usage_share share
                  JOIN cae_usage usage ON usage.id = share.usage_id
                  JOIN cae_convention convention ON convention.id = usage.convention_id
                  JOIN res_company company ON company.id = usage.company_id
                 WHERE share.payer = 'funder' AND convention.program_id = ANY(%s)
                   AND (company.partner_id = usage.coop_id OR NOT EXISTS (
                        SELECT FROM res_company own
                         WHERE own.partner_id = usage.coop_id AND own.cae_role = 'coop'))
                 GROUP BY 1, 2
                """,
                self._origin.ids,
            )
        )
        return {(self.browse(program), year): float(total) for program, year, total in rows}

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
