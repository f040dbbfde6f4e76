from odoo import fields, models
from odoo.exceptions import UserError


class CaeJobMixin(models.AbstractModel):
    """A record whose long work is done in the background, in parts, by the one runner (cae.job).

    Who inherits says what the work on one part is (``_do_job``), and what follows once all the
    parts are over (``_after_jobs``). A part is done whole or not at all, by the user who asked for
    it, with that user's rights; it may be run again after a stop, so it looks at what is done
    already before it works.
    """

    _name = "cae.job.mixin"
    _description = "Record with long work"

    is_working = fields.Boolean(
        string="Worked on", compute="_compute_work", help="Its work goes on in the background."
    )
    work_error = fields.Char(
        string="What stopped the work",
        compute="_compute_work",
        help="Why the work that was asked for last could not be done.",
    )

    def _compute_work(self):
        """Say what goes on, and what went wrong last, in one query."""
        # sudo: whether it goes on, whoever asked for it
        jobs = self.env["cae.job"].sudo()
        found = jobs.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], order="id desc"
        )
        by_record = found.grouped("res_id")
        for record in self:
            own = by_record.get(record.id, jobs)
            record.is_working = "waiting" in own.mapped("state")
            last = own.filtered(lambda job: not job.is_last)[:1]
            record.work_error = last.error if last.state == "failed" else False

    def _check_not_working(self):
        """Refuse an act while the work of another goes on."""
        for record in self.filtered("is_working"):
            raise UserError(
                self.env._(
                    "%(name)s is being worked on in the background: come back in a moment.",
                    name=record.display_name,
                )
            )

    def _queue_jobs(self, name, parts):
        """Ask for work on this record, and wake the runner up once this transaction is committed.

        :param name: what it is, in the words of who asked
        :param parts: for each part, a list of keys (JSON): a part that fails is halved until the
            key that is guilty stands alone
        :return: the jobs
        """
        self.ensure_one()
        self._check_not_working()
        jobs = self.env["cae.job"]._queue(self, name, parts)
        self.invalidate_recordset(["is_working", "work_error"])
        return jobs

    def _do_job(self, keys):
        """Do the work of one part. Hook.

        :param keys: as they were given
        """
        raise NotImplementedError

    def _after_jobs(self, failed):
        """Called once after the last part. Hook.

        :param failed: the jobs that could not be done
        """
