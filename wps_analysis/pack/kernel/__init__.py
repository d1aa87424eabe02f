"""Where notebooks run: forked or ordinary kernels, here or on a cluster."""
