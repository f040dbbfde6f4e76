from . import cae_deadline
