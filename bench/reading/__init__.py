"""A million rows of a GB18030 CSV through the whole door, beside pandas that merely reads them."""

from bench.reading.million import run as run
