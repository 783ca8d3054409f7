"""A run killed at random moments and started again ends as if nothing had happened. `python -m benchmarks.kill_renewal`
does the same more often.
"""

import subprocess
import sys

from tests.support.stores import Stores

KILLS = 3


def test_a_run_that_is_killed_again_and_again_ends_as_an_undisturbed_one(stores: Stores) -> None:
    options = ["--kills", str(KILLS), "--undisturbed", stores.empty(), "--killed", stores.empty()]
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill_renewal", *options], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"killed {KILLS} times" in ended.stdout
    assert "the same" in ended.stdout
