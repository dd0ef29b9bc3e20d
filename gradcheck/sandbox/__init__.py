"""Where a submission runs: the wire, the worker on its far side, and the host on ours."""
