"""What every notebook of a pack uses, imported once before kernels are forked (see ``warm_kernel``)."""

import gc
import io
import os
from contextlib import redirect_stderr, redirect_stdout, suppress

from wps_analysis.pack.kernel.caches import provide_caches

# Read when matplotlib is imported; what the user's shell says is not for kernels.
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

provide_caches()
_said = io.StringIO()
with redirect_stdout(_said), redirect_stderr(_said):
    import babel.numbers  # noqa: F401
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import ipykernel.zmqshell  # noqa: F401
    import IPython.core.completer  # noqa: F401
    import matplotlib.backends.backend_svg
    import PIL.Image
    import statsmodels.stats.proportion  # noqa: F401

    from wps_analysis import report
    from wps_analysis.claims.edition import Edition

    for name in report.__all__:
        getattr(report, name)  # which imports its module
    PIL.Image.preinit()
    matplotlib.get_configdir(), matplotlib.get_cachedir()  # both are kept: a kernel's own surroundings say nothing new
    with suppress(Exception):  # of a project that cannot be read the notebooks themselves tell
        known = Edition()  # the first reading imports and compiles much; each kernel reads its own data again
        len(known.observations) + len(known.findings)

WORDS = _said.getvalue()
"""What the imports printed: where there is something, each kernel imports for itself, so that its notebook shows it."""

gc.collect()
gc.freeze()  # a collection in a kernel does not touch, and so does not copy, what was loaded here
gc.set_threshold(20_000, 20, 20)  # a notebook lives for seconds: few collections are worth their time
