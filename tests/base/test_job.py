"""Long work goes on in parts: each whole or not at all, by who asked, whatever stops on the way."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CaeStreetCommon


@tagged("post_install", "-at_install")
class TestJob(CaeStreetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.space = cls.make_space("Space W", cls.host).with_user(cls.manager)

    def run_all(self, refuse=()):
        """Ask for parts of keys and run what waits, as the scheduled action does."""
        Space, done, after = type(self.env["cae.space"]), [], []

        def do(record, keys):
            done.append((record.env.user.login, record.env.su, tuple(keys)))
            record.note = f"{record.note or ''}{keys}"
            words = ", ".join(f"no {key}" for key in sorted(set(keys) & set(refuse)))
            if words:
                raise UserError(words)

        with (
            patch.object(Space, "_do_job", do, create=True),
            patch.object(
                Space, "_after_jobs", lambda record, failed: after.append(failed), create=True
            ),
        ):
            while self.env["cae.job"]._run_next():
                pass
        return done, after

    def queue(self, *parts):
        return self.env["cae.job"].with_user(self.manager)._queue(self.space, "Try", parts)

    def test_each_part_is_done_by_who_asked_and_with_their_rights(self):
        self.queue(["a", "b"], ["c"])
        done, after = self.run_all()
        login = self.manager.login
        self.assertEqual(done, [(login, False, ("a", "b")), (login, False, ("c",))])
        self.assertEqual([len(failed) for failed in after], [0])

    def test_a_part_that_fails_is_halved_down_to_the_key_that_is_guilty(self):
        jobs = self.queue(["a", "b", "c", "d"])
        _done, after = self.run_all(refuse={"c"})
        jobs = self.env["cae.job"].search([("res_id", "=", self.space.id)])
        self.assertEqual(
            sorted((tuple(job.keys or ()), job.state) for job in jobs if not job.is_last),
            [(("a", "b"), "done"), (("c",), "failed"), (("d",), "done")],
        )
        self.assertEqual(after[0].error, "no c")
        self.assertNotIn("c", self.space.note, "nothing of it is half done")

    def test_what_follows_comes_once_after_all_the_parts(self):
        self.queue(["a"], ["b"])
        first = self.env["cae.job"].search([("is_last", "=", True)])
        self.assertEqual(self.env["cae.job"]._get_progress(self.space), (0, 2))
        _done, after = self.run_all()
        self.assertEqual(len(after), 1)
        self.assertEqual(first.state, "done")
        self.assertEqual(self.env["cae.job"]._get_progress(self.space), (2, 2))

    def test_work_on_a_record_that_is_gone_is_over(self):
        jobs = self.queue(["a"])
        self.space.sudo().unlink()
        done, after = self.run_all()
        self.assertEqual((done, after), ([], []))
        self.assertEqual(set(jobs.mapped("state")), {"done"})

    def test_nobody_writes_jobs_and_another_coop_reads_none(self):
        jobs = self.queue(["a"])
        for user in (self.support, self.accountant, self.manager):
            with self.assertRaises(AccessError):
                jobs.with_user(user).write({"user_id": self.env.uid})
            with self.assertRaises(AccessError):
                self.env["cae.job"].with_user(user).create(
                    {"name": "x", "res_model": "res.users", "res_id": 1, "user_id": 1}
                )
        stranger = self.make_user("jobless", "group_manager", company=self.coop_b)
        self.assertFalse(self.env["cae.job"].with_user(stranger).search([]))
        self.assertTrue(self.env["cae.job"].with_user(self.support).search([]))

    def test_asking_wakes_the_two_runners_up(self):
        crons = [self.env.ref(f"cae_tiers_lieux.ir_cron_jobs_{number}") for number in (1, 2)]
        triggers = self.env["ir.cron.trigger"]
        known = triggers.search([])
        self.queue(["a"])
        woken = triggers.search([]) - known
        self.assertEqual(sorted(woken.cron_id.ids), sorted(cron.id for cron in crons))
