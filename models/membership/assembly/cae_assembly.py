from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class CaeAssembly(models.Model):
    """A general assembly: who may vote that day, who came, what was decided.

    ==========  ======================================
    Support     reads
    Accountant  prepares, records presence and votes
    Manager     the same, and deletes a draft
    ==========  ======================================
    """

    _name = "cae.assembly"
    _description = "General assembly"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _order = "date desc, id desc"

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    organisation_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        default=lambda self: self.env.company.partner_id,
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    place = fields.Char()
    state = fields.Selection(
        selection=[("draft", "In preparation"), ("open", "Voters listed"), ("closed", "Closed")],
        required=True,
        default="draft",
        tracking=True,
        copy=False,
    )
    voter_ids = fields.One2many(
        comodel_name="cae.assembly.voter", inverse_name="assembly_id", string="Voters"
    )
    resolution_ids = fields.One2many(
        comodel_name="cae.assembly.resolution", inverse_name="assembly_id", string="Resolutions"
    )
    voter_count = fields.Integer(string="Number of voters", compute="_compute_counts")
    present_count = fields.Integer(string="Present or represented", compute="_compute_counts")
    warning = fields.Text(compute="_compute_warning")

    @api.depends("voter_ids.presence")
    def _compute_counts(self):
        for assembly in self:
            voters = assembly.voter_ids
            assembly.voter_count = len(voters)
            assembly.present_count = len(voters.filtered(lambda v: v.presence != "absent"))

    @api.depends("organisation_id", "date", "company_id")
    def _compute_warning(self):
        memberships = self.env["cae.membership"]
        for assembly in self:
            assembly.warning = assembly.date and "\n".join(
                memberships._get_structure_problems(
                    assembly.company_id, assembly.organisation_id, assembly.date
                )
            )

    def action_list_voters(self):
        """List who may vote on the day of the assembly; presence already noted is kept."""
        self._check_not_closed()
        for assembly in self:
            assembly._do_list_voters()

    def action_close(self):
        """Close the assembly: its voters and its results do not change any more."""
        for assembly in self:
            if assembly.state != "open":
                raise UserError(self.env._("List the voters before closing the assembly."))
        self.state = "closed"

    def action_print_sign_in(self):
        """Print the sign-in sheet."""
        return self.env.ref("cae_tiers_lieux.cae_assembly_report").report_action(self)

    def _check_not_closed(self):
        for assembly in self:
            if assembly.state == "closed":
                raise UserError(
                    self.env._("%(name)s is closed: it does not change.", name=assembly.name)
                )

    def _do_list_voters(self):
        self.ensure_one()
        rows = self.env["cae.membership"]._get_voters(
            self.company_id, self.organisation_id, self.date
        )
        known = {voter.membership_id: voter for voter in self.voter_ids}
        commands = []
        for row in rows:
            vals = self._prepare_voter_vals(row)
            voter = known.pop(row["membership"], None)
            commands.append(Command.update(voter.id, vals) if voter else Command.create(vals))
        gone = [Command.delete(voter.id) for voter in known.values()]
        self.write({"voter_ids": gone + commands, "state": "open"})
        self.resolution_ids._add_missing_ballots()

    def _prepare_voter_vals(self, row):
        return {
            "membership_id": row["membership"].id,
            "college_id": row["college"].id,
            "representative_id": row["representative"].id,
            "weight": float(row["weight"]),
        }
