"""What every notebook of a pack uses, imported once before kernels are forked (see ``warm_kernel``)."""

import gc
import io
import os
from contextlib import redirect_stderr, redirect_stdout

# Read when matplotlib is imported; what the user's shell says is not for kernels.
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

_said = io.StringIO()
with redirect_stdout(_said), redirect_stderr(_said):
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import ipykernel.zmqshell  # noqa: F401
    import IPython.core.completer  # noqa: F401

    import wps_analysis.brief
    import wps_analysis.data_brief
    import wps_analysis.overview
    import wps_analysis.table_views
    import wps_analysis.views  # noqa: F401

WORDS = _said.getvalue()
"""What the imports printed: where there is something, each kernel imports for itself, so that its notebook shows it."""

gc.collect()
gc.freeze()  # a collection in a kernel does not touch, and so does not copy, what was loaded here
