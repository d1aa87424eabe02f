"""Where a person sits: command line, panel, completion and JupyterLab."""
