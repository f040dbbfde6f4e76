from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.words import day_in_words

DESK_UNITS = ("half_day", "day")


class ResPartner(models.Model):
    """A contact: a person has one desk a day, and is known by e-mail to who told of their clock."""

    _name = "res.partner"
    _inherit = ["res.partner", "cae.price.fact.mixin"]
    _price_facts = frozenset({"email", "name", "is_company"})

    def _domain_priced_uses(self):
        # sudo: whether anything was told at all
        if not self.env["cae.program.clock"].sudo().search_count([], limit=1):
            return Domain.FALSE
        return Domain("partner_id", "in", self.ids)

    def write(self, vals):
        result = super().write(vals)
        if "is_company" in vals:
            # an organisation has another right than a person (people_known.py)
            # sudo: prices follow the fact, whoever may read the uses
            uses = self.env["cae.usage"].sudo()
            uses.search(Domain("partner_id", "in", self.ids) & uses._domain_open())._follow_facts()
        return result

    def _cae_before_merge(self, into):
        result = super()._cae_before_merge(into)
        desks = self.env["cae.usage"].search(
            Domain("partner_id", "in", (self | into).ids)
            & Domain("state", "!=", "cancelled")
            & Domain("resource_kind", "=", "desk")
            & Domain("unit", "in", DESK_UNITS)
        )
        same_day = desks.grouped(lambda use: (use.company_id, use.space_id, use.date))
        for (_company, space, day), uses in same_day.items():
            if len(uses) < 2:
                continue
            locked = uses.filtered(lambda use: use.state == "locked")
            if len(locked) > 1:
                raise UserError(
                    self.env._(
                        "These contacts have each a desk in %(space)s on %(day)s that is billed "
                        "already: nothing was merged. Cancel the statement that bills one of them "
                        "first, or keep both contacts.",
                        space=space.name,
                        day=day_in_words(self.env, day),
                    )
                )
            uses._join_desks()
        return result

    def _cae_after_merge(self):
        result = super()._cae_after_merge()
        named = Domain.OR(
            Domain(name, "in", self.ids) for name in ("partner_id", "host_id", "coop_id")
        )
        uses = self.env["cae.usage"]
        uses.search(named & uses._domain_open())._follow_facts()
        return result
