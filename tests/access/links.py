"""The links that a ``sudo()`` of ours follows: nobody writes them by hand (design, section 7).

Each stands here with what is done at its other end. The same ones are forged by
``test_links.py``, as each role and in each way; a ``sudo()`` that follows a link which is not in
one of these tables fails there.
"""

#: Links to what belongs to others, written by code alone: ``model.field`` → what follows it.
FORGED = {
    "cae.activity.analytic_account_id": "its account is renamed and archived",
    "cae.share.move.move_id": "its entry is reversed",
    "cae.share.call.line_id": "its journal item is reconciled and reversed",
    "cae.share.withholding.move_id": "its entry is reconciled",
    "cae.dues.move_id": "its invoice says whether it is paid",
    "cae.entrepreneur.employee_id": "the employee gets a version, a departure",
    "cae.contract.hr_version_id": "the version of the employee is written",
    "cae.support.session.calendar_event_id": "the event is moved and deleted",
    "cae.deadline.activity_id": "the activity is done and deleted",
    "cae.import.line.res_id": "what a row made is deleted when the import is undone",
    "cae.import.line.made_partner_id": "the contact that a row made is deleted",
    "cae.convention.proposed_from_id": "what became of a proposal is written in its conversation",
    "cae.convention.origin_id": "the proposal of a version follows that of the one before",
    "cae.usage.share.analytic_account_id": "the account that pays is billed",
}
#: What else a ``sudo()`` follows: only read, or set by an administrator.
READ = {
    "cae_legal_form_id": "the legal form of the company, for a label",
    "cae_shared_account_id": "the account of the company, from its settings",
    "cae_capital_journal_id": "set by the set-up of the company",
    "calendar_id": "the opening hours of a space",
    "clause_ids": "the clauses that a type of contract names",
    "company_id": "whose books",
    "company_ids": "where a user works",
    "contract_ids": "the contracts of a person whose file is read",
    "deadline_ids": "the deadlines of a person whose file is read",
    "line_ids": "the lines of an entry that was just made or reached by a forged link",
    "mail_template_id": "chosen on the stage by who keeps the stages",
    "partner_id": "the contact of the company",
    "person_document_ids": "the documents of a person, for their deadlines",
    "previous_id": "the contract that this one continues, set when it is prepared",
    "cae_session_ids": "the sessions that an event was made for",
    "program_id": "the programme whose secret is compared, never told",
    "share_ids": "what the rating made",
    "terms_ids": "the dated terms of a type of contract",
    "user_ids": "whether the person has a user",
}
