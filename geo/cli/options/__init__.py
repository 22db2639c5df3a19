"""Options that several commands share, and how they become values."""

from geo.cli.options.asked import add_asked as add_asked
from geo.cli.options.asked import with_asked as with_asked
from geo.cli.options.data import add_data as add_data
from geo.cli.options.data import add_parts as add_parts
from geo.cli.options.data import columns as columns
from geo.cli.options.data import datum as datum
from geo.cli.options.data import listed as listed
from geo.cli.options.data import of_list as of_list
from geo.cli.options.data import read_list as read_list
from geo.cli.options.outputs import add_floor as add_floor
from geo.cli.options.outputs import add_outputs as add_outputs
from geo.cli.options.outputs import add_paper as add_paper
from geo.cli.options.outputs import add_release as add_release
from geo.cli.options.outputs import check_outputs as check_outputs
from geo.cli.options.outputs import check_targets as check_targets
from geo.cli.options.outputs import write as write
from geo.cli.options.outputs import write_findings as write_findings
from geo.cli.options.outputs import write_text as write_text
from geo.cli.options.people import add_people as add_people
from geo.cli.options.people import boundaries as boundaries
from geo.cli.options.people import completed as completed
from geo.cli.options.people import estimates as estimates
from geo.cli.options.people import people as people
from geo.cli.options.question import add_question as add_question
from geo.cli.options.question import problem as problem
