from odoo import fields, models

from ...rules.retention import Limits
from .person.cae_entrepreneur_file import CANDIDATE_PARAMETER, FILE_PARAMETER
from .person.cae_entrepreneur_followup import LOST_SIGHT_DAYS, LOST_SIGHT_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cae_lost_sight_days = fields.Integer(
        string="Lost sight of after (days)",
        config_parameter=LOST_SIGHT_PARAMETER,
        default=LOST_SIGHT_DAYS,
    )
    cae_retention_candidate_months = fields.Integer(
        string="Refused candidates (months)",
        config_parameter=CANDIDATE_PARAMETER,
        default=Limits().candidate_months,
    )
    cae_retention_file_months = fields.Integer(
        string="Ended files (months)",
        config_parameter=FILE_PARAMETER,
        default=Limits().file_months,
    )
    cae_legal_form = fields.Char(related="company_id.cae_legal_form", readonly=False)
    cae_capital_text = fields.Char(related="company_id.cae_capital_text", readonly=False)
    cae_registry = fields.Char(related="company_id.cae_registry", readonly=False)
    cae_representative = fields.Char(related="company_id.cae_representative", readonly=False)
    cae_representative_title = fields.Char(
        related="company_id.cae_representative_title", readonly=False
    )
