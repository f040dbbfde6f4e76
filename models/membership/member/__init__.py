from . import cae_legal_form
from . import cae_legal_form_version
from . import cae_cooperative_audit
from . import cae_membership
from . import cae_membership_life
from . import cae_membership_college
from . import cae_membership_register
from . import cae_membership_cross
