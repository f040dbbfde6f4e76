import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..base.cae_unit_mixin import RESOURCE_KINDS, UNITS
from ..base.life import Life, Stage
from ..space.cae_vat_status import VAT_STATUSES


class CaeStatementLine(models.Model):
    """One use or one service on a statement, with the amounts and the sentence of that day."""

    _name = "cae.statement.line"
    _description = "Statement line"
    _inherit = ["cae.life.mixin"]
    _check_company_auto = True
    _order = "statement_id, direction, partner_id, date, id"

    # a closing makes the lines, cancelling releases them, nothing else touches them
    _life = Life(
        stages={state: Stage() for state in ("draft", "invoiced", "cancelled")},
        parent="statement_id",
    )

    statement_id = fields.Many2one(
        comodel_name="cae.statement",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(comodel_name="res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    live = fields.Boolean(
        default=True,
        help="False once its statement is cancelled: the use can be billed again.",
    )
    direction = fields.Selection(
        selection=[
            ("host_to_coop", "The space bills"),
            ("coop_to_host", "The CAE bills"),
        ],
        required=True,
    )
    usage_id = fields.Many2one(
        comodel_name="cae.usage", index="btree_not_null", ondelete="restrict"
    )
    service_id = fields.Many2one(
        comodel_name="cae.service", index="btree_not_null", ondelete="restrict"
    )
    date = fields.Date(required=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
    )
    space_id = fields.Many2one(comodel_name="cae.space", ondelete="restrict")
    name = fields.Char(string="Description")
    resource_kind = fields.Selection(selection=RESOURCE_KINDS, string="Kind")
    unit = fields.Selection(selection=UNITS)
    quantity = fields.Float(digits=(16, 2))
    public_amount = fields.Monetary(string="Public value")
    free_amount = fields.Monetary(string="Free")
    reduction_amount = fields.Monetary(string="Reductions")
    elsewhere_amount = fields.Monetary(string="Settled elsewhere")
    amount = fields.Monetary(string="Billed")
    tax_included = fields.Boolean(
        string="Tax included", help="The amounts are those of the grid, with the VAT in them (R51)."
    )
    tax_rate = fields.Float(string="VAT rate (%)", digits=(5, 2))
    vat_status = fields.Selection(
        selection=VAT_STATUSES,
        string="VAT",
        help="What the supplier's sales bore on that day; empty while nobody noted it.",
    )
    explanation = fields.Char(string="Why")

    _usage_once = models.UniqueIndex(
        "(usage_id) WHERE live AND usage_id IS NOT NULL",
        "This use stands on a statement already.",
    )
    _service_once = models.UniqueIndex(
        "(service_id) WHERE live AND service_id IS NOT NULL",
        "This service stands on a statement already.",
    )
    _one_fact = models.Constraint(
        "CHECK ((usage_id IS NULL) != (service_id IS NULL))",
        "A statement line stands for one use or for one service.",
    )

    @api.model
    def _insert(self, vals_list):
        """Insert the lines of a closing in one statement; the ORM takes ten times as long.

        Lines have no stored computed field: what must follow from them is told by ``modified`` on
        their statements. A test compares them with lines that ``create`` made.
        """
        self.check_access("create")
        names = sorted({name for vals in vals_list for name in vals})
        empty = {
            name: {"float": 0, "monetary": 0, "boolean": False}.get(self._fields[name].type)
            for name in names
        }
        rows = [{name: vals.get(name) or empty[name] for name in names} for vals in vals_list]
        columns = [SQL.identifier(name) for name in names]
        types = [SQL.identifier(self._fields[name].column_type[0]) for name in names]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cae_statement_line
                       (%(columns)s, live, create_uid, write_uid, create_date, write_date)
                SELECT %(columns)s, TRUE, %(uid)s, %(uid)s,
                       now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                  FROM json_to_recordset(%(rows)s) AS new(%(definitions)s)
                """,
                columns=SQL(", ").join(columns),
                definitions=SQL(", ").join(
                    SQL("%s %s", column, type_)
                    for column, type_ in zip(columns, types, strict=True)
                ),
                rows=json.dumps(rows, default=str),
                uid=self.env.uid,
            )
        )
        for model, inverse in (
            ("cae.statement", "line_ids"),
            ("cae.usage", "statement_line_ids"),
        ):
            self.env[model].invalidate_model([inverse], flush=False)
        statements = self.env["cae.statement"].browse({vals["statement_id"] for vals in vals_list})
        statements.modified(["line_ids"])

    def _release(self):
        """Free the uses and services of a cancelled statement for another closing."""
        self._permit("live").write({"live": False})
        self.usage_id._do_unlock()
        self.service_id._do_unlock()
