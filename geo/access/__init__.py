"""Access: who may see and change what, where the planner is shared on a network."""

from geo.access.users import ROLES as ROLES
from geo.access.users import User as User
from geo.access.users import Users as Users
from geo.access.users import users_file as users_file
