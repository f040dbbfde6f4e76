from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....rules.periods import DAY


class CaeEntrepreneur(models.Model):
    """One person in one coop: who they are, who follows them, their stage, their exit.

    Rights: the support team reads, writes and creates the files of its own companies; managers
    also delete a file that has no contract; the person reads their own files in the portal, and a
    member of a support team reaches their own file in another coop too. A person of two coops is
    one partner with two files, and nobody else of one coop sees the file of the other.

    Its life and the exit are in `cae_entrepreneur_life.py`, the status is in
    `cae_entrepreneur_status.py`, what is due and who was lost sight of in
    `cae_entrepreneur_followup.py`, the restricted file and its retention in
    `cae_entrepreneur_file.py`.
    """

    _name = "cae.entrepreneur"
    _description = "Entrepreneur of a coop"
    _inherit = ["cae.life.mixin", "mail.thread", "mail.activity.mixin"]
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

    # exit
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
    exit_check_ids = fields.One2many(
        comodel_name="cae.exit.check",
        inverse_name="entrepreneur_id",
        string="Exit checklist",
    )

    color = fields.Integer()
    # the team's own words are not the person's to read through the portal
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

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        entrepreneurs = super().create(vals_list)
        for company, files in (
            entrepreneurs.filtered(lambda e: not e.reference).grouped("company_id").items()
        ):
            sequence = self.env["ir.sequence"].with_company(company)
            for entrepreneur in files:
                reference = sequence.next_by_code("cae.entrepreneur")
                entrepreneur._permit("reference").write({"reference": reference})
        entrepreneurs._after_stage_entry()
        return entrepreneurs

    def write(self, vals):
        before = {person.id: person.stage_id for person in self} if "stage_id" in vals else {}
        result = super().write(vals)
        if "active" in vals:
            self._sync_deadlines()
        if "adviser_id" in vals:
            # sudo: the team reads deadlines, the software writes them
            self.sudo().deadline_ids._hand_over()
        if before:
            self.filtered(lambda person: person.stage_id != before[person.id])._after_stage_entry()
        return result

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

    def action_start_contract(self):
        """Prepare a new contract: a first CAPE, or straight a CESA."""
        self.ensure_one()
        return self.env["cae.contract.prepare"]._open(
            default_mode="start",
            default_entrepreneur_id=self.id,
        )

    def action_renew(self):
        return self._get_contract_to_follow().action_renew()

    def action_switch(self):
        return self._get_contract_to_follow().action_switch()

    # Business

    def _get_contract_to_follow(self):
        """Return the current contract, which a renewal or another type follows.

        :raises UserError: the person has none
        """
        self.ensure_one()
        if not self.contract_id:
            raise UserError(self.env._("%(person)s has no signed contract yet.", person=self.name))
        return self.contract_id

    # Stage

    def _sync_stage(self):
        """Move people to the stage of their status of today, when a stage names it."""
        today = fields.Date.context_today(self)
        careers = self._get_careers_without_suspensions()
        self._move_to_stages({id_: career.status_on(today) for id_, career in careers.items()})

    def _sync_stage_of_today(self):
        """Move only those whose status has just changed: a stage chosen by hand stays."""
        today = fields.Date.context_today(self)
        statuses = {}
        for id_, career in self._get_careers_without_suspensions().items():
            status = career.status_on(today)
            if status != career.status_on(today - DAY):
                statuses[id_] = status
        self._move_to_stages(statuses)

    def _get_careers_without_suspensions(self):
        """Return ``{entrepreneur id: Career}``: a suspension moves nobody to another stage."""
        return {id_: replace(career, suspensions=()) for id_, career in self._get_careers().items()}

    def _move_to_stages(self, statuses):
        """Move people to the first stage of their status.

        :param statuses: ``{entrepreneur id: status}``; a status that no stage names moves nobody
        """
        stages = {
            stage.status: stage
            for stage in self.env["cae.stage"].search([("status", "!=", False)], order="id desc")
        }
        moves = {}
        for id_, status in statuses.items():
            if status in stages:
                moves.setdefault(stages[status], []).append(id_)
        for stage, ids in moves.items():
            self.browse(ids).filtered(lambda e, s=stage: e.stage_id != s).stage_id = stage

    def _after_stage_entry(self):
        """Send the mail and plan the activities of the stage that each person just entered."""
        for stage, people in self.grouped("stage_id").items():
            if stage.mail_template_id:
                people._send_stage_mail(stage)
            if stage.activity_plan_id:
                people._plan_stage_activities(stage)

    def _send_stage_mail(self, stage):
        """Queue the mail of a stage; who has no address is told in the chatter."""
        unreachable = self.filtered(lambda person: not person.email)
        for person in unreachable:
            person.message_post(
                body=self.env._(
                    "No mail for the stage “%(stage)s”: this person has no e-mail address.",
                    stage=stage.name,
                )
            )
        reachable = self - unreachable
        if reachable:
            # sudo: the template belongs to the manager who chose it for the stage
            stage.sudo().mail_template_id.send_mail_batch(reachable.ids)

    def _plan_stage_activities(self, stage):
        """Plan the activities of a stage, for the adviser of each person, else for the user."""
        for adviser, people in self.grouped("adviser_id").items():
            self.env["mail.activity.schedule"].create(
                {
                    "res_model": "cae.entrepreneur",
                    "res_ids": str(people.ids),
                    "plan_id": stage.activity_plan_id.id,
                    "plan_on_demand_user_id": (adviser or self.env.user).id,
                }
            ).action_schedule_plan()
