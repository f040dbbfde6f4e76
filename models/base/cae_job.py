"""The runner of long work: PostgreSQL is the arbiter, whatever the number of workers and hosts.

A part is a transaction: take one that waits, look again, work, commit. Two scheduled actions run
the same loop, so that two parts go on at once (Odoo never runs one scheduled action twice). A
worker that is killed leaves its part as it found it, and another one takes it.
"""

import logging

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from .errors import sentence_of
from .life import Life, Stage, Transition

_logger = logging.getLogger(__name__)

#: The scheduled actions that run the loop.
RUNNERS = ("cae_tiers_lieux.ir_cron_jobs_1", "cae_tiers_lieux.ir_cron_jobs_2")
#: Parts in a row that another worker changed meanwhile, before the loop leaves it to the next run.
MOST_CONFLICTS = 10
STATES = [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")]


class CaeJob(models.Model):
    """One part of long work on one record: waiting, done, or failed with its sentence.

    ==========  ===========================
    Support     reads those of its company
    Accountant  the same
    Manager     the same
    Others      nothing
    ==========  ===========================

    Jobs are written by the software alone (``cae.job.mixin``).
    """

    _name = "cae.job"
    _description = "Work in the background"
    _inherit = ["cae.life.mixin"]
    _life = Life(
        stages={state: Stage() for state, _label in STATES},
        transitions={
            "halve": Transition(("waiting",), "", writes=frozenset({"keys"})),
            "finish": Transition(("waiting",), "done"),
            "fail": Transition(("waiting",), "failed", writes=frozenset({"error"})),
        },
    )
    _order = "id"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Asked by", required=True, readonly=True, index=True
    )
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", string="Record", required=True, readonly=True
    )
    keys = fields.Json(readonly=True)
    is_last = fields.Boolean(
        string="What follows", readonly=True, help="What follows once the parts are over."
    )
    state = fields.Selection(selection=STATES, required=True, default="waiting", readonly=True)
    error = fields.Char(readonly=True)

    _by_record = models.Index("(res_model, res_id)")
    _waiting = models.Index("(id) WHERE state = 'waiting'")

    # Asking

    @api.model
    def _queue(self, record, name, parts):
        """Make the jobs of a record; see ``cae.job.mixin``."""
        # sudo: jobs are written by the software alone; they are run as who asks for them
        common = {
            "name": name,
            "company_id": self.env.company.id,
            "user_id": self.env.uid,
            "res_model": record._name,
            "res_id": record.id,
        }
        jobs = self.sudo()._make(
            [{**common, "keys": list(keys)} for keys in parts] + [{**common, "is_last": True}]
        )
        self._wake_up()
        return jobs

    @api.model
    def _make(self, vals_list):
        names = set().union(*vals_list)
        return self._permit_create(*names).create(vals_list)

    @api.model
    def _wake_up(self):
        """Run the loop as soon as this transaction is committed."""
        for runner in RUNNERS:
            # sudo: who asks for work is no administrator
            cron = self.env.ref(runner, raise_if_not_found=False)
            if cron:
                cron.sudo()._trigger()

    @api.model
    def _get_progress(self, record):
        """Return ``(parts that are over, all of them)`` of a record."""
        # sudo: how far it is, nothing of the work
        counts = dict(
            self.sudo()._read_group(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("is_last", "=", False),
                ],
                ["state"],
                ["__count"],
            )
        )
        total = sum(counts.values())
        return total - counts.get("waiting", 0), total

    # Running

    @api.model
    def _cron_run(self):
        """Run what waits until nothing does, or until the time of the scheduled action is over."""
        cron, conflicts = self.env["ir.cron"], 0
        while conflicts < MOST_CONFLICTS:
            try:
                done = self._run_next()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # another worker changed it since: it is looked at again, in a new transaction
                self.env.cr.rollback()
                self.env.invalidate_all()
                conflicts += 1
                continue
            conflicts = 0
            waiting = self.search_count([("state", "=", "waiting")])
            if not cron._commit_progress(done, remaining=waiting) or not done:
                return

    @api.model
    def _run_next(self):
        """Take one waiting part that nobody else has, and do it. Return how many were done.

        What follows the parts of a record waits until all of them are over.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT job.id FROM cae_job job
                 WHERE job.state = 'waiting' AND (job.is_last IS NOT TRUE OR NOT EXISTS (
                       SELECT FROM cae_job other
                        WHERE other.res_model = job.res_model AND other.res_id = job.res_id
                          AND other.state = 'waiting' AND other.is_last IS NOT TRUE))
                 ORDER BY job.id LIMIT 1 FOR UPDATE SKIP LOCKED
                """
            )
        )
        if not rows:
            return 0
        job = self.browse(rows[0][0])
        job.invalidate_recordset()
        job._run()
        return 1

    def _run(self):
        """Do one part whole or not at all; one that fails is halved down to the guilty key."""
        self.ensure_one()
        record = self._get_record()
        try:
            with self.env.cr.savepoint():
                self._work(record)
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 - told to who asked, the other parts go on
            self.env.invalidate_all()
            self._fail(record, error)
        else:
            self._take_step("finish")

    def _work(self, record):
        if not record:
            return  # it was deleted since: nothing is left to do
        if self.is_last:
            failed = self.search(
                [
                    ("res_model", "=", self.res_model),
                    ("res_id", "=", self.res_id),
                    ("state", "=", "failed"),
                ]
            )
            record._after_jobs(failed)
        else:
            record._do_job(self.keys)

    def _get_record(self):
        """Return the record as who asked for the work reads it, empty when it is gone."""
        self.ensure_one()
        env = self.env(
            user=self.user_id.id,
            su=False,
            context={"allowed_company_ids": self.company_id.ids, "lang": self.user_id.lang},
        )
        return env[self.res_model].browse(self.res_id).exists()

    def _fail(self, record, error):
        """Halve what failed, or keep its sentence where one key stands alone."""
        keys = self.keys or []
        if len(keys) > 1:
            middle = len(keys) // 2
            kept = ("name", "company_id", "user_id", "res_model", "res_id")
            (common,) = self.read(kept, load=None)
            common.pop("id")
            self._make([{**common, "keys": keys[middle:]}])
            self._take_step("halve", keys=keys[:middle])
            return
        self._take_step("fail", error=sentence_of(record.env, error))
        _logger.info("Job %s (%s): %s", self.id, self.name, self.error)

    @api.autovacuum
    def _gc_jobs(self):
        """Forget what was done a month ago."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        old = self.search([("state", "=", "done"), ("write_date", "<", limit)])
        old._permit("unlink").unlink()
