"""What a use deduces from its person: their file, who vouches, which activity pays."""

from odoo import api, fields, models


class CaeUsage(models.Model):
    _inherit = "cae.usage"

    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        compute="_compute_entrepreneur_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
    )
    visitor = fields.Selection(
        selection=[
            ("entrepreneur", "Entrepreneur"),
            ("staff", "Support team"),
            ("external", "External"),
        ],
        compute="_compute_visitor",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    coop_id = fields.Many2one(
        comodel_name="res.partner",
        string="CAE",
        compute="_compute_coop_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    activity_id = fields.Many2one(
        comodel_name="cae.activity",
        compute="_compute_activity_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        index="btree_not_null",
        domain="[('member_ids.entrepreneur_id', '=', entrepreneur_id)]",
    )

    @api.depends("partner_id", "company_id")
    def _compute_entrepreneur_id(self):
        files = self.env["cae.entrepreneur"].search(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        by_key = {(file.partner_id, file.company_id): file for file in files}
        for usage in self:
            usage.entrepreneur_id = by_key.get((usage.partner_id, usage.company_id))

    @api.depends("partner_id", "entrepreneur_id", "company_id")
    def _compute_visitor(self):
        """An entrepreneur has a file or an attestation; staff is an internal user or employee."""
        attested = self.env["cae.attestation"].search(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        )
        staff_keys = {
            (a.partner_id, a.company_id) for a in attested.filtered(lambda a: a.status == "staff")
        }
        known_keys = {(a.partner_id, a.company_id) for a in attested}
        for usage in self:
            key = (usage.partner_id, usage.company_id)
            users = usage.partner_id.sudo().user_ids
            internal = any(
                not user.share and usage.company_id in user.company_ids for user in users
            )
            if key in staff_keys:
                usage.visitor = "staff"
            elif usage.entrepreneur_id or key in known_keys:
                usage.visitor = "entrepreneur"
            elif internal:
                usage.visitor = "staff"
            else:
                usage.visitor = "external"

    @api.depends("partner_id", "company_id", "visitor", "date")
    def _compute_coop_id(self):
        """The coop whose right is used: our company, or the one that vouched for the person."""
        outside = self.filtered(lambda u: u.company_id.cae_role != "coop")
        attestations = self.env["cae.attestation"].search(
            [
                ("partner_id", "in", outside.partner_id.ids),
                ("company_id", "in", outside.company_id.ids),
            ]
        )
        for usage in self:
            if usage.visitor == "external":
                usage.coop_id = False
            elif usage.company_id.cae_role == "coop":
                usage.coop_id = usage.company_id.partner_id
            else:
                usage.coop_id = attestations.filtered(
                    lambda a, u=usage: a.partner_id == u.partner_id and a._is_in_force(u.date)
                ).coop_id[:1]

    @api.depends("entrepreneur_id")
    def _compute_activity_id(self):
        """The activity that was asked, else the person's default one."""
        for usage in self:
            if (
                not usage.activity_id
                or usage.activity_id not in usage.entrepreneur_id.cae_activity_ids
            ):
                usage.activity_id = usage.entrepreneur_id.default_activity_id

    def _rerate(self, domain):
        """Rate again the open uses of a domain: a contract, a convention or a price changed."""
        # sudo: whoever may change a contract makes the uses follow, in every company at once.
        self.sudo().search([*domain, ("state", "in", ("recorded", "rated"))])._rate()
