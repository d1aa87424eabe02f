"""What is to be run: parameters, plan, inputs, tasks, and where their results are kept."""
