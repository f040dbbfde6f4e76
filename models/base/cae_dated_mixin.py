from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

#: Compare with it where an end is empty: ``record.date_end or FAR_FUTURE``.
FAR_FUTURE = date.max


class CaeDatedMixin(models.AbstractModel):
    """A fact that holds from a first day to a last one, both included; no last day = still open.

    One way to ask whether it holds on a day, in Python and in a search, so that every house gives
    the same answer about the same day. A model that ends earlier than its ``date_end`` says (a
    contract ended early) names the field that counts in ``_dated_end``. A first day left empty
    means "since ever" where the model allows it.
    """

    _name = "cae.dated.mixin"
    _description = "Fact with a first and a last day"
    _dated_start = "date_start"
    _dated_end = "date_end"

    date_start = fields.Date(string="From", required=True, index=True)
    date_end = fields.Date(string="To", help="Last day. Empty: still open.")

    _dates_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "The last day cannot come before the first one. Correct one of the two dates.",
    )

    @api.model
    def _domain_holds_on(self, day):
        """Return the domain of the records that hold on ``day``."""
        return self._domain_holds_between(day, day)

    @api.model
    def _domain_holds_between(self, start, end):
        """Return the domain of the records that hold on at least one day from start to end.

        :param end: last day, or an empty value for no end
        """
        first = Domain(self._dated_start, "=", False) | Domain(self._dated_start, "<=", end)
        last = Domain(self._dated_end, "=", False) | Domain(self._dated_end, ">=", start)
        return (first & last) if end else last

    def _holding_on(self, day):
        """Return those of these records that hold on ``day``."""
        return self._holding_between(day, day)

    def _holding_between(self, start, end):
        """Return those of these records that hold on at least one day from start to end.

        :param end: last day, or an empty value for no end
        """
        last = end or FAR_FUTURE
        return self.filtered(
            lambda record: (
                (not record[self._dated_start] or record[self._dated_start] <= last)
                and start <= (record[self._dated_end] or FAR_FUTURE)
            )
        )

    def _holds_on(self, day):
        """Return whether this record holds on ``day``."""
        self.ensure_one()
        return bool(self._holding_on(day))

    def _get_last_day_of_notice(self):
        """Return the last day after a notice given today: a fact with ``notice_months`` alone."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return max(fields.Date.add(today, months=self.notice_months), self[self._dated_start])
