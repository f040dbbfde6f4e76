from . import billing, career, membership
