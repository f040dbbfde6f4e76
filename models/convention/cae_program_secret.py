"""What the members of a programme share so that their clocks run as one: a secret, and files."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...sheets import pseudonym
from ...sheets.words import person_key

#: Who keeps a secret, and who sends and loads what it names.
SECRET_GROUPS = "cae_tiers_lieux.group_accountant,cae_tiers_lieux.group_network"


class CaeProgram(models.Model):
    """The secret of a programme, and who has not told yet what it knows of the clock.

    The secret is made once, by the network, and copied by the members: accountants, managers and
    the network read it, in a company that is a member or leads the programme. It stays as it is
    while files are kept that name persons by it.
    """

    _inherit = "cae.program"

    clock_secret = fields.Char(
        string="Shared secret",
        compute="_compute_clock_secret",
        inverse="_inverse_clock_secret",
        groups=SECRET_GROUPS,
        copy=False,
        help="Made once by the network and copied by its members: it names a person alike in the "
        "file of each CAE, without telling who it is. Give it by hand, never with a file.",
    )
    kept_secret = fields.Char(groups=fields.NO_ACCESS, copy=False)
    clock_file_ids = fields.One2many(
        comodel_name="cae.program.clock.file",
        inverse_name="program_id",
        string="What other CAE told",
        readonly=True,
        groups="cae_tiers_lieux.group_support",
    )
    clock_warning = fields.Char(compute="_compute_clock_warning")

    # The secret

    @api.depends("member_ids.partner_id", "member_ids.date_end", "network_id")
    @api.depends_context("company")
    def _compute_clock_secret(self):
        for program in self:
            shown = program._is_of_company()
            # sudo: kept out of every reader's sight; a member of the programme shares it
            program.clock_secret = shown and program.sudo().kept_secret

    def _inverse_clock_secret(self):
        for program in self:
            program._keep_secret((program.clock_secret or "").strip().lower() or False)

    def _is_of_company(self):
        """Return whether the current company leads the programme, or joined and did not leave."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        members = self.member_ids.filtered(lambda m: not m.date_end or m.date_end >= today)
        return self.env.company.partner_id in members.partner_id | self.network_id

    def _keep_secret(self, secret):
        """Keep a secret that was made or copied.

        :raises UserError: it is none, it is not for this company, or files were made with another
        """
        self.ensure_one()
        # sudo: as it is read
        program = self.sudo()
        # a form sends it with every new programme, empty
        if secret == program.kept_secret:
            return
        self._check_is_of_company()
        if secret and not pseudonym.SECRET.fullmatch(secret):
            raise UserError(
                self.env._("A secret has 64 letters a to f and digits: copy it again, whole.")
            )
        if told := program.clock_file_ids:
            raise UserError(
                self.env._(
                    "What %(coops)s told names persons by the secret of now: a manager deletes "
                    "it first, then asks for new files.",
                    coops=", ".join(told.coop_id.mapped("name")),
                )
            )
        program.kept_secret = secret
        self.invalidate_recordset(["clock_secret"])

    def _check_is_of_company(self):
        if not self._is_of_company():
            raise UserError(
                self.env._(
                    "The clock is shared by those of the programme: make %(company)s one of its "
                    "members, or its network, first.",
                    company=self.env.company.name,
                )
            )

    def action_make_secret(self):
        """Make the secret of the programme; its members copy it."""
        self.ensure_one()
        self._check_can_make_secret()
        self._do_make_secret()

    def _check_can_make_secret(self):
        self.check_access("write")
        self._check_may_change_shared()
        # sudo: whether there is one
        if self.sudo().kept_secret:
            raise UserError(
                self.env._("The programme has its secret already: give this one to its members.")
            )

    def _do_make_secret(self):
        self._keep_secret(pseudonym.make_secret())

    def _get_secret(self):
        """Return the secret, for what a member sends or loads.

        :raises UserError: there is none, or it is not for this company
        """
        self.ensure_one()
        self._check_is_of_company()
        # sudo: as it is read
        if secret := self.sudo().kept_secret:
            return secret
        raise UserError(
            self.env._(
                "%(program)s has no secret yet: ask its network for it, and have a manager note "
                "it on the programme.",
                program=self.name,
            )
        )

    def _get_pseudonyms_of(self, persons):
        """Return ``{person: pseudonym}``; who is an organisation, or has no name, has none.

        For a caller who read that they share the secret, or in whose place a price follows it.
        """
        self.ensure_one()
        # sudo: the secret, and an e-mail and a name that are told to nobody
        secret, people = self.sudo().kept_secret, persons.sudo()
        if not secret:
            return {}
        return {
            person.with_env(persons.env): pseudonym.pseudonym(
                secret, person.email_normalized or "", person.name or ""
            )
            for person in people
            if not person.is_company and (person.email_normalized or person_key(person.name or ""))
        }

    # Who told nothing

    @api.depends_context("company", "lang")
    def _compute_clock_warning(self):
        silent = self._get_silent_coops()
        for program in self:
            coops = program._is_of_company() and silent.get(program)
            program.clock_warning = False
            if coops:
                program.clock_warning = self.env._(
                    "The free clock knows only the uses that are recorded here: %(coops)s told "
                    "none of theirs. Ask for their file: an accountant of a member loads it.",
                    coops=", ".join(coops.sorted("name").mapped("name")),
                )

    def _get_silent_coops(self):
        """Return ``{program: coops outside the database whose uses a clock does not know}``."""
        programs = self.filtered(lambda program: program._origin)._origin
        clocked = programs.filtered(lambda p: p.rule_ids.filtered(self._runs_over_network))
        rules = self.env["cae.convention.rule"].search_fetch(
            [("convention_id.program_id", "in", programs.ids), ("first_months", ">", 0)],
            ["convention_id", "first_months", "clock_scope", "clock_start"],
        )
        clocked |= rules.filtered(self._runs_over_network).convention_id.program_id
        members = clocked.member_ids.filtered(lambda member: member.side == "coop")
        here = self._get_coops_here(members.partner_id)
        # sudo: who told a coop of this database told it for the one clock that they share
        files = (
            self.env["cae.program.clock.file"].sudo().search([("program_id", "in", clocked.ids)])
        )
        told = files.filtered(lambda file: file.company_id._cae_side() in self._get_sides())
        today = fields.Date.context_today(self)
        silent = {}
        for program in clocked:
            coops = (members & program.member_ids)._holding_on(today)
            known = told.filtered(lambda file, program=program: file.program_id == program).coop_id
            silent[program] = coops.partner_id - here - known
        return {program: silent.get(program._origin) for program in self}

    @api.model
    def _get_sides(self):
        """Return the sides whose clocks the current company follows.

        A network keeps its own, and is told of that of the coops which it leads.
        """
        company = self.env.company
        # sudo: the role of a company, which every user of it knows
        of_coops = {""} if company.sudo().cae_role == "network" else set()
        return of_coops | {company._cae_side()}

    @api.model
    def _get_coops_here(self, coops):
        """Return those of some coops whose uses run our clock already, without a file.

        The coops of this database have one; the books of a host have their own.
        """
        # sudo: which coops keep their uses in this database, and nothing else of them
        companies = self.env["res.company"].sudo().search([("partner_id", "in", coops.ids)])
        sides = self._get_sides()
        return companies.filtered(lambda company: company._cae_side() in sides).partner_id

    @api.model
    def _runs_over_network(self, rule):
        """Return whether a condition has a clock that a first use starts, over the programme."""
        return bool(
            rule.first_months and rule.clock_scope == "network" and rule.clock_start == "first_use"
        )
