from . import cae_unit_mixin, money, words
