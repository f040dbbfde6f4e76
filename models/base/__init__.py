from . import cae_life_mixin  # load before what extends it  # noqa: I001
from . import (
    base,
    base_partner_merge,
    cae_account_role,
    cae_dated_mixin,
    cae_job,
    cae_job_mixin,
    cae_organisation_mixin,
    cae_reminder_mixin,
    cae_shared_mixin,
    cae_unit_mixin,
    cae_version_mixin,
    ir_attachment,
    ir_rule,
    res_company,
    res_partner,
)
