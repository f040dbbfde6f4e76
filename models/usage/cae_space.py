from odoo import fields, models
from odoo.fields import Domain


class CaeSpace(models.Model):
    """The space is a fact of the prices of its uses."""

    _name = "cae.space"
    _inherit = ["cae.space", "cae.price.fact.mixin"]
    _price_facts = frozenset("host_id name stage date_opened date_closed calendar_id tz".split())

    usage_count = fields.Integer(compute="_compute_partner_counts")
    convention_count = fields.Integer(
        string="Conventions in force", compute="_compute_partner_counts"
    )

    def unlink(self):
        # the database would take its roles along, and the uses of who had them would not follow
        self.role_ids.unlink()
        return super().unlink()

    def _domain_priced_uses(self):
        return Domain("space_id", "in", self.ids)

    def _compute_partner_counts(self):
        """Count the uses of a space and the conventions of its legal person, for our companies.

        Who may not read them, as a network the uses, sees none of them here either.
        """
        usages, conventions = (
            dict(self.env[model]._read_group(domain, [field], ["__count"]))
            if self.env[model].has_access("read")
            else {}
            for model, field, domain in (
                ("cae.usage", "space_id", [("space_id", "in", self.ids)]),
                (
                    "cae.convention",
                    "host_id",
                    [("host_id", "in", self.host_id.ids), ("state", "=", "running")],
                ),
            )
        )
        for space in self:
            space.usage_count = usages.get(space, 0)
            space.convention_count = conventions.get(space.host_id, 0)

    def action_view_usages(self):
        """Open the uses of the space."""
        action = self.env["ir.actions.act_window"]._for_xml_id("cae_tiers_lieux.cae_usage_action")
        return action | {
            "domain": [("space_id", "in", self.ids)],
            "context": {"default_space_id": self.id},
        }

    def action_view_conventions(self):
        """Open the conventions with the legal person of the space."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_convention_action"
        )
        return action | {
            "domain": [("host_id", "in", self.host_id.ids)],
            "context": {"default_host_id": self.host_id.id},
        }
