from . import cae_college
from . import cae_college_weighting
from . import cae_college_weighting_line
from . import cae_assembly
from . import cae_assembly_voter
from . import cae_assembly_resolution
from . import cae_assembly_ballot
