"""The datum doctor on real points shifted on purpose: right, confidently wrong, or silent.

``python -m bench doctor`` runs the published seeds, which were not used to set any weight.
"""

from bench.doctor.trials import run as run
