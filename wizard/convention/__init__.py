from . import cae_attestation_load
from . import cae_program_clock_load
