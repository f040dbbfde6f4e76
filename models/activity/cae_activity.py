from odoo import api, fields, models
from odoo.exceptions import AccessError


class CaeActivity(models.Model):
    """What an entrepreneur does for a living, sheltered by the coop: one analytic account (R18).

    ==========  =======================================================
    Support     reads, creates, edits and archives those of its company
    Accountant  the same
    Manager     the same, and deletes
    Portal      an entrepreneur reads their own activities
    ==========  =======================================================
    """

    _name = "cae.activity"
    _description = "Activity"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _check_company_auto = True
    _order = "name, id"

    name = fields.Char(string="Brand", required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    member_ids = fields.One2many(
        comodel_name="cae.activity.member",
        inverse_name="activity_id",
        string="People",
    )
    entrepreneur_ids = fields.Many2many(
        comodel_name="cae.entrepreneur",
        compute="_compute_entrepreneur_ids",
        search="_search_entrepreneur_ids",
        string="Entrepreneurs",
    )
    analytic_account_id = fields.Many2one(
        comodel_name="account.analytic.account",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        help="Created with the activity; every amount of the activity stands on it.",
    )
    date_registered = fields.Date(
        string="Registered on",
        tracking=True,
        help="Until then the coop alone answers to third parties; afterwards both do (R12).",
    )
    naf_code = fields.Char(string="NAF code")
    siret = fields.Char(string="SIRET")
    note = fields.Html(string="Description")

    @api.depends("member_ids.entrepreneur_id")
    def _compute_entrepreneur_ids(self):
        for activity in self:
            activity.entrepreneur_ids = activity.member_ids.entrepreneur_id

    def _search_entrepreneur_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("member_ids.entrepreneur_id", "in", value)]

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        if any(vals.get("analytic_account_id") for vals in vals_list):
            activities._check_can_change_account()
        missing = activities.filtered(lambda a: not a.analytic_account_id)
        # sudo: opening an analytic account is the consequence of opening an activity, which the
        # support team may do without being given Odoo's analytic accounting.
        accounts = (
            self.env["account.analytic.account"]
            .sudo()
            .create([activity._prepare_analytic_account_vals() for activity in missing])
        )
        for activity, account in zip(missing, accounts, strict=True):
            # sudo: as above, the team does not choose the account
            activity.sudo().analytic_account_id = account
        return activities

    def write(self, vals):
        if "analytic_account_id" in vals:
            self._check_can_change_account()
        before = {activity: activity.name for activity in self} if "name" in vals else {}
        res = super().write(vals)
        for activity, name in before.items():
            # sudo: as in create; an account that was not opened for the activity keeps its name
            account = activity.sudo().analytic_account_id
            if account.name == name:
                account.name = vals["name"]
        return res

    def _check_can_change_account(self):
        """Refuse another account to who does not keep the books.

        :raises AccessError: the user is no accountant of the CAE
        """
        if self.env.su or self.env.user.has_group("cae_tiers_lieux.group_accountant"):
            return
        raise AccessError(
            self.env._(
                "%(activity)s: only the accountants of the CAE choose another analytic account.",
                activity=self[:1].display_name,
            )
        )

    def _prepare_analytic_account_vals(self):
        self.ensure_one()
        return {
            "name": self.name,
            "plan_id": self.env["account.analytic.plan"]._cae_activity_plan().id,
            "company_id": self.company_id.id,
        }

    def action_view_analytic_lines(self):
        """Open the lines of the activity's analytic account."""
        self.ensure_one()
        plan = self.env["account.analytic.plan"]._cae_activity_plan()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Analytic lines"),
            "res_model": "account.analytic.line",
            "view_mode": "list,pivot,graph,form",
            "domain": [(plan._column_name(), "=", self.analytic_account_id.id)],
        }

    def _get_cape_mentions(self, day):
        """Return {activity id: [mention]}: what its papers say while it runs under a CAPE (R11).

        One mention per CAPE holder, none once the activity is registered.

        :raises UserError: when a mention is due and cannot be written in full
        """
        mentions = {activity.id: [] for activity in self}
        # sudo: whoever prints an invoice of the activity need not read the contracts
        for activity in self.sudo():
            if activity.date_registered and activity.date_registered <= day:
                continue
            members = activity.member_ids._holding_between(day, False)
            for contract in members.entrepreneur_id.contract_ids._periods():
                mention = contract._get_cape_mention(day)
                if mention:
                    mentions[activity.id].append(mention)
        return mentions
