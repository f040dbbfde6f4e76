"""The yearly review of a convention, and the reminders of it and of its end."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rules import reviews
from ..base.words import day_in_words

REVIEW = "cae_tiers_lieux.mail_activity_type_convention_review"
END = "cae_tiers_lieux.mail_activity_type_convention_end"


class CaeConvention(models.Model):
    _inherit = "cae.convention"

    date_in_force = fields.Date(
        string="Put in force on",
        readonly=True,
        copy=False,
        help="The day of the act; what was agreed holds from its own first day.",
    )
    date_reviewed = fields.Date(string="Last review", readonly=True, copy=False, tracking=True)
    review_date = fields.Date(
        string="Next review",
        compute="_compute_review_date",
        store=True,
        index="btree_not_null",
        help="The next anniversary of the first day, until the review is noted. Empty for a "
        "convention that is not in force, or that ends before.",
    )
    # the day that somebody was reminded of: another one, next year, is reminded of again
    review_reminded = fields.Date(string="Review reminded of", readonly=True, copy=False)
    end_reminded = fields.Date(string="End reminded of", readonly=True, copy=False)

    @api.depends("state", "date_start", "date_end", "date_in_force", "date_reviewed")
    def _compute_review_date(self):
        for convention in self:
            first = convention.date_start
            convention.review_date = (
                convention.state == "running"
                and first
                and reviews.next_review(
                    first,
                    since=convention.date_in_force or first,
                    reviewed=convention.date_reviewed or None,
                    last=convention.date_end or None,
                )
            )

    # Review

    def action_record_review(self):
        """Ask for the day of a review that was held, and what was said."""
        self._check_can_record_review()
        return self.env["cae.convention.review"]._get_records_action(
            name=self.env._("Review held"),
            target="new",
            context={"default_convention_ids": self.ids},
        )

    def _check_can_record_review(self, day=None):
        """Refuse the review of what is not in force, or one that is still to be held.

        :param day: the day of the review, where it is known
        """
        self.check_access("write")
        self._check_step("record_review")
        if day and day > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "A review is noted once it is held: %(day)s is still to come.",
                    day=day_in_words(self.env, day),
                )
            )

    def _do_record_review(self, day, word=""):
        """Note the day, who notes it and a word; the next review is a year later."""
        for convention in self:
            last = max(day, convention.date_reviewed or day)
            convention._take_step("record_review", date_reviewed=last)
            held = self.env._(
                "Review held on %(day)s, noted by %(user)s.",
                day=day_in_words(self.env, day),
                user=self.env.user.name,
            )
            convention.message_post(body=f"{held} {word or ''}".strip())
        self.activity_feedback([REVIEW])

    # Reminders

    @api.model
    def _cron_reviews(self):
        """Remind of each review and of each last day three months before, once."""
        today = fields.Date.context_today(self)
        soon = fields.Date.add(today, months=reviews.NOTICE_MONTHS)
        running = self.search([("state", "=", "running")])
        to_review = running.filtered(
            lambda c: c.review_date and c.review_date <= soon and c.review_reminded != c.review_date
        )
        to_review._remind_of(REVIEW, "review_date", "review_reminded")
        ending = running.filtered(
            lambda c: c.date_end and today <= c.date_end <= soon and c.end_reminded != c.date_end
        )
        ending = ending._without_next_version()
        ending._remind_of(END, "date_end", "end_reminded")

    def _without_next_version(self):
        """Return those that no other version is prepared for, or follows already."""
        following = self.search(
            [("origin_id", "in", self.ids), ("state", "in", ("draft", "running"))]
        )
        return self - following.origin_id

    def _remind_of(self, activity_type, due, reminded):
        """Plan one activity on each, for the day in the field ``due``, and note that day.

        All at once, and without a mail for each: they stand in the activities of their reader.
        """
        kind = self.env.ref(activity_type)
        users = self._get_reminded_users()
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": kind.id,
                    "automated": True,
                    "date_deadline": convention[due],
                    "res_id": convention.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    # what Odoo would look up for each of them
                    "res_name": convention.display_name,
                    "summary": kind.with_context(lang=user.lang).name,
                    "user_id": user.id,
                }
                for convention, user in users.items()
            ]
        )
        for day, same in self.grouped(due).items():
            same._permit(reminded).write({reminded: day})

    def _close_needless_reminders(self, followed=False):
        """What ends before its review is reviewed no more.

        :param followed: whether a next version is in force: nobody decides about the end any more
        """
        self.filtered(lambda convention: not convention.review_date).activity_unlink([REVIEW])
        if followed:
            self.activity_unlink([END])

    def _close_reminders(self):
        """What is over needs neither a review nor a decision about its end."""
        self.activity_unlink([REVIEW, END])
