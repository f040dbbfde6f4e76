from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....rules.retention import ARCHIVE, DELETE, Kept, Limits, retention_due
from .cae_entrepreneur_life import PRIVATE

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
#: What one file does not take from another when they are joined: an exit is an act of its own.
UNJOINED = frozenset({"partner_id", "reference", "exit_date", "exit_reason", *models.MAGIC_COLUMNS})
CANDIDATE_PARAMETER = "cae_tiers_lieux.retention_candidate_months"
FILE_PARAMETER = "cae_tiers_lieux.retention_file_months"


class CaeEntrepreneur(models.Model):
    """What is kept about a person and shown of them: restricted file, brief, portal, retention.

    The restricted fields are read and written by the group "Social file" only, and none of them
    is tracked: a chatter would tell the whole team. There is no social security number, and there
    shall be none (R45).
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

    def _get_document_deadlines(self):
        """Return the documents that expire: the date for the team, never which document."""
        # sudo: the board shows that something expires to people who may not read what it is
        return {
            (document.entrepreneur_id.id, "document", f"cae.person.document,{document.id}"): {
                "date": document.date_end,
                "alerts": "60, 30, 7",
            }
            for document in self.sudo().person_document_ids.filtered("date_end")
        }

    # The brief: one page before an interview, with what the adviser must have in mind

    def action_brief(self):
        """Open the brief of these people on the screen, ready to print."""
        report = self.env.ref("cae_tiers_lieux.action_report_cae_brief")
        return report.report_action(self)

    def _prepare_brief(self):
        """Return what the brief of one person prints."""
        self.ensure_one()
        sessions = self.env["cae.support.session"]
        held = Domain("attendance_ids.entrepreneur_id", "=", self.id) & Domain("state", "=", "done")
        return {
            "person": self,
            "contract": self.contract_id,
            "deadlines": self.deadline_ids.sorted("date"),
            "sessions": sessions.search(held, limit=3),
            "promises": sessions.search(held & Domain("promises", "!=", False), limit=3),
            "blocks": self._get_brief_blocks(),
        }

    def _get_brief_blocks(self):
        """Return [{title, lines}]: facts of later houses, such as uses and invoices."""
        self.ensure_one()
        return []

    # Portal

    def _get_portal_sessions(self):
        """Return the next five sessions of a person, for their portal.

        The page prints dates and subjects, never a report.
        """
        self.ensure_one()
        # sudo: a person has no right on sessions, and sees the dates of their own
        return (
            self.env["cae.support.session"]
            .sudo()
            .search(
                [
                    ("attendance_ids.entrepreneur_id", "=", self.id),
                    ("state", "=", "planned"),
                    ("date_start", ">=", fields.Datetime.now()),
                ],
                order="date_start",
                limit=5,
            )
        )

    # Retention (R46): what is over, and what is then done, on a manager's order

    @api.model
    def _get_retention_of_company(self, company):
        """Return `_get_retention` of all the files of a coop, archived ones too."""
        followed = Domain("is_amendment", "=", False) & Domain(
            "state", "in", ("to_sign", "running")
        )
        people = self.with_context(active_test=False).search(
            Domain("company_id", "=", company.id) & Domain("contract_ids", "not any!", followed)
        )
        return people._get_retention()

    def _get_retention(self):
        """Return {entrepreneur id: (action, day it was due)} of the files whose time is over."""
        today = fields.Date.context_today(self)
        limits = self._get_retention_limits()
        found = {}
        for person in self:
            due = retention_due(person._get_retention_facts(), limits)
            if due and due[1] <= today:
                found[person.id] = due
        return found

    @api.model
    def _get_retention_limits(self):
        # sudo: a number of months, read by whoever looks at what is due
        parameters = self.env["ir.config_parameter"].sudo()
        return Limits(
            int(parameters.get_param(CANDIDATE_PARAMETER, Limits().candidate_months)),
            int(parameters.get_param(FILE_PARAMETER, Limits().file_months)),
        )

    def _get_retention_facts(self):
        """Return what the rule reads: a candidate is over once gone or archived."""
        self.ensure_one()
        person = self.sudo()  # sudo: whether a contract exists decides, whoever may read it
        contracts = person.contract_ids._periods()
        if contracts.filtered(lambda c: c.state in ("to_sign", "running")):
            return Kept(True, None)
        signed = contracts._signed()
        if not signed and not person.holder_ids:
            closed = person.exit_date
            if not closed and not person.active:
                closed = fields.Date.to_date(person.write_date)
            return Kept(False, closed or None, not person.active)
        days = [*signed.mapped("date_last"), *person.holder_ids.mapped("date_end")]
        last = max(days) if days and all(days) else None
        if person.exit_date:
            last = max(filter(None, (last, person.exit_date)))
        return Kept(True, last, not person.active)

    def _do_retention(self):
        """Delete or archive each file whose time is over; the others are left alone.

        :return: how many were deleted and archived, ``{DELETE: …, ARCHIVE: …}``
        """
        self.check_access("unlink")
        found = self._get_retention()
        deleted = self.filtered(lambda person: found.get(person.id, ("",))[0] == DELETE)
        archived = self.filtered(lambda person: found.get(person.id, ("",))[0] == ARCHIVE)
        counts = {DELETE: len(deleted), ARCHIVE: len(archived)}
        archived._do_anonymise()
        deleted.contract_ids.unlink()
        deleted.unlink()
        return counts

    def _do_anonymise(self):
        """Archive these files and empty what only few may read; contracts and bills stay (R46)."""
        self._check_step("anonymise")
        # sudo: a manager orders it without reading the person's restricted file
        restricted = self.sudo()
        restricted.person_document_ids.unlink()
        restricted.aid_ids.unlink()
        restricted._take_step("anonymise", active=False, **dict.fromkeys(PRIVATE, False))

    # Merging contacts

    def _join_files(self, partner):
        """Make one of the files that one coop keeps of one person, whose contacts are merged.

        The one with contracts stays, else the one of ``partner``; what hangs on the others moves
        to it, and fills what it does not tell.
        :raises UserError: two of them carry contracts
        """
        if len(self) < 2:
            return
        bearing = self.filtered(lambda person: person.contract_ids or person.holder_ids)
        if len(bearing) > 1:
            raise UserError(
                self.env._(
                    "%(coop)s keeps two files with contracts of these contacts: %(files)s. "
                    "Contracts do not change hands: nothing was merged. Keep both contacts, or "
                    "delete the drafts and the cancelled contracts of one file first.",
                    coop=self.company_id.name,
                    files=", ".join(f"{file.name} ({file.reference})" for file in bearing),
                )
            )
        kept = bearing or self.filtered(lambda person: person.partner_id == partner)
        kept = (kept or self)[:1]
        others = self - kept
        others.deadline_ids.unlink()
        merge = self.env["base.partner.merge.automatic.wizard"]
        merge._cae_move_links(others, kept)
        merge._update_reference_fields_generic(self._name, others, kept)
        kept.write(others._prepare_untold_vals(kept))
        others.unlink()
        kept._sync_deadlines()
        kept._sync_stage()

    def _prepare_untold_vals(self, kept):
        """Return what these files tell and another one of the person does not."""
        vals = {}
        for name, field in self._fields.items():
            if not field.store or field.compute or field.related or field.type == "boolean":
                continue
            if field.type in ("one2many", "many2many") or name in UNJOINED or kept[name]:
                continue
            if told := self.filtered(name)[:1]:
                vals[name] = field.convert_to_write(told[name], told)
        return vals
