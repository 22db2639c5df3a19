"""The project: one GeoPackage with data, questions, kept plans, history; all is saved at once."""

from geo.store.project.file import ProjectFile as ProjectFile
from geo.store.project.file import open_file as open_file
from geo.store.project.joined import Joined as Joined
from geo.store.project.joined import join as join
from geo.store.project.load import history as history
from geo.store.project.load import is_project as is_project
from geo.store.project.load import load as load
from geo.store.project.schema import VERSION as VERSION
from geo.store.project.told import kept_differences as kept_differences
from geo.store.project.told import tell as tell
from geo.store.project.values import Change as Change
from geo.store.project.values import Holder as Holder
from geo.store.project.values import KeptPlan as KeptPlan
from geo.store.project.values import Project as Project
from geo.store.project.values import sentence_of as sentence_of
from geo.store.project.write import create as create
