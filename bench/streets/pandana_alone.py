"""The part that pandana does, run by an interpreter that has it: numpy, pandas and pandana only.

``PYTHON pandana_alone.py IN.npz OUT.npz``. It imports nothing of this project, so pandana's own
versions of numpy and pandas stay out of the way of ours.
"""

import sys
import time
import warnings
from importlib.metadata import version

import numpy as np

warnings.simplefilter("ignore")  # pandana's remarks on newer versions of pandas

import pandana  # noqa: E402 - silent only from here on
import pandas as pd  # noqa: E402 - the same


def main(source, target):
    given = np.load(source)
    pandana.Network(*small())  # loading its library is nobody's time
    begin = time.perf_counter()
    network = pandana.Network(
        pd.Series(given["node_x"]),
        pd.Series(given["node_y"]),
        pd.Series(given["edge_from"]),
        pd.Series(given["edge_to"]),
        pd.DataFrame({"metres": given["metres"]}),
        twoway=True,
    )
    built = time.perf_counter() - begin
    begin = time.perf_counter()
    found = network.nodes_in_range(given["sources"].tolist(), float(given["limit_m"]))
    asked = time.perf_counter() - begin
    np.savez(
        target,
        built=built,
        asked=asked,
        source=found["source"].to_numpy(np.int64),
        node=found["destination"].to_numpy(np.int64),
        metres=found["metres"].to_numpy(np.float64),
        version=version("pandana"),
    )


def small():
    """A network of two nodes."""
    ends = pd.Series([0.0, 1.0])
    return ends, ends, pd.Series([0]), pd.Series([1]), pd.DataFrame({"metres": [1.0]})


if __name__ == "__main__":
    main(*sys.argv[1:])
