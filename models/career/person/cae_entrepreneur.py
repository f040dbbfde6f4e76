from odoo import api, fields, models
from odoo.exceptions import UserError


class CaeEntrepreneur(models.Model):
    """One person in one coop: their file, from the first meeting to the exit.

    Rights: the support team reads and writes the files of its own companies; managers also delete
    a file that has no contract; the person reads their own file in the portal. A person of two
    coops is one partner with two files, and nobody of one coop sees the file of the other.
    """

    _name = "cae.entrepreneur"
    _description = "Entrepreneur of a coop"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "reference"]
    _check_company_auto = True

    def _default_stage_id(self):
        return self.env["cae.stage"].search([], limit=1)

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('is_company', '=', False)]",
        check_company=True,
    )
    name = fields.Char(related="partner_id.name", store=True, index="trigram")
    email = fields.Char(related="partner_id.email", readonly=False)
    phone = fields.Char(related="partner_id.phone", readonly=False)
    image_128 = fields.Image(related="partner_id.image_128")
    avatar_128 = fields.Image(related="partner_id.avatar_128")
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Coop",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    reference = fields.Char(readonly=True, copy=False, index="trigram")
    active = fields.Boolean(default=True, tracking=True)

    # who follows
    adviser_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user if not self.env.user.share else False,
        domain="[('share', '=', False)]",
        index=True,
        tracking=True,
        check_company=True,
    )
    accountant_id = fields.Many2one(
        comodel_name="res.users",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    branch_id = fields.Many2one(
        comodel_name="cae.branch",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )

    # career
    stage_id = fields.Many2one(
        comodel_name="cae.stage",
        default=lambda self: self._default_stage_id(),
        required=True,
        index=True,
        tracking=True,
        group_expand="_read_group_stage_ids",
        ondelete="restrict",
    )
    contract_ids = fields.One2many(
        comodel_name="cae.contract",
        inverse_name="entrepreneur_id",
    )
    contract_count = fields.Integer(compute="_compute_contract_count")
    contract_id = fields.Many2one(
        comodel_name="cae.contract",
        string="Current contract",
        compute="_compute_contract_id",
        help="The contract that runs today, else the next one, else the last one.",
    )
    contract_summary = fields.Char(compute="_compute_contract_id")
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="Made by the signature of an employment contract. A CAPE makes none.",
    )
    project = fields.Char(help="What the person does or wants to do, in a few words.")
    exit_date = fields.Date(readonly=True, copy=False, tracking=True, help="Last day in the coop.")
    exit_reason = fields.Selection(
        selection=[
            ("project", "Leaves with the project"),
            ("job", "Found a job"),
            ("stop", "Stops the project"),
            ("term", "Contract not renewed"),
            ("deadline", "Associate deadline missed"),
            ("breach", "Ended by the coop"),
            ("death", "Death"),
            ("other", "Other"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    color = fields.Integer()
    note = fields.Html(string="Internal note", groups="cae_tiers_lieux.group_support")

    _partner_company_uniq = models.Constraint(
        "UNIQUE(partner_id, company_id)",
        "This person already has a file in this coop: open it instead of creating another one.",
    )
    _reference_company_uniq = models.UniqueIndex(
        "(reference, company_id) WHERE reference IS NOT NULL",
        "Another file of this coop has this reference.",
    )

    @api.depends("contract_ids")
    def _compute_contract_count(self):
        for entrepreneur in self:
            entrepreneur.contract_count = len(entrepreneur.contract_ids)

    @api.depends(
        "contract_ids.state",
        "contract_ids.kind",
        "contract_ids.date_start",
        "contract_ids.date_last",
        "contract_ids.renewal_number",
    )
    @api.depends_context("lang")
    def _compute_contract_id(self):
        today = fields.Date.context_today(self)
        for entrepreneur in self:
            contract = entrepreneur.contract_ids._pick_current(today)
            entrepreneur.contract_id = contract
            entrepreneur.contract_summary = contract._get_summary()

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        return stages.search([("active", "=", True)])

    @api.model_create_multi
    def create(self, vals_list):
        entrepreneurs = super().create(vals_list)
        for company, files in (
            entrepreneurs.filtered(lambda e: not e.reference).grouped("company_id").items()
        ):
            sequence = self.env["ir.sequence"].with_company(company)
            for entrepreneur in files:
                entrepreneur.reference = sequence.next_by_code("cae.entrepreneur")
        return entrepreneurs

    def write(self, vals):
        for name in ("partner_id", "company_id"):
            moved = self.filtered(lambda e, n=name: n in vals and e[n].id != vals[n])
            if moved.sudo().contract_ids:
                raise UserError(
                    self.env._(
                        "%(person)s has contracts in this coop: the person and the coop of the "
                        "file stay. Create another file instead.",
                        person=moved.filtered("contract_ids")[:1].name,
                    )
                )
        return super().write(vals)

    @api.model
    def name_create(self, name):
        """Quick create from the kanban: a name is enough, the person is created with it."""
        partner = self.env["res.partner"].create({"name": name})
        entrepreneur = self.create({"partner_id": partner.id})
        return entrepreneur.id, entrepreneur.display_name

    # Actions

    def action_view_contracts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_contract_action"
        )
        action["domain"] = [("entrepreneur_id", "=", self.id)]
        action["context"] = {"default_entrepreneur_id": self.id}
        return action
