from odoo import models


class CaeJobMixin(models.AbstractModel):
    """A record whose long work is done in the background, in parts, by the one runner (cae.job).

    Who inherits says what the work on one part is (``_do_job``), and what follows once all the
    parts are over (``_after_jobs``). A part is done whole or not at all, by the user who asked for
    it, with that user's rights; it may be run again after a stop, so it looks at what is done
    already before it works.
    """

    _name = "cae.job.mixin"
    _description = "Record with long work"

    def _queue_jobs(self, name, parts):
        """Ask for work on this record, and wake the runner up once this transaction is committed.

        :param name: what it is, in the words of who asked
        :param parts: for each part, a list of keys (JSON): a part that fails is halved until the
            key that is guilty stands alone
        :return: the jobs
        """
        self.ensure_one()
        return self.env["cae.job"]._queue(self, name, parts)

    def _do_job(self, keys):
        """Do the work of one part. Hook.

        :param keys: as they were given
        """
        raise NotImplementedError

    def _after_jobs(self, failed):
        """Called once after the last part. Hook.

        :param failed: the jobs that could not be done
        """
