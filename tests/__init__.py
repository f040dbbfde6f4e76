from .career import *  # noqa: F403
from .billing import *
from .structure import *
