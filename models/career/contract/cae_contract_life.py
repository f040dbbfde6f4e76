from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ....rules.periods import DAY
from ...base.life import Life, Stage, Transition
from ...base.payload import digest, file_problem, signature_problem
from .cae_contract import WAITING_STATES

_lt = LazyTranslate(__name__)

#: What the parties agree on, written until the contract is sent to signature.
TERMS = frozenset(
    {
        "entrepreneur_id",
        "type_id",
        "date_start",
        "date_end",
        "fixed_pay",
        "minimum_activity",
        "trial_agreed",
        "is_paid",
        "changes",
    }
)
#: The proof of a signature on paper.
PAPER = frozenset({"signed_file", "signed_filename"})
DATES = frozenset({"coop_signature_date", "entrepreneur_signature_date"})
#: What stays open for ever: no party signs it, or it is declared at any time (R6, R12).
BESIDE = frozenset({"note", "registration_date", "declared_free"})
#: What each side leaves when it signs on screen.
ON_SCREEN = frozenset(
    {
        *DATES,
        "entrepreneur_signature",
        "entrepreneur_signed_name",
        "coop_signature",
        "coop_signed_name",
        "signed_digest",
    }
)
AMEND = _lt("Its terms change by an amendment.")

LIFE = Life(
    stages={
        "draft": Stage(TERMS | PAPER | DATES | BESIDE | {"active"}, delete="support"),
        "to_sign": Stage(PAPER | DATES | BESIDE, way_on=_lt("Send it back to draft to change it.")),
        "signed_by_entrepreneur": Stage(
            PAPER | BESIDE | {"coop_signature_date"},
            way_on=_lt("Send it back to draft to change it: it will be signed again."),
        ),
        "signed_by_coop": Stage(
            PAPER | BESIDE | {"entrepreneur_signature_date"},
            way_on=_lt("Send it back to draft to change it: it will be signed again."),
        ),
        "running": Stage(BESIDE, way_on=AMEND),
        "ended": Stage(BESIDE, way_on=_lt("Prepare a new contract instead.")),
        "terminated": Stage(BESIDE, way_on=_lt("Prepare a new contract instead.")),
        "cancelled": Stage(
            frozenset({"note", "active"}),
            delete="support",
            way_on=_lt("Prepare a new contract instead."),
        ),
    },
    transitions={
        "to_sign": Transition(("draft",), "to_sign", "support"),
        "back_to_draft": Transition(WAITING_STATES, "draft", "support", ON_SCREEN),
        "cancel": Transition(("draft", *WAITING_STATES), "cancelled", "support"),
        "sign": Transition(WAITING_STATES, "running"),
        "sign_on_screen": Transition(WAITING_STATES, writes=ON_SCREEN),
        "file_signed": Transition(WAITING_STATES, writes=PAPER | {"signed_pay_file"}),
        "end": Transition(("running",), "ended"),
        "terminate": Transition(
            ("running",),
            "terminated",
            "support",
            frozenset({"date_closed", "end_reason", "notice_date"}),
        ),
        "override": Transition(
            ("draft", *WAITING_STATES),
            role="manager",
            writes=frozenset({"override_reason", "override_user_id"}),
        ),
    },
    labels={
        "signed_by_entrepreneur": _lt("To sign: the entrepreneur has signed"),
        "signed_by_coop": _lt("To sign: the CAE has signed"),
    },
)


