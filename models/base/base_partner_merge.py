import psycopg2
from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

from .errors import sentence_of


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts moves an identity, never an amount or the past of a clock.

    Odoo's wizard rewrites every link by SQL and, where a unique rule stands in the way, deletes
    what the merged contact held. The links of this addon are moved here first: each house joins
    what would collide (``_cae_before_merge`` of a contact), what still collides refuses the whole
    merge with its sentence, and the constraints written in Python are checked as for a write.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: contacts are shared; what hangs on them in other companies moves along
        source, into = src_partners.sudo(), dst_partner.sudo()
        source._cae_before_merge(into)
        self._cae_move_links(source, into)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        self.env.invalidate_all()
        into._cae_after_merge()
        return result

    @api.model
    def _cae_move_links(self, source, into):
        """Point every link of this addon from some records to another of their model.

        What a life locks moves as it is: nothing is computed again from it.
        :raises UserError: a rule of the database forbids it
        """
        self.env.flush_all()
        by_table = {
            model._table: model
            for model in map(self.env.__getitem__, self.env.registry)
            if model._original_module == "cae_tiers_lieux" and not model._abstract
        }
        moved = []
        for table, column in self._get_fk_on(into._table):
            if table in by_table and (ids := self._cae_move_column(table, column, source, into)):
                moved.append((by_table[table], column, ids))
        self.env.invalidate_all()
        for model, column, ids in moved:
            # sudo: as for the contacts themselves
            records = model.sudo().with_context(active_test=False).browse(ids)
            records._cae_not_locked(column).modified([column])
            records._validate_fields([column])

    @api.model
    def _cae_move_column(self, table, column, source, into):
        """Point one column from some records to another; return the ids of the rows."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                rows = self.env.execute_query(
                    SQL(
                        "UPDATE %(table)s SET %(column)s = %(into)s"
                        " WHERE %(column)s = ANY(%(source)s) RETURNING id",
                        table=SQL.identifier(table),
                        column=SQL.identifier(column),
                        into=into.id,
                        source=source.ids,
                    )
                )
        except psycopg2.IntegrityError as error:
            raise UserError(
                self.env._(
                    "%(names)s cannot be made one, nothing was changed. %(reason)s",
                    names=" / ".join((into | source).mapped("display_name")),
                    reason=sentence_of(self.env, error),
                )
            ) from error
        return [id_ for (id_,) in rows]
