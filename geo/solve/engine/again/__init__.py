"""One covering problem solved again and again with data that differ a little."""

from geo.solve.engine.again.batch import Base as Base
from geo.solve.engine.again.batch import Batch as Batch
from geo.solve.engine.again.batch import settle_all as settle_all
from geo.solve.engine.again.left import Bounded as Bounded
from geo.solve.engine.again.pose import Rows as Rows
from geo.solve.engine.again.pose import people_of as people_of
from geo.solve.engine.again.pose import pose as pose
from geo.solve.engine.again.pose import rows_of as rows_of
from geo.solve.engine.again.walk import Wanted as Wanted
from geo.solve.engine.again.walk import walk as walk
from geo.solve.engine.again.worth import Near as Near
from geo.solve.engine.again.worth import near_of as near_of
from geo.solve.engine.again.worth import worth as worth
