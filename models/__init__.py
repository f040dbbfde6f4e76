# load before: later houses read the earlier ones
from . import base, career, activity, space, convention, usage, membership, billing  # noqa: I001
from . import imports
