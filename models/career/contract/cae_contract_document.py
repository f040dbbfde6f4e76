from markupsafe import Markup
from odoo import api, fields, models

PLACEHOLDERS = (
    "name",
    "doc_title",
    "doc_person",
    "doc_person_address",
    "doc_project",
    "doc_coop",
    "doc_coop_identity",
    "doc_coop_seat",
    "doc_coop_number",
    "doc_representative",
    "doc_start",
    "doc_end",
    "doc_term",
    "doc_previous",
    "doc_associate",
    "doc_trial",
    "doc_minimum_activity",
    "doc_status",
    "doc_today",
    "doc_clauses",
    "doc_means",
    "doc_changes",
)


class CaeContract(models.Model):
    """What documents print of a contract: one computed text per placeholder of the templates."""

    _inherit = "cae.contract"

    doc_title = fields.Char(string="Contract type, in full", compute="_compute_doc_contract")
    doc_term = fields.Char(string="From … to …", compute="_compute_doc_contract")
    doc_start = fields.Char(string="First day, in words", compute="_compute_doc_contract")
    doc_end = fields.Char(string="Last day, in words", compute="_compute_doc_contract")
    doc_today = fields.Char(string="Today, in words", compute="_compute_doc_contract")
    doc_previous = fields.Char(string="Contract it follows", compute="_compute_doc_contract")
    doc_associate = fields.Char(
        string="Associate at the latest on", compute="_compute_doc_contract"
    )
    doc_trial = fields.Char(string="Trial, in a sentence", compute="_compute_doc_contract")
    doc_minimum_activity = fields.Char(
        string="Objectives and minimum activity",
        compute="_compute_doc_contract",
    )
    doc_status = fields.Char(string="Status of today", compute="_compute_doc_contract")
    doc_project = fields.Char(string="Project of the person", compute="_compute_doc_parties")
    doc_person = fields.Char(string="Name of the person", compute="_compute_doc_parties")
    doc_person_address = fields.Char(
        string="Address of the person",
        compute="_compute_doc_parties",
    )
    doc_coop = fields.Char(string="Name of the coop", compute="_compute_doc_parties")
    doc_coop_identity = fields.Char(
        string="Legal form and capital of the coop",
        compute="_compute_doc_parties",
    )
    doc_coop_seat = fields.Char(string="Seat of the coop", compute="_compute_doc_parties")
    doc_coop_number = fields.Char(string="Number of the coop", compute="_compute_doc_parties")
    doc_representative = fields.Char(
        string="Who signs for the coop",
        compute="_compute_doc_parties",
    )
    doc_clauses = fields.Html(
        string="Clauses of the contract",
        compute="_compute_doc_tables",
        sanitize=False,
    )
    doc_means = fields.Html(
        string="Table of the means made available",
        compute="_compute_doc_tables",
        sanitize=False,
    )
    doc_changes = fields.Html(
        string="What an amendment changes",
        compute="_compute_doc_tables",
        sanitize=False,
    )
    doc_pay = fields.Char(
        string="Fixed part, with its currency",
        compute="_compute_doc_pay",
        groups="hr.group_hr_manager",
    )

    @api.depends_context("lang")
    def _compute_doc_contract(self):
        today = fields.Date.context_today(self)
        statuses = self.entrepreneur_id.status_on(today)
        labels = dict(self.entrepreneur_id._fields["status"]._description_selection(self.env))
        for contract in self:
            day = contract._format_day
            contract.doc_title = contract.type_id.name
            contract.doc_start = day(contract.date_start)
            contract.doc_end = day(contract.date_last)
            contract.doc_today = day(today)
            contract.doc_term = contract._get_document_term()
            contract.doc_previous = contract.previous_id.name
            contract.doc_associate = day(contract.associate_deadline)
            contract.doc_minimum_activity = contract.minimum_activity
            contract.doc_status = labels.get(statuses.get(contract.entrepreneur_id.id))
            contract.doc_trial = (
                self.env._("A trial runs until %(day)s.", day=day(contract.trial_end))
                if contract.trial_end
                else self.env._("The contract has no trial.")
            )

    @api.depends_context("lang")
    def _compute_doc_parties(self):
        for contract in self:
            company, person = contract.company_id, contract.partner_id
            contract.doc_project = contract.entrepreneur_id.project
            contract.doc_person = person.name
            contract.doc_person_address = person._cae_one_line_address()
            contract.doc_coop = company.name
            contract.doc_coop_identity = ", ".join(
                part for part in (company._cae_legal_form_name(), company.cae_capital_text) if part
            )
            contract.doc_coop_seat = company.partner_id._cae_one_line_address()
            contract.doc_coop_number = company._cae_registration()
            contract.doc_representative = ", ".join(
                part
                for part in (company.cae_representative, company.cae_representative_title)
                if part
            )

    @api.depends_context("lang")
    def _compute_doc_tables(self):
        qweb = self.env["ir.qweb"]
        for contract in self:
            contract.doc_clauses = qweb._render(
                "cae_tiers_lieux.cae_document_clauses",
                {"clauses": contract._get_document_clauses()},
            )
            contract.doc_means = qweb._render(
                "cae_tiers_lieux.cae_document_means", {"means": contract._get_means_annex()}
            )
            contract.doc_changes = contract.changes if contract.kind == "amendment" else Markup()

    @api.depends("fixed_pay")
    @api.depends_context("lang")
    def _compute_doc_pay(self):
        money = self.env["ir.qweb.field.monetary"]
        for contract in self:
            contract.doc_pay = money.value_to_html(
                contract.fixed_pay, {"display_currency": contract.currency_id}
            ).striptags()

    # Business

    @api.model
    def mail_allowed_qweb_expressions(self):
        names = self._get_document_placeholders(self.env.context.get("cae_document_kind"))
        return (
            *super().mail_allowed_qweb_expressions(),
            *(f"object.{name}" for name in names),
        )

    @api.model
    def _get_document_placeholders(self, kind=None):
        """Return the fields a template may print; the pay in its own annex and nowhere else."""
        return (*PLACEHOLDERS, "doc_pay") if kind == "pay" else PLACEHOLDERS

    @api.model
    def _get_document_lang(self):
        """Contracts with a French coop are written in French, whoever prints them."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        return "fr_FR" if "fr_FR" in codes else self.env.company.partner_id.lang or codes[0]

    def _get_document_term(self):
        self.ensure_one()
        if self.date_last:
            return self.env._(
                "from %(start)s to %(end)s",
                start=self._format_day(self.date_start),
                end=self._format_day(self.date_last),
            )
        return self.env._(
            "from %(start)s, for an indefinite period",
            start=self._format_day(self.date_start),
        )

    def _get_document_clauses(self):
        """Return [(title, text)] of the clauses that this contract holds (R7, R13)."""
        self.ensure_one()
        return [(clause.name, clause.body) for clause in self.clause_ids if clause.is_filled]

    def _get_means_annex(self):
        """Return the means made available (R8): dicts of place, formula, quota, period.

        Empty here: the convention house, which knows what was agreed with the spaces, fills it.
        """
        self.ensure_one()
        return []
