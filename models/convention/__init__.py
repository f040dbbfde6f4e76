from . import cae_attestation, cae_convention, cae_convention_rule, cae_program, rulebook
from . import cae_contract, cae_convention_rule_text
