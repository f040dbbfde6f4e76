from . import cae_price_condition_mixin  # loads before what inherits it  # noqa: I001
from . import (
    cae_attestation,
    cae_attestation_exchange,
    cae_contract,
    cae_convention,
    cae_convention_life,
    cae_convention_proposal,
    cae_convention_review,
    cae_convention_rule,
    cae_convention_signature,
    cae_program,
    cae_program_clock,
    cae_program_clock_file,
    cae_program_envelope,
    cae_program_member,
    cae_program_rule,
    cae_program_secret,
)
