"""The datum doctor on real points shifted on purpose: right, confidently wrong, or silent.

``python -m bench doctor`` runs the published seeds; ``bench.doctor.trials.run_all(first=...)`` others.
"""

from bench.doctor.trials import run as run
