from odoo import api, models


class CaeEntrepreneur(models.Model):
    """Entering a stage sends its mail and plans its activities, once per entry."""

    _inherit = "cae.entrepreneur"

    @api.model_create_multi
    def create(self, vals_list):
        entrepreneurs = super().create(vals_list)
        entrepreneurs._after_stage_entry()
        return entrepreneurs

    def write(self, vals):
        before = {person.id: person.stage_id for person in self} if "stage_id" in vals else {}
        result = super().write(vals)
        if before:
            self.filtered(lambda person: person.stage_id != before[person.id])._after_stage_entry()
        return result

    def _after_stage_entry(self):
        """Send the mail and plan the activities of the stage that each person just entered."""
        for stage, people in self.grouped("stage_id").items():
            if stage.mail_template_id:
                people._send_stage_mail(stage)
            if stage.activity_plan_id:
                people._plan_stage_activities(stage)

    def _send_stage_mail(self, stage):
        """Queue the mail of a stage; who has no address is told in the chatter."""
        unreachable = self.filtered(lambda person: not person.email)
        for person in unreachable:
            person.message_post(
                body=self.env._(
                    "No mail for the stage “%(stage)s”: this person has no e-mail address.",
                    stage=stage.name,
                )
            )
        reachable = self - unreachable
        if reachable:
            # sudo: the template belongs to the manager who chose it for the stage
            stage.sudo().mail_template_id.send_mail_batch(reachable.ids)

    def _plan_stage_activities(self, stage):
        for adviser, people in self.grouped("adviser_id").items():
            self.env["mail.activity.schedule"].create(
                {
                    "res_model": "cae.entrepreneur",
                    "res_ids": str(people.ids),
                    "plan_id": stage.activity_plan_id.id,
                    "plan_on_demand_user_id": (adviser or self.env.user).id,
                }
            ).action_schedule_plan()
