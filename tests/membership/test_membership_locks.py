"""What a list, a preview or a filed form has settled does not move behind it."""

from datetime import date

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PDF
from .common import CaeMembershipCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-23")
class TestMembershipLocks(CaeMembershipCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_form(cls.org, "association")
        cls.host = cls.make_organisation("Host H")
        cls.membership = cls.make_membership(cls.host, kind="dues")

    def make_assembly(self, day=date(2026, 6, 20), state="open"):
        assembly = self.env["cae.assembly"].create(
            {"name": f"GA {day}", "date": day, "resolution_ids": [Command.create({"name": "One"})]}
        )
        if state != "draft":
            assembly.action_list_voters()
        if state == "closed":
            assembly.action_close()
        return assembly

    def make_campaign(self, **values):
        tariff = self.env["cae.dues.tariff"].create({"name": "Flat", "amount": 50.0})
        campaign = self.env["cae.dues.campaign"].create(
            {
                "name": "Dues 2026",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "tariff_id": tariff.id,
                **values,
            }
        )
        campaign.action_preview()
        return campaign

    # assemblies

    def test_the_list_of_a_closed_assembly_keeps_the_names_and_the_order_of_that_day(self):
        college = self.env["cae.college"].create({"name": "Spaces", "sequence": 7})
        member = self.make_organisation("Host I")
        self.make_membership(member, kind="dues", college_id=college.id)
        voters = self.make_assembly(state="closed").voter_ids
        voter = voters.filtered(lambda v: v.member_id == member)
        self.assertEqual((voter.member_name, voter.college_sequence), ("Host I", 7))
        member.name = "Renamed"
        college.sequence = 1
        self.env.flush_all()
        self.assertEqual((voter.member_name, voter.college_sequence), ("Host I", 7))

    def test_a_resolution_stays_in_its_assembly(self):
        resolution = self.make_assembly().resolution_ids
        other = self.make_assembly(date(2026, 9, 1))
        with self.refused("cannot be changed by hand"):
            resolution.with_user(self.accountant).assembly_id = other

    def test_another_day_has_other_voters(self):
        assembly = self.make_assembly()
        self.membership._do_end(date(2026, 8, 31))
        other = self.make_membership(
            self.make_organisation("Host I"), kind="dues", date_start=date(2026, 9, 1)
        )
        assembly.with_user(self.accountant).date = date(2026, 9, 1)
        self.assertEqual(assembly.voter_ids.membership_id, other)

    def test_ballots_take_the_weights_of_the_day_and_lose_no_vote(self):
        colleges = self.env["cae.college"].create([{"name": "A"}, {"name": "B"}, {"name": "C"}])
        assembly = self.make_assembly()
        ballot = assembly.resolution_ids.ballot_ids
        self.assertEqual((len(ballot), ballot.weight), (1, 100.0))
        self.env["cae.college.weighting"].create(
            {
                "date_start": date(2026, 1, 1),
                "line_ids": [
                    Command.create({"college_id": college.id, "weight": weight})
                    for college, weight in zip(colleges, (40, 30, 30), strict=True)
                ],
            }
        )
        ballot.in_favour = 1
        with self.refused("does not vote on that day and has votes"):
            assembly.action_list_voters()
        ballot.in_favour = 0
        assembly.action_list_voters()
        ballots = assembly.resolution_ids.ballot_ids
        self.assertEqual(ballots.mapped("weight"), [40.0, 30.0, 30.0])
        weighting = self.env["cae.college.weighting"].search([], limit=1)
        weighting.line_ids[:2].unlink()
        weighting.line_ids.weight = 50.0
        weighting.line_ids = [Command.create({"college_id": colleges[0].id, "weight": 50.0})]
        assembly.action_list_voters()
        self.assertEqual(
            {ballot.college_id: ballot.weight for ballot in assembly.resolution_ids.ballot_ids},
            {colleges[2]: 50.0, colleges[0]: 50.0},
        )

    # dues

    def test_who_owes_does_not_change_after_the_preview(self):
        campaign = self.make_campaign()
        college = self.env["cae.college"].create({"name": "Spaces"})
        for vals in (
            {"direction": "out"},
            {"date_start": date(2026, 2, 1)},
            {"date_end": date(2026, 11, 30)},
            {"college_ids": [Command.set(college.ids)]},
            {"category": "space"},
        ):
            with self.subTest(vals=vals), self.refused("set it back to draft first"):
                campaign.with_user(self.accountant).write(vals)
        self.assertEqual(campaign.dues_ids.amount, 50.0)
        campaign.with_user(self.accountant).action_back_to_draft()
        self.assertEqual((campaign.state, len(campaign.dues_ids)), ("draft", 0))
        campaign.with_user(self.accountant).category = "space"
        campaign.with_user(self.accountant).action_preview()
        self.assertFalse(campaign.dues_ids)

    def test_a_college_that_a_campaign_names_is_not_deleted(self):
        college = self.env["cae.college"].create({"name": "Spaces"})
        self.make_campaign(college_ids=[Command.set(college.ids)])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(Exception) as caught,
            self.env.cr.savepoint(),
        ):
            college.with_user(self.manager).unlink()
        self.assertIn("cae_dues_campaign", str(caught.exception))

    def test_dues_are_listed_by_the_preview_alone(self):
        campaign = self.make_campaign()
        other = self.make_membership(
            self.make_organisation("Host I"), kind="dues", date_start=date(2027, 1, 1)
        )
        vals = {"campaign_id": campaign.id, "membership_id": other.id, "amount": 9.0}
        with self.refused("refresh it"):
            self.env["cae.dues"].with_user(self.accountant).create(vals)
        with self.refused("refresh it"):
            campaign.dues_ids.with_user(self.accountant).membership_id = other

    def test_dues_of_a_member_of_another_company_are_refused(self):
        campaign = self.make_campaign()
        other = self.make_membership(
            self.make_organisation("Host B"),
            self.coop_b.partner_id,
            kind="dues",
            company_id=self.coop_b.id,
        )
        vals = {"campaign_id": campaign.id, "membership_id": other.id}
        with self.assertRaises(UserError):
            self.env["cae.dues"]._permit_create(*vals).create(vals)

    # members

    def test_the_signed_form_of_a_member_is_filed_once(self):
        membership = self.membership.with_user(self.support)
        membership.write({"proof": PDF, "proof_name": "form.pdf"})
        for vals in ({"proof": False}, {"proof": PDF}, {"proof_name": "other.pdf"}):
            with self.refused("another document is attached in its messages"):
                membership.write(vals)
        stored = self.env["ir.attachment"].search(
            [("res_model", "=", membership._name), ("res_field", "=", "proof")]
        )
        with self.refused("another document"):
            stored.sudo().unlink()
        self.membership.with_user(self.accountant).action_end()
        self.assertEqual(self.membership.state, "ended")

    def test_who_holds_shares_has_no_last_day_written_beforehand(self):
        self.set_form(self.org, "scic")
        holder = self.make_membership(self.make_organisation("Holder"))
        self.add_shares(holder, 3)
        with self.refused("Refund or transfer the shares"):
            holder.with_user(self.accountant).date_end = date(2026, 12, 31)
        with self.refused("Refund or transfer the shares"):
            self.make_membership(self.make_organisation("Early"), date_end=date(2026, 12, 31))
        self.env["cae.membership"]._cron_daily()
        self.assertEqual(holder.state, "active")
