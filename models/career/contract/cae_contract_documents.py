import base64
import hashlib
from functools import partial

from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.image import image_data_uri

from ...base.words import day_in_words

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
    """What is printed of a contract: the text, its annexes, the signed file, the mention of R11.

    Templates print one computed text per placeholder, and nothing else. A document is written in
    the language of documents, whoever prints it.
    """

    _inherit = "cae.contract"

    # placeholders
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

    # portal
    can_person_sign = fields.Boolean(compute="_compute_can_person_sign")

    @api.depends_context("lang")
    def _compute_doc_contract(self):
        today = fields.Date.context_today(self)
        statuses = self.entrepreneur_id.status_on(today)
        labels = dict(self.entrepreneur_id._fields["status"]._description_selection(self.env))
        for contract in self:
            day = partial(day_in_words, self.env)
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
            contract.doc_changes = contract.changes if contract.is_amendment else Markup()

    @api.depends("fixed_pay")
    @api.depends_context("lang")
    def _compute_doc_pay(self):
        money = self.env["ir.qweb.field.monetary"]
        for contract in self:
            contract.doc_pay = money.value_to_html(
                contract.fixed_pay, {"display_currency": contract.currency_id}
            ).striptags()

    @api.depends("state", "entrepreneur_signature_date")
    def _compute_can_person_sign(self):
        for contract in self:
            contract.can_person_sign = (
                contract.state == "to_sign" and not contract.entrepreneur_signature_date
            )

    # Actions

    def action_ask_signature(self):
        """Open the mail that asks for the signature, or what opens the person's account."""
        self.ensure_one()
        self._check_state("to_sign")
        # sudo: whether a contact has an account is not a secret, users are for administrators
        if not self.partner_id.sudo().user_ids:
            wizard = self.env["portal.wizard"].with_context(active_ids=self.partner_id.ids)
            return wizard.action_open_wizard()
        template = self.env.ref("cae_tiers_lieux.mail_template_contract_to_sign")
        return self.env["mail.compose.message"]._get_records_action(
            name=self.env._("Ask for the signature"),
            target="new",
            context={
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
            },
        )

    # Checks

    def _get_cannot_print_reason(self):
        """Return what a document of this contract lacks, in a sentence, or False."""
        self.ensure_one()
        missing = self.company_id._cae_missing_identity()
        if missing:
            return self.env._(
                "A document names its parties in full, and %(coop)s lacks: %(missing)s. Fill it in "
                "the settings of the coop.",
                coop=self.company_id.name,
                missing=", ".join(missing),
            )
        return False

    # Placeholders

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

    def _get_document_term(self):
        self.ensure_one()
        if self.date_last:
            return self.env._(
                "from %(start)s to %(end)s",
                start=day_in_words(self.env, self.date_start),
                end=day_in_words(self.env, self.date_last),
            )
        return self.env._(
            "from %(start)s, for an indefinite period",
            start=day_in_words(self.env, self.date_start),
        )

    def _get_document_clauses(self):
        """Return [(title, text)] of the clauses that this contract holds (R7, R13)."""
        self.ensure_one()
        return [(clause.name, clause.body) for clause in self.clause_ids if clause.is_filled]

    def _get_means_annex(self):
        """Return the means made available (R8): dicts of place, formula, quota, period.

        Hook: empty here, the convention house knows what was agreed with the spaces.
        """
        self.ensure_one()
        return []

    # Printing

    @api.model
    def _get_document_lang(self):
        """Contracts with a French coop are written in French, whoever prints them."""
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        return "fr_FR" if "fr_FR" in codes else self.env.company.partner_id.lang or codes[0]

    def _get_contract_document_kind(self):
        """Return the kind of document that the signature of this contract needs."""
        self.ensure_one()
        return "contract" if self.kind == "initial" else self.kind

    def _prepare_document(self, kind):
        """Return what the report prints, a dict.

        kind, title, body, annexes [(title, text)], signed (whether it has a place to sign),
        contract (in the language of documents), signatures.

        :param kind: a kind of `cae.document.template`; "contract" stands for the one of its kind
        :raises UserError: when the coop's identity is incomplete, or no text is in force
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the text is the same for whoever may read the contract. The annex of the fixed part
        # alone prints the pay: its report asks for the right to see it
        reason = self.sudo()._get_cannot_print_reason()
        if reason:
            raise UserError(reason)
        contract = self.with_context(lang=self._get_document_lang()).sudo()
        if kind == "contract":
            kind = contract._get_contract_document_kind()
        template = self.env["cae.document.template"]._pick(kind, contract)
        return {
            "kind": kind,
            "title": template.name,
            "body": template._render_for(contract),
            "annexes": contract._get_document_annexes(kind),
            "signed": kind in ("contract", "renewal", "amendment", "pay"),
            "contract": contract,
            "signatures": contract._get_document_signatures(),
        }

    def _get_document_html(self, kind):
        """Return the page of a document, whole in the language of documents, whoever prints it."""
        document = self._prepare_document(kind)
        qweb = self.env["ir.qweb"].with_context(lang=self._get_document_lang())
        return qweb._render("cae_tiers_lieux.cae_document_content", {"document": document})

    def _get_document_annexes(self, kind):
        """Return [(title, text)] of what is part of a contract: the means of a CAPE (R8)."""
        self.ensure_one()
        if self.nature != "cape" or kind not in ("contract", "renewal"):
            return []
        template = self.env["cae.document.template"]._pick("means", self)
        return [(template.name, template._render_for(self))]

    def _get_document_signatures(self):
        """Return who signed, on which day, and the drawn signatures as images within the page."""
        self.ensure_one()
        person, coop = self.entrepreneur_signature, self.coop_signature
        return {
            "person": person and image_data_uri(person),
            "person_name": self.entrepreneur_signed_name,
            "person_day": day_in_words(self.env, self.entrepreneur_signature_date),
            "coop": coop and image_data_uri(coop),
            "coop_name": self.coop_signed_name,
            "coop_day": day_in_words(self.env, self.coop_signature_date),
        }

    def _render_document(self, kind):
        """Return the PDF of a document of this contract.

        Whoever may sign or open it gets it: callers check that.
        """
        self.ensure_one()
        report = {
            "means": "cae_tiers_lieux.action_report_cae_means",
            "pay": "cae_tiers_lieux.action_report_cae_pay",
            "certificate": "cae_tiers_lieux.action_report_cae_certificate",
            "declaration": "cae_tiers_lieux.action_report_cae_declaration",
        }.get(kind, "cae_tiers_lieux.action_report_cae_contract")
        # sudo: a person of the portal has no right on reports
        return self.env["ir.actions.report"].sudo()._render_qweb_pdf(report, self.ids)[0]

    # Signed text

    def _get_signed_kinds(self):
        """Return the documents that a signature covers: the contract, and the pay if it has one."""
        self.ensure_one()
        kinds = [self._get_contract_document_kind()]
        # sudo: whether there is a fixed part, never how much
        if self.is_employment and self.sudo().fixed_pay:
            kinds.append("pay")
        return kinds

    def _get_text_digest(self):
        """Return the digest of the text that is signed, whatever the day it is printed."""
        self.ensure_one()
        texts = [self.name or ""]
        for kind in self._get_signed_kinds():
            document = self._prepare_document(kind)
            texts += [document["title"], str(document["body"])]
            texts += [str(text) for annex in document["annexes"] for text in annex]
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()

    def _make_signed_files(self):
        """Print what both sides signed, the annex of the fixed part apart, and keep it."""
        self.ensure_one()
        contract = self.sudo()  # sudo: printed for the file, whoever signs last
        self.env.flush_all()
        contract.write(
            {
                "signed_file": base64.b64encode(contract._render_document("contract")),
                "signed_filename": f"{(self.name or '').replace('/', '-')}.pdf",
            }
        )
        if "pay" in contract._get_signed_kinds():
            contract.signed_pay_file = base64.b64encode(contract._render_document("pay"))

    # Portal

    def _get_portal_url(self):
        self.ensure_one()
        return f"/my/career/contracts/{self.id}"

    def _get_portal_documents(self, kinds):
        """Return [(label, address)] of these kinds of documents, for the page of the contract."""
        labels = {
            "contract": self.env._("The contract"),
            "means": self.env._("Means made available"),
            "certificate": self.env._("Certificate"),
            "pay": self.env._("Fixed part"),
        }
        return [(labels[kind], f"{self._get_portal_url()}/{kind}.pdf") for kind in kinds]

    # R11

    def _get_cape_mention(self, day):
        """Return the mention that papers of a CAPE activity carry (R11), empty when none is due.

        One is due until the activity is registered (R11, R12).

        :raises UserError: when one is due and cannot be written in full
        """
        self.ensure_one()
        contract = self.sudo()  # sudo: it is printed on papers by whoever writes these
        registered = contract.registration_date
        if (
            contract.nature != "cape"
            or not contract.is_signed
            or not contract._holds_on(day)
            or (registered and registered <= day)
        ):
            return ""
        missing = contract.company_id._cae_missing_identity(representative=False)
        if not contract.date_last:
            missing.append(self.env._("the end date of %(name)s", name=contract.name))
        if missing:
            raise UserError(
                self.env._(
                    "R11: a paper of a CAPE activity says that the person holds a support "
                    "contract, with the name, seat and number of the coop and the end of the "
                    "contract. Missing: %(missing)s.",
                    missing=", ".join(missing),
                )
            )
        template = self.env["cae.document.template"]._pick("mention", contract, day)
        return template._render_for(contract)
