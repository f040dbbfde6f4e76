from odoo import models
from odoo.fields import Domain

from ..base.words import day_in_words

STATUS_OF_NATURE = {"cape": "cape", "cesa": "cesa", "other_employment": "cesa"}


class CaeContract(models.Model):
    """R8: the means made available, from the conventions in force on the first day."""

    _inherit = "cae.contract"

    def _get_means_annex(self):
        means = super()._get_means_annex()
        status = STATUS_OF_NATURE.get(self.nature)
        coop = self.company_id.partner_id
        day = self.date_start
        if not status or not day:
            return means
        # sudo: the annex prints what was agreed, for whoever prints the contract
        conventions = (
            self.env["cae.convention"]
            .sudo()
            .search(
                Domain("company_id", "=", self.company_id.id)
                & Domain("coop_ids", "in", coop.ids)
                & self.env["cae.convention"]._domain_in_force_on(day),
                order="host_id, date_start, id",
            )
        )
        for convention in conventions:
            rules = convention.rule_ids.filtered(
                lambda rule: (
                    rule.status in (False, status)
                    and rule.coop_id in (coop.browse(), coop)
                    and rule._holds_on(day)
                )
            )
            named = {rule._get_scope_key() for rule in rules if rule.status}
            means += [
                self._prepare_means_line(convention, rule)
                for rule in rules
                if rule.effect != "forbidden"
                and (rule.status or rule._get_scope_key() not in named)
            ]
        return means

    def _prepare_means_line(self, convention, rule):
        """Return one line of the annex: where, on which terms, how much, until when."""
        spaces = rule.space_id or convention.space_ids or convention.host_id.cae_space_ids
        places = ", ".join(spaces.mapped("display_name"))
        kinds = dict(rule._fields["resource_kind"]._description_selection(self.env))
        room = rule.resource_id.name or kinds.get(rule.resource_kind)
        return {
            "place": f"{places} – {room}" if room else places,
            "formula": rule._get_formula_text(),
            "quota": rule._get_quota_text(),
            "period": self._get_means_period(convention, rule),
        }

    def _get_means_period(self, convention, rule):
        days = [day for day in (convention.date_end, rule.date_end, self.date_last) if day]
        start = max(day for day in (self.date_start, convention.date_start) if day)
        if days:
            return self.env._(
                "from %(start)s to %(end)s",
                start=day_in_words(self.env, start),
                end=day_in_words(self.env, min(days)),
            )
        return self.env._("from %(start)s", start=day_in_words(self.env, start))
