"""From parameters to a finished chart pack: plan the runs, run the notebooks, publish what they made."""
