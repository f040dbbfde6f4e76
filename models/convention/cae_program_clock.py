from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...sheets import pseudonym
from ..base.statuses import status_selection
from .cae_price_condition_mixin import CONDITION_STATUSES

#: The clock of a condition that is for anybody; the others are called by their status.
ANYBODY = "any"


class CaeProgramClock(models.Model):
    """A free clock that started where another coop keeps its uses: who, by a pseudonym, and when.

    The earliest first use of theirs and ours starts the clock of the person whose pseudonym it
    is. It holds no name: whose it is follows from the e-mails and names that are known here. How
    many months were used is told, and changes no price.

    ==========  =======================================
    Support     reads those of its company
    Accountant  the same, and loads what a coop told
    Manager     the same, and deletes
    Network     nothing: it keeps the secret
    Portal      nothing
    ==========  =======================================
    """

    _name = "cae.program.clock"
    _description = "Clock told by another CAE"
    _order = "date_first, id"
    _rec_name = "pseudonym"

    file_id = fields.Many2one(
        comodel_name="cae.program.clock.file", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="file_id.company_id", store=True, index=True)
    program_id = fields.Many2one(related="file_id.program_id", store=True)
    coop_id = fields.Many2one(related="file_id.coop_id", store=True)
    pseudonym = fields.Char(required=True, index=True)
    clock_group = fields.Selection(
        selection=lambda self: [
            (ANYBODY, self.env._("Anybody")),
            *status_selection(self.env, CONDITION_STATUSES),
        ],
        string="Clock of",
        required=True,
    )
    date_first = fields.Date(string="First use", required=True)
    months_used = fields.Integer(
        required=True, help="Calendar months in which the person came, as the CAE counts them."
    )

    _once = models.Constraint(
        "UNIQUE (file_id, pseudonym, clock_group)",
        "A CAE tells one first use of a person for each status.",
    )
    _months_positive = models.Constraint(
        "CHECK (months_used > 0)", "Who came once used a month at least."
    )

    @api.constrains("pseudonym")
    def _check_is_pseudonym(self):
        """Nothing that tells who a person is stands where a pseudonym does."""
        for clock in self:
            if not pseudonym.PSEUDONYM.fullmatch(clock.pseudonym):
                raise ValidationError(
                    self.env._(
                        "“%(text)s” is no pseudonym: load the file as the CAE sent it.",
                        text=clock.pseudonym,
                    )
                )

    # What the rating reads

    @api.model
    def _get_told(self, persons):
        """Return ``[(person id, clock)]`` of these persons, in a constant number of queries.

        Those of every company: who reads them knows for whose books each was told.
        """
        # sudo: a price follows what was told, whoever records the use
        clocks = self.sudo()
        whose = defaultdict(list)
        for (program,) in clocks._read_group([], ["program_id"]):
            for person, name in program._get_pseudonyms_of(persons).items():
                whose[name].append(person.id)
        found = clocks.search([("pseudonym", "in", list(whose))]) if whose else ()
        return [(person_id, clock) for clock in found for person_id in whose[clock.pseudonym]]

    def _get_persons_of(self, persons):
        """Return those of some persons that these clocks are of."""
        told = set(self.mapped("pseudonym"))
        # sudo: whose a clock is follows from the secret, whoever changes the clock
        programs = self.sudo().program_id
        return persons.browse(
            {
                person.id
                for program in programs
                for person, name in program._get_pseudonyms_of(persons).items()
                if name in told
            }
        )
