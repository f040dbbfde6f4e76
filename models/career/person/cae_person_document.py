from odoo import api, fields, models


class CaePersonDocument(models.Model):
    """A document of a person, with its expiry.

    Rights: the group "Social file" only, within its companies; nobody else, managers included.
    The deadline board tells the team that a document expires, not which one.
    """

    _name = "cae.person.document"
    _description = "Document of a person"
    _order = "date_expiry, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    entrepreneur_id = fields.Many2one(
        comodel_name="cae.entrepreneur",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="entrepreneur_id.company_id",
        string="Coop",
        store=True,
        index=True,
    )
    kind = fields.Selection(
        selection=[
            ("identity", "Identity"),
            ("permit", "Residence or work permit"),
            ("insurance", "Insurance"),
            ("diploma", "Diploma or professional card"),
            ("bank", "Bank details"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    date_issue = fields.Date(string="Issued on")
    date_expiry = fields.Date(string="Expires on", index="btree_not_null")
    is_expired = fields.Boolean(string="Expired", compute="_compute_is_expired")
    file = fields.Binary(attachment=True)
    filename = fields.Char()

    _dates_order = models.Constraint(
        "CHECK(date_expiry IS NULL OR date_issue IS NULL OR date_expiry >= date_issue)",
        "A document cannot expire before it was issued.",
    )

    @api.depends("date_expiry")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for document in self:
            document.is_expired = bool(document.date_expiry and document.date_expiry < today)

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents.filtered("date_expiry").entrepreneur_id.sudo()._sync_deadlines()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if "date_expiry" in vals:
            self.entrepreneur_id.sudo()._sync_deadlines()
        return result

    def unlink(self):
        people = self.entrepreneur_id
        result = super().unlink()
        people.sudo()._sync_deadlines()
        return result
