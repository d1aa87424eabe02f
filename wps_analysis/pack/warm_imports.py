"""What every notebook of a pack uses, imported once before kernels are forked (see ``warm_kernel``)."""

import gc
import os

os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

import ipykernel.ipkernel  # noqa: E402, F401
import ipykernel.kernelapp  # noqa: E402, F401
import ipykernel.zmqshell  # noqa: E402, F401
import IPython.core.completer  # noqa: E402, F401

import wps_analysis.brief  # noqa: E402, F401
import wps_analysis.data_brief  # noqa: E402, F401
import wps_analysis.overview  # noqa: E402, F401
import wps_analysis.table_views  # noqa: E402, F401
import wps_analysis.views  # noqa: E402, F401

gc.collect()
gc.freeze()  # a collection in a kernel does not touch, and so does not copy, what was loaded here
