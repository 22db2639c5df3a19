"""What the engine is measured against, and the engine itself, on the same faces."""

import time
import zlib
from importlib.metadata import version

import highspy
import numpy as np

from bench.measure import row, timed
from geo.solve.engine import max_cover

HEADINGS = ("faces", "pairs", "cold s", "engine s", "nodes", "certificate kB", "HiGHS s", "ratio")


def beside_highs(case, faces, *, new, limit_s, warm=1):
    """Print a row: ``case``, then the engine and HiGHS on the same faces; return both seconds.

    The engine must prove its value, and HiGHS, where it proves one, the same.
    """
    found, cold_s, warm_s = timed(lambda: engine(faces, new), warm)
    assert found.status == "optimal"
    value, highs_s, is_proven = highs(faces, new, limit_s)
    assert not is_proven or round(value) == found.value, "the answers differ"
    row(
        *case,
        len(faces),
        len(faces.site_pos),
        f"{cold_s:.3f}",
        f"{warm_s:.3f}",
        found.n_node,
        f"{stored_kb(found.certificate):.0f}",
        f"{highs_s:.1f}" if is_proven else f"> {limit_s} (not proven)",
        f"{highs_s / warm_s:.0f}x",
    )
    return warm_s, highs_s


def stored_kb(certificate):
    """Return the size of a certificate as a plan file stores it, in kB."""
    return sum(len(zlib.compress(a.tobytes())) for a in certificate.arrays.values()) / 1e3


def engine(faces, new):
    """Return the engine's result on ``faces``, nothing settled beforehand."""
    none = np.zeros(faces.n_site, bool)
    return max_cover(faces, new=new, is_open=none, is_closed=none)


def highs(faces, new, limit_s):
    """Let HiGHS solve the collapsed model: value, bound, seconds, whether it ended by proof."""
    n, m = len(faces), faces.n_site
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = m + n, n + 1
    lp.col_cost_ = np.r_[np.zeros(m), -faces.weight.astype(float)]
    lp.col_lower_, lp.col_upper_ = np.zeros(m + n), np.ones(m + n)
    lp.row_lower_ = np.r_[np.full(n, -highspy.kHighsInf), new]
    lp.row_upper_ = np.r_[np.zeros(n), new]
    row = np.r_[faces.row_of_pair, np.arange(n), np.full(m, n)]
    column = np.r_[faces.site_pos, m + np.arange(n), np.arange(m)]
    entry = np.r_[-np.ones(len(faces.site_pos)), np.ones(n), np.ones(m)]
    order = np.lexsort((column, row))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.searchsorted(row[order], np.arange(n + 2)).astype(np.int32)
    lp.a_matrix_.index_ = column[order].astype(np.int32)
    lp.a_matrix_.value_ = entry[order]
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole] * m + [part] * n
    solver = highspy.Highs()
    for option, value in {
        "output_flag": False,
        "threads": 2,
        "time_limit": float(limit_s),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.999,
    }.items():
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    began = time.perf_counter()
    solver.run()
    seconds = time.perf_counter() - began
    is_proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -solver.getInfo().objective_function_value, seconds, is_proven


def spopt(demand, sites, radius, new):
    """Let spopt build its model from a dense matrix and HiGHS solve it: name, value, seconds.

    None where it is not installed.
    """
    try:
        import pulp  # noqa: PLC0415 - a peer, not a dependency
        from spopt.locate import MCLP  # noqa: PLC0415 - the same
    except ImportError:
        return None
    began = time.perf_counter()
    metres = np.hypot(demand.x[:, None] - sites.x, demand.y[:, None] - sites.y)
    model = MCLP.from_cost_matrix(metres, demand.weight, radius, p_facilities=new)
    model = model.solve(pulp.HiGHS(msg=False))
    seconds = time.perf_counter() - began
    value = round(model.problem.objective.value())
    return f"spopt {version('spopt')} + HiGHS", value, seconds
