import hashlib
from collections import Counter
from typing import NamedTuple

from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a pair of a coop and a host may be in, from what asks for least to what asks for most.
CELLS = ("in_force", "waiting", "outdated", "missing")


class Wanted(NamedTuple):
    """A convention that a programme asks for: a host, its coops, the version before it."""

    member: object
    coops: object
    former: object


class CaeProgram(models.Model):
    """A frame under which coops and spaces agree on the same minimum, such as a region's.

    The free clock of a person is counted once over all the conventions of a programme (R41). It
    knows its members, its minimum formula and its funder; it shows which conventions stand and
    makes those that are missing or out of date.

    ==========  =======================================
    Support     reads
    Accountant  the same; makes the drafts that lack
    Manager     creates, edits and deletes
    Network     reads, creates and edits
    Portal      nothing
    ==========  =======================================
    """

    _name = "cae.program"
    _description = "Programme"
    _inherit = ["cae.shared.mixin", "mail.thread", "mail.activity.mixin", "cae.dated.mixin"]
    _order = "name"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    network_id = fields.Many2one(
        comodel_name="res.partner",
        help="The organisation that leads the programme.",
    )
    date_start = fields.Date(string="Since", required=False)
    currency_id = fields.Many2one(
        comodel_name="res.currency", default=lambda self: self.env.company.currency_id
    )
    member_ids = fields.One2many(
        comodel_name="cae.program.member", inverse_name="program_id", string="Members"
    )
    rule_ids = fields.One2many(
        comodel_name="cae.program.rule", inverse_name="program_id", string="Minimum formula"
    )
    tax_included = fields.Boolean(string="Agreed prices include tax")
    choice_months = fields.Integer(
        string="Months of the choice",
        default=3,
        help="For how many months the choice of a space holds, where the formula does not say.",
    )
    by_pair = fields.Boolean(
        string="One convention for each pair",
        help="Not ticked: one convention for each host, naming all the CAE.",
    )
    funder_id = fields.Many2one(comodel_name="res.partner", ondelete="restrict")
    envelope_ids = fields.One2many(
        comodel_name="cae.program.envelope", inverse_name="program_id", string="Envelopes"
    )
    convention_ids = fields.One2many(
        comodel_name="cae.convention",
        inverse_name="program_id",
        string="Conventions",
    )
    matrix_html = fields.Html(compute="_compute_matrix", sanitize=False)
    matrix_summary = fields.Char(compute="_compute_matrix")
    note = fields.Html(string="Other terms")

    # Rights

    def _get_shared(self):
        """A programme that a company of the user leads is its own to change."""
        led = self.env.user.company_ids.partner_id
        return self.filtered(lambda program: program.network_id not in led)

    # Matrix

    @api.depends_context("company", "lang")
    def _compute_matrix(self):
        today = fields.Date.context_today(self)
        for program in self:
            hosts, coops, cells = program._get_matrix(today)
            program.matrix_html = program._render_matrix(hosts, coops, cells)
            counts = Counter(cells.values())
            labels = program._get_cell_labels()
            program.matrix_summary = " · ".join(
                f"{labels[cell]} : {counts[cell]}" for cell in CELLS if counts[cell]
            )

    def _get_cell_labels(self):
        return {
            "in_force": self.env._("in force"),
            "waiting": self.env._("waiting for a signature"),
            "outdated": self.env._("out of date"),
            "missing": self.env._("missing"),
        }

    def _get_members_on(self, day, side):
        """Return the members of a side on a day that the current company signs with or for.

        A network sees them all; a coop or a host sees its own conventions alone.
        """
        members = self.member_ids.filtered(lambda m: m.side == side)._holding_on(day)
        company = self.env.company
        if company.cae_role == side:
            return members.filtered(lambda m: m.partner_id == company.partner_id)
        return members

    def _get_matrix(self, day):
        """Return ``(host members, coop members, {(host id, coop id): cell})`` on a day."""
        self.ensure_one()
        hosts = self._get_members_on(day, "host").sorted(lambda m: m.partner_id.name or "")
        coops = self._get_members_on(day, "coop").sorted(lambda m: m.partner_id.name or "")
        known = {}
        for convention in self._get_conventions():
            current = convention.formula_key
            for coop in convention.coop_ids:
                key = (convention.host_id.id, coop.id)
                if convention.state == "draft" or coop not in convention._get_signed_coops():
                    known.setdefault(key, "waiting")
                elif convention._holds_on(day):
                    known[key] = current
        keys = {member.partner_id.id: self._get_formula_key(member) for member in hosts}
        cells = {}
        for host in hosts:
            for coop in coops:
                key = (host.partner_id.id, coop.partner_id.id)
                found = known.get(key)
                if found is None:
                    cells[key] = "missing"
                elif found == "waiting":
                    cells[key] = "waiting"
                else:
                    cells[key] = "in_force" if found == keys[key[0]] else "outdated"
        return hosts, coops, cells

    def _get_conventions(self):
        """Return the conventions of the programme in the books of the current company."""
        return self.env["cae.convention"].search(
            [
                ("program_id", "in", self._origin.ids),  # none while it is being typed
                ("company_id", "=", self.env.company.id),
                ("state", "in", ("draft", "running")),
            ]
        )

    def _render_matrix(self, hosts, coops, cells):
        """Return the table of hosts × coops, each cell with its colour and its words."""
        labels = self._get_cell_labels()
        colours = {
            "in_force": "text-bg-success",
            "waiting": "text-bg-info",
            "outdated": "text-bg-warning",
            "missing": "text-bg-danger",
        }
        marks = {"in_force": "✓", "waiting": "…", "outdated": "↻", "missing": "–"}
        head = Markup("").join(
            Markup("<th class='text-center'>%s</th>") % (coop.partner_id.name or "")
            for coop in coops
        )
        rows = []
        for host in hosts:
            line = Markup("").join(
                Markup("<td class='text-center'><span class='badge %s' title='%s'>%s</span></td>")
                % (
                    colours[cells[host.partner_id.id, coop.partner_id.id]],
                    labels[cells[host.partner_id.id, coop.partner_id.id]],
                    marks[cells[host.partner_id.id, coop.partner_id.id]],
                )
                for coop in coops
            )
            rows.append(Markup("<tr><th>%s</th>%s</tr>") % (host.partner_id.name or "", line))
        return Markup(
            "<div class='table-responsive'><table class='table table-sm'>"
            "<thead><tr><th></th>%s</tr></thead><tbody>%s</tbody></table></div>"
        ) % (head, Markup("").join(rows))

    # Conventions

    def _get_formula_key(self, member):
        """Return what tells whether a convention holds the formula of today, choice included."""
        self.ensure_one()
        terms = [sorted(rule._get_terms(member).items()) for rule in self.rule_ids]
        text = repr((terms, self.tax_included))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _get_wanted(self):
        """Return the conventions to make: those missing, and the versions of those out of date.

        What waits for a signature is left to it.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        hosts, coops, cells = self._get_matrix(today)
        in_force = {}
        for convention in self._get_conventions().filtered(lambda c: c.state == "running"):
            if convention._holds_on(today):
                for coop in convention.coop_ids:
                    in_force[convention.host_id.id, coop.id] = convention
        wanted = []
        none = self.env["cae.convention"]
        for host in hosts:
            key = host.partner_id.id
            lacking = coops.partner_id.filtered(
                lambda coop, key=key: cells[key, coop.id] in ("missing", "outdated")
            )
            if not lacking:
                continue
            if self.by_pair:
                wanted += [
                    Wanted(host, coop, in_force.get((key, coop.id), none)) for coop in lacking
                ]
                continue
            former = none.union(*(in_force.get((key, coop.id), none) for coop in coops.partner_id))
            waiting = coops.partner_id.filtered(
                lambda coop, key=key: cells[key, coop.id] == "waiting"
            )
            wanted.append(Wanted(host, coops.partner_id - waiting, former[:1]))
        return wanted

    def action_prepare_conventions(self):
        """Make the drafts that lack, in the books of the current company, and show them."""
        self.ensure_one()
        wanted = self._get_wanted()
        self._check_can_prepare(wanted)
        made = self._do_prepare(wanted)
        return made._get_records_action(name=self.env._("Conventions to sign"))

    def _check_can_prepare(self, wanted):
        self.env["cae.convention"].check_access("create")
        if not self.rule_ids:
            raise UserError(
                self.env._("The programme has no minimum formula: write its conditions first.")
            )
        for side, label in (("host", self.env._("space")), ("coop", self.env._("CAE"))):
            if not self._get_members_on(fields.Date.context_today(self), side):
                raise UserError(
                    self.env._(
                        "The programme has no member that is a %(side)s: add the members first.",
                        side=label,
                    )
                )
        if not wanted:
            raise UserError(
                self.env._("Every convention of the programme stands, or waits for a signature.")
            )

    def _do_prepare(self, wanted_conventions):
        conventions = self.env["cae.convention"]
        today = fields.Date.context_today(self)
        vals_list = []
        for wanted in wanted_conventions:
            former = wanted.former
            start = max(today, wanted.member.date_start)
            if former:
                start = max(start, fields.Date.add(former.date_start, days=1))
            vals = {
                "company_id": self.env.company.id,
                "host_id": wanted.member.partner_id.id,
                "coop_ids": [fields.Command.set(wanted.coops.ids)],
                "program_id": self.id,
                "tax_included": self.tax_included,
                "date_start": start,
                "formula_key": self._get_formula_key(wanted.member),
                "origin_id": former.id,
                "version": former.version + 1 if former else 1,
                "rule_ids": [
                    fields.Command.create(rule._get_terms(wanted.member)) for rule in self.rule_ids
                ],
            }
            vals_list.append(vals)
        permitted = conventions._permit_create("name", "formula_key", "origin_id", "version")
        return permitted.create(vals_list)

    # Figures

    def _get_funded(self):
        """Return ``{(programme, year): what its funder bears}``. Hook: the usage house knows."""
        return {}

    def action_view_conventions(self):
        """Open the conventions of the programme."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cae_tiers_lieux.cae_convention_action"
        )
        return action | {
            "domain": [("program_id", "in", self.ids)],
            "context": {"default_program_id": self.id},
        }
