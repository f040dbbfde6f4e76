from odoo import api, fields, models


class CaePersonDocument(models.Model):
    """A document of a person, with the days of its issue and of its expiry.

    Rights: only the group "Social file" reads, writes, adds and deletes, within its companies;
    nobody else, managers included. The deadline board tells the team that a document expires, not
    which one.
    """

    _name = "cae.person.document"
    _description = "Document of a person"
    _inherit = ["cae.dated.mixin"]
    _order = "date_end, id"
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
    date_start = fields.Date(string="Issued on", required=False)
    date_end = fields.Date(string="Expires on", index="btree_not_null")
    is_expired = fields.Boolean(string="Expired", compute="_compute_is_expired")
    file = fields.Binary(attachment=True)
    filename = fields.Char()

    @api.depends("date_end")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for document in self:
            document.is_expired = bool(document.date_end and document.date_end < today)

    # sudo below: the board follows a document for people who may not read it

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        # sudo: the board shows a date to the team, never which document
        documents.filtered("date_end").entrepreneur_id.sudo()._sync_deadlines()
        return documents

    def write(self, vals):
        result = super().write(vals)
        if "date_end" in vals:
            # sudo: as in create
            self.entrepreneur_id.sudo()._sync_deadlines()
        return result

    def unlink(self):
        people = self.entrepreneur_id
        result = super().unlink()
        # sudo: as in create
        people.sudo()._sync_deadlines()
        return result
