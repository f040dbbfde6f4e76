from odoo import api, fields, models

from ...rules.capital import CapitalRules


class ResPartner(models.Model):
    """An organisation or a person, seen as having members and as being one."""

    _inherit = "res.partner"

    cae_legal_form_id = fields.Many2one(
        comodel_name="cae.legal.form",
        string="Legal form",
        index="btree_not_null",
        help="Sets the rules of members and capital that apply to this organisation.",
    )
    cae_member_kind = fields.Selection(
        selection=[
            ("coop", "CAE"),
            ("host", "Operator of spaces"),
            ("network", "Network"),
            ("other", "Other organisation"),
        ],
        string="Kind of organisation",
        index="btree_not_null",
        help="CAE stand in the columns of the cross-membership table, operators in its rows.",
    )
    cae_membership_ids = fields.One2many(
        comodel_name="cae.membership",
        inverse_name="member_id",
        string="Member of",
    )
    cae_member_ids = fields.One2many(
        comodel_name="cae.membership",
        inverse_name="organisation_id",
        string="Members",
    )
    cae_membership_count = fields.Integer(compute="_compute_cae_membership_count")

    @api.depends("cae_membership_ids", "cae_member_ids")
    @api.depends_context("uid")
    def _compute_cae_membership_count(self):
        memberships = self.env["cae.membership"]
        if not memberships.has_access("read"):
            self.cae_membership_count = 0
            return
        active = [("state", "=", "active")]
        left = dict(
            memberships._read_group(
                [("member_id", "in", self.ids), *active], ["member_id"], ["__count"]
            )
        )
        right = dict(
            memberships._read_group(
                [("organisation_id", "in", self.ids), *active], ["organisation_id"], ["__count"]
            )
        )
        for partner in self:
            partner.cae_membership_count = left.get(partner, 0) + right.get(partner, 0)

    def _cae_capital_rules(self, day):
        """Return ``{partner id: CapitalRules}`` that its legal form sets on ``day``.

        A partner without a legal form has no limit.
        """
        rules = self.cae_legal_form_id._rules_on(day)
        return {
            partner.id: rules.get(partner.cae_legal_form_id, CapitalRules()) for partner in self
        }

    def _cae_paid_on(self, company, day):
        """Return the ids of partners that ``company`` pays as employees on ``day`` (R29).

        A person with a file of entrepreneur is paid when their status is one of an employment
        contract; somebody without a file is paid when they are an employee in Odoo.
        """
        # sudo: only the fact "is paid here" leaves this method
        files = (
            self.env["cae.entrepreneur"]
            .sudo()
            .search([("company_id", "=", company.id), ("partner_id", "in", self.ids)])
        )
        # sudo: whether a pay exists that day, and nothing of the contracts
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search([("company_id", "=", company.id), ("work_contact_id", "in", self.ids)])
        )
        without_file = employees.work_contact_id - files.partner_id
        return files._get_paid_partner_ids(day) | set(without_file.ids)

    def action_cae_view_memberships(self):
        """Open the memberships of this partner, both as member and as organisation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Memberships"),
            "res_model": "cae.membership",
            "view_mode": "list,form",
            "domain": ["|", ("member_id", "=", self.id), ("organisation_id", "=", self.id)],
            "context": {"default_member_id": self.id},
        }

    def _cae_before_merge(self, into):
        """Two memberships of one person in one organisation are one: what hangs on both joins."""
        result = super()._cae_before_merge(into)
        memberships = self.env["cae.membership"].search([("member_id", "in", (self | into).ids)])
        for same in memberships.grouped(
            lambda m: (m.company_id, m.organisation_id, m.kind)
        ).values():
            same._join()
        return result
