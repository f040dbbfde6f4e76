# load before: later houses read the earlier ones
from . import mixins, career, activity, space, convention, usage, membership, billing  # noqa: I001
from . import exchange
