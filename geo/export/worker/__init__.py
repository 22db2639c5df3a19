"""For workers: one page that finds the nearest home, and a poster that leads to it.

Nothing about a firm is in either; areas appear only where enough firms and workers share them.
"""

from geo.export.worker.content import Edition as Edition
from geo.export.worker.page import worker_page as worker_page
from geo.export.worker.poster import Poster as Poster
from geo.export.worker.poster import poster as poster
