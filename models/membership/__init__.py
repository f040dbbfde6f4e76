# load before: what the folders inherit
from . import cae_author_reminder_mixin
from . import member, assembly, capital, dues  # noqa: I001
from . import res_company
from . import res_partner
from . import cae_entrepreneur
from . import cae_convention
from . import cae_deadline