class CaeContract(models.Model):
    """The life of a contract: draft → to sign → running → ended | ended early | cancelled.

    Each step is `action_x` (the button) → `_check_can_x` (raises the reason) → `_do_x` (writes).
    It is signed on paper, or on screen: the person in the portal, the coop in its own screens.
    Both sides then sign the same text: its digest is kept at the first signature, and a text that
    changed since is refused at the second. With both signatures the signed file is made, the annex
    of the fixed part apart, and the contract runs by the same step as one signed on paper.
    """

    _inherit = "cae.contract"
    _life = LIFE

    # signatures on screen
    entrepreneur_signature = fields.Binary(attachment=True, copy=False, readonly=True)
    entrepreneur_signed_name = fields.Char(copy=False, readonly=True)
    coop_signature = fields.Binary(attachment=True, copy=False, readonly=True)
    coop_signed_name = fields.Char(copy=False, readonly=True)
    signed_digest = fields.Char(copy=False, readonly=True)
    signed_sha256 = fields.Char(
        string="Fingerprint of the signed document",
        copy=False,
        readonly=True,
        help="SHA-256 of the file as it was when the contract began to run.",
    )
    signed_pay_file = fields.Binary(
        attachment=True,
        copy=False,
        readonly=True,
        groups="hr.group_hr_manager",
        help="The signed annex of the fixed part: shown only to whom HR shows wages.",
    )

    # Life

    def _get_life_states(self):
        """A side that signed on screen locks its own part while the other has not signed."""
        states = super()._get_life_states()
        # sudo: whether a side signed, and nothing of the drawing
        for contract in self.sudo().filtered(lambda c: c.state == "to_sign"):
            if contract.entrepreneur_signature:
                states[contract.sudo(self.env.su)] = "signed_by_entrepreneur"
            elif contract.coop_signature:
                states[contract.sudo(self.env.su)] = "signed_by_coop"
        return states

    # Actions

    def action_to_sign(self):
        self._check_can_to_sign()
        self._do_to_sign()

    def action_back_to_draft(self):
        self._check_can_back_to_draft()
        self._do_back_to_draft()

    def action_sign(self):
        """Run contracts that were signed on paper."""
        self._check_can_sign()
        self._do_sign()

    def action_cancel(self):
        self._check_can_cancel()
        self._do_cancel()

    def action_sign_for_coop(self):
        """Open the screen where somebody of the coop signs."""
        self.ensure_one()
        self._check_can_sign_on_screen("coop")
        return self._open_wizard("cae.contract.sign", self.env._("Sign for the coop"))

    def action_terminate(self):
        self.ensure_one()
        self._check_is_no_amendment()
        return self._open_wizard("cae.contract.terminate", self.env._("End early"))

    def action_override(self):
        self.ensure_one()
        self._check_can_override()
        return self._open_wizard("cae.contract.override", self.env._("Allow with a reason"))

    def _open_wizard(self, model, title):
        return self.env[model]._get_records_action(
            name=title, target="new", context={"default_contract_id": self.id}
        )

    # Checks

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for contract in self:
            if contract.state not in states:
                raise UserError(
                    self.env._(
                        "%(contract)s is in the state “%(state)s”: this step is not open to it.",
                        contract=contract.display_name,
                        state=labels[contract.state],
                    )
                )

    def _check_can_to_sign(self):
        self._check_step("to_sign")
        self._check_rules()

    def _check_can_back_to_draft(self):
        self._check_step("back_to_draft")

    def _check_can_cancel(self):
        self._check_step("cancel")

    def _check_can_sign(self):
        self.entrepreneur_id.lock_for_update()  # two signatures at once never overlap
        self._check_step("sign")
        self._check_rules()
        for contract in self:
            reason = contract._get_cannot_sign_reason()
            if reason:
                raise ValidationError(reason)

    def _get_cannot_sign_reason(self):
        """Return what the signed contract still lacks, in a sentence, or False."""
        self.ensure_one()
        missing = self._get_missing_clauses()
        if missing:
            return self.env._(
                "%(rule)s: %(contract)s lacks a mandatory clause: %(clauses)s. Write it in the tab "
                "Clauses before the signature.",
                rule=missing[0].rule or self.type_id.code,
                contract=self.display_name,
                clauses=", ".join(missing.mapped("name")),
            )
        if not self.signature_date:
            return self.env._(
                "Give the day each side signed %(contract)s: the associate deadline and the "
                "declarations are counted from it.",
                contract=self.display_name,
            )
        terms = self.type_id._get_terms(self.date_start)
        # sudo: whether the file is there, for who may not read it
        if terms.signed_file_required and not self.sudo().signed_file:
            return self.env._(
                "Attach the signed file of %(contract)s: a contract without its written document "
                "is void, and nothing runs without it (R4).",
                contract=self.display_name,
            )
        # sudo: whether the file opens, for who may not read it; the software's own does
        paper = self.sudo().signed_file
        by_screen = self.entrepreneur_signature and self.coop_signature
        if paper and not by_screen and (problem := file_problem(self.env, paper)):
            return problem
        return False

    def _check_can_sign_on_screen(self, side):
        for contract in self:
            reason = contract._get_cannot_sign_on_screen_reason(side)
            if reason:
                raise ValidationError(reason)

    def _get_cannot_sign_on_screen_reason(self, side):
        """Return why this side cannot sign on screen now, in a sentence, or False.

        :param side: "entrepreneur" or "coop"
        """
        self.ensure_one()
        if self.state != "to_sign":
            return self.env._("%(contract)s does not wait for a signature.", contract=self.name)
        if self[f"{side}_signature_date"]:
            return self.env._("%(contract)s is already signed by this side.", contract=self.name)
        broken = self._get_broken_rules()
        if broken:
            return self._say(broken[0])
        missing = self._get_missing_clauses()
        if missing:
            return self.env._(
                "%(contract)s lacks a mandatory clause: %(clauses)s.",
                contract=self.name,
                clauses=", ".join(missing.mapped("name")),
            )
        reason = self._get_cannot_print_reason()
        if reason:
            return reason
        if self.signed_digest and self.signed_digest != self._get_text_digest():
            return self.env._(
                "The text of %(contract)s changed after the first signature: send it back to "
                "draft and have it signed again.",
                contract=self.name,
            )
        return False

    def _check_can_terminate(self, day, notice_date, overridden=False):
        """Refuse an early end on ``day``, the last one.

        :param overridden: whether a manager allows what a manager may allow
        """
        self.ensure_one()
        self._check_is_no_amendment()
        self._check_step("terminate")
        found = self._find_wrong_end(day, notice_date)
        if found and not (found.overridable and overridden):
            raise ValidationError(self._say(found))

    def _check_can_override(self):
        self.ensure_one()
        self._check_step("override")
        if not self.can_override:
            raise UserError(self.env._("Nothing here may be allowed by a manager."))

    # Steps

    def _do_to_sign(self):
        self._take_step("to_sign")
        self.entrepreneur_id._sync_deadlines()

    def _do_back_to_draft(self):
        """The text may change again: signatures made on it are gone."""
        self._take_step("back_to_draft", **dict.fromkeys(ON_SCREEN, False))
        self.entrepreneur_id._sync_deadlines()

    def _do_cancel(self):
        self._take_step("cancel")
        self.entrepreneur_id._sync_deadlines()

    def _do_sign(self):
        """The contract runs from its first day; what depends on it follows in one go.

        A contract that replaces another one (a CESA signed before the end of the CAPE) ends that
        one on the eve of its first day. One that was signed after its own term is over at once.
        """
        for contract in self:
            replaced = contract._get_replaced()
            if replaced:
                replaced._do_terminate(
                    contract.date_start - DAY,
                    self.env._("Replaced by %(contract)s", contract=contract.display_name),
                )
        for contract in self:
            # sudo: the fingerprint of the file, for who may not read it
            found = digest(contract.sudo().signed_file)
            contract._permit("signed_sha256").write({"signed_sha256": found})
        # all at once: what follows a signature is worked out once
        self._take_step("sign")
        self._after_signature()
        today = fields.Date.context_today(self)
        over = self._periods().filtered(lambda c: c.date_last and c.date_last < today)
        if over:
            over._do_end()

    def _after_signature(self):
        """Do what follows from a signature, once for all of these contracts."""
        self.entrepreneur_id._sync_stage()
        self.env["cae.hr.bridge"]._push_contracts(self)
        self.env["cae.declaration"]._generate_for_signature(self._periods())
        self.entrepreneur_id._sync_deadlines()

    def _do_sign_on_screen(self, side, name, signature):
        """Keep the signature of one side; with both, make the signed file and run the contract.

        :param side: "entrepreneur" or "coop"
        :param signature: the drawing, a base64 image
        :raises UserError: when this side cannot sign, or gave no name or no drawing
        """
        self.ensure_one()
        self._check_can_sign_on_screen(side)
        name = (name or "").strip()
        if not signature or not name:
            raise UserError(self.env._("Give a name and draw a signature."))
        if problem := signature_problem(self.env, signature):
            raise UserError(problem)
        self._take_step(
            "sign_on_screen",
            **{
                f"{side}_signature": signature,
                f"{side}_signed_name": name,
                f"{side}_signature_date": fields.Date.context_today(self),
                "signed_digest": self._get_text_digest(),
            },
        )
        self.message_post(body=self.env._("Signed on screen by %(name)s.", name=name))
        if not self.signature_date:
            return
        if self.entrepreneur_signature and self.coop_signature:
            self._make_signed_files()
        if self._get_cannot_sign_reason():
            return  # one side signed on paper: the button "Signed" says what is missing
        self._check_can_sign()
        self._do_sign()

    def _do_end(self):
        """The term is past: the contract is ended and its rights stopped on its last day (R5)."""
        self._take_step("end")
        self._after_end()

    def _do_terminate(self, day, reason, notice_date=False):
        """End running contracts on `day`, before their term."""
        self._take_step("terminate", date_closed=day, end_reason=reason, notice_date=notice_date)
        self._after_end()

    def _after_end(self):
        """Do what follows from an end, early or not, once for all of these contracts."""
        # sudo: an amendment ends with its contract, whoever may read it
        amendments = self.sudo()._get_amendments().filtered(lambda c: c.state == "running")
        amendments._take_step("end")
        self.entrepreneur_id._sync_stage()
        self.env["cae.hr.bridge"]._push_end(self)
        early = self._periods().filtered(lambda c: c.state == "terminated")
        self.env["cae.declaration"]._generate_for_early_end(early)
        self.entrepreneur_id._sync_deadlines()

    def _after_suspension(self):
        """Suspended days changed, and may move the trial: HR and the deadlines follow."""
        contracts = self.entrepreneur_id.contract_ids.filtered(lambda c: c.state == "running")
        contracts.invalidate_recordset(["trial_end", "associate_deadline"])
        self.env["cae.hr.bridge"]._push_trials(contracts)
        self.entrepreneur_id._sync_deadlines()

    def _do_override(self, reason):
        """Keep who allowed it and why; the chatter says it."""
        self._take_step("override", override_reason=reason, override_user_id=self.env.uid)
        for contract in self:
            contract.message_post(
                body=self.env._("Allowed by a manager: %(reason)s", reason=reason)
            )

    @api.model
    def _cron_end_contracts(self):
        """End the contracts whose last day is past: rights stop by themselves (R5)."""
        today = fields.Date.context_today(self)
        contracts = self.search([("state", "=", "running"), ("date_last", "<", today)])
        contracts._do_end()

    def _get_replaced(self):
        """Return the running contract that the signature of this one ends early, if any."""
        self.ensure_one()
        previous = self.previous_id
        if (
            self.kind == "initial"
            and previous.state == "running"
            and previous.date_start < self.date_start
            and (not previous.date_last or previous.date_last >= self.date_start)
        ):
            return previous
        return self.browse()
