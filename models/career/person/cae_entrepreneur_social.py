from odoo import fields, models

SOCIAL_STATUSES = [
    ("job_seeker_paid", "Job seeker with an allowance"),
    ("job_seeker", "Job seeker without allowance"),
    ("minimum_income", "Minimum income (RSA)"),
    ("employee", "Employee"),
    ("self_employed", "Self-employed"),
    ("student", "Student or trainee"),
    ("retired", "Retired"),
    ("none", "Without status"),
    ("other", "Other"),
]
SOCIAL_GROUP = "cae_tiers_lieux.group_social_file"


class CaeEntrepreneur(models.Model):
    """The person's file: what only the group "Social file" reads.

    Nothing here is tracked: a chatter would tell the whole team. There is no social security
    number, and there shall be none (R45).
    """

    _inherit = "cae.entrepreneur"

    social_status_entry = fields.Selection(
        selection=SOCIAL_STATUSES,
        string="Social status at the entry",
        groups=SOCIAL_GROUP,
    )
    social_status = fields.Selection(
        selection=SOCIAL_STATUSES,
        string="Social status now",
        groups=SOCIAL_GROUP,
    )
    social_status_date = fields.Date(string="Social status known on", groups=SOCIAL_GROUP)
    prescriber_id = fields.Many2one(
        comodel_name="res.partner",
        groups=SOCIAL_GROUP,
        help="Who sent the person to the coop: France Travail, a local mission, a friend…",
    )
    prescriber_reference = fields.Char(string="Reference at the prescriber", groups=SOCIAL_GROUP)
    aid_ids = fields.One2many(
        comodel_name="cae.person.aid",
        inverse_name="entrepreneur_id",
        groups=SOCIAL_GROUP,
    )
    person_document_ids = fields.One2many(
        comodel_name="cae.person.document",
        inverse_name="entrepreneur_id",
        string="Documents of the person",
        groups=SOCIAL_GROUP,
    )
    social_note = fields.Html(groups=SOCIAL_GROUP)

    def _get_expected_deadlines(self):
        """Add the documents that expire: the date for the team, never which document."""
        expected = super()._get_expected_deadlines()
        # sudo: the board shows that something expires to people who may not read what it is
        for document in self.sudo().person_document_ids.filtered("date_expiry"):
            key = (document.entrepreneur_id.id, "document", f"cae.person.document,{document.id}")
            expected[key] = {
                "date": document.date_expiry,
                "alerts": "60, 30, 7",
            }
        return expected
