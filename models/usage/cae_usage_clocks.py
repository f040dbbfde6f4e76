"""What locked uses already took: they seed the clocks and the counters of a rating."""

from odoo import models
from odoo.tools import SQL

from ...rules import rating
from ..base.money import money


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    def _get_locked_clocks(self):
        """Seed the free clocks with the first other use of each person in each scope.

        Across companies on purpose: a person in two coops of this database has one clock in a
        programme (design, section 5).
        """
        self.env["cae.usage"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT usage.partner_id, rule.clock_scope, convention.program_id,
                       usage.host_id, usage.space_id, rule.status, min(usage.date)
                  FROM cae_usage usage
                  JOIN cae_convention_rule rule ON rule.id = usage.rule_id
                  JOIN cae_convention convention ON convention.id = usage.convention_id
                 WHERE usage.partner_id IN %(partners)s
                   AND usage.state IN ('rated', 'locked')
                   AND NOT (usage.id = ANY(%(open)s))
                   AND rule.free_months > 0 AND rule.clock_start = 'first_use'
                 GROUP BY 1, 2, 3, 4, 5, 6
                """,
                partners=tuple(self.partner_id.ids),
                open=list(self.ids),
            )
        )
        clocks = rating.Clocks()
        for partner, clock_scope, program, host, space, status, day in rows:
            if clock_scope == "space":
                scope = ("space", space)
            elif clock_scope == "network" and program:
                scope = ("network", program)
            else:
                scope = ("host", host)
            # as rules.rating_effects.clock_scope: a group per status that a condition names
            clocks.touch(partner, (*scope, status) if status else scope, day)
        return clocks

    def _get_locked_counters(self):
        """Units of the month that locked uses took from a quota, at most the quota itself."""
        counters = rating.Counters()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT usage.partner_id, usage.rule_id,
                       extract(year FROM usage.date)::int, extract(month FROM usage.date)::int,
                       least(max(rule.quota), sum(usage.quantity * CASE
                           WHEN rule.unit IS NULL AND usage.unit = 'half_day' THEN 0.5
                           ELSE 1 END))
                  FROM cae_usage usage
                  JOIN cae_convention_rule rule ON rule.id = usage.rule_id AND rule.quota > 0
                 WHERE usage.partner_id IN %s AND usage.state = 'locked'
                 GROUP BY 1, 2, 3, 4
                """,
                tuple(self.partner_id.ids),
            )
        )
        counters.add(
            ((partner, rule, (year, month)), money(units))
            for partner, rule, year, month, units in rows
        )
        return counters
