from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.words import day_in_words


class CaeContractSuspension(models.Model):
    """Days on which a contract is suspended: the dates for the team, the cause for a few.

    Rights: the support team writes the dates; only the group "Social file" sees the cause.
    """

    _name = "cae.contract.suspension"
    _description = "Suspension of a contract"
    _inherit = ["cae.dated.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    contract_id = fields.Many2one(
        comodel_name="cae.contract",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    entrepreneur_id = fields.Many2one(
        related="contract_id.entrepreneur_id",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="contract_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    date_start = fields.Date(string="First day")
    date_end = fields.Date(string="Last day", help="Empty while the return is not known.")
    cause = fields.Selection(
        selection=[
            ("sick", "Sick leave"),
            ("maternity", "Maternity or paternity"),
            ("parental", "Parental leave"),
            ("other", "Other"),
        ],
        groups="cae_tiers_lieux.group_social_file",
    )

    @api.depends("date_start", "date_end")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for line in self:
            if line.date_end:
                line.display_name = self.env._(
                    "Suspended from %(start)s to %(end)s",
                    start=day_in_words(self.env, line.date_start),
                    end=day_in_words(self.env, line.date_end),
                )
            else:
                line.display_name = self.env._(
                    "Suspended since %(start)s",
                    start=day_in_words(self.env, line.date_start),
                )

    @api.constrains("contract_id", "date_start", "date_end")
    def _check_inside_contract(self):
        for line in self:
            contract = line.contract_id
            if not contract._holds_on(line.date_start):
                raise ValidationError(
                    self.env._(
                        "The suspension from %(day)s starts outside the days of %(contract)s.",
                        day=day_in_words(self.env, line.date_start),
                        contract=contract.display_name,
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.contract_id._after_suspension()
        return lines

    def write(self, vals):
        contracts = self.contract_id
        result = super().write(vals)
        if {"contract_id", "date_start", "date_end"} & vals.keys():
            (contracts | self.contract_id)._after_suspension()
        return result

    def unlink(self):
        contracts = self.contract_id
        result = super().unlink()
        contracts._after_suspension()
        return result
