"""The files of a chart: bytes that depend on nothing but the figure."""

from __future__ import annotations

import io

from matplotlib.figure import Figure
from PIL import Image

from wps_analysis.charts.sheet.lettering import DPI
from wps_analysis.charts.sheet.theme import SIZES, chart_theme
from wps_analysis.errors import WpsError

_PAGE_WIDTH = 170 / 25.4  # inches of a print figure on paper


def render(fig: Figure, format: str = "png") -> bytes:
    """Turn a finished figure into bytes that depend on nothing but the figure.

    Parameters
    ----------
    fig
        A figure of this package.
    format
        ``"png"`` (100 dots an inch; in print these are 170 mm on paper) or ``"svg"`` (letters as paths).

    Returns
    -------
    bytes
        The file, without a date or the name of a program in it.

    Raises
    ------
    WpsError
        If the format is another one.

    Examples
    --------
    >>> render(Figure())[1:4]
    b'PNG'
    """
    if format not in ("png", "svg"):
        raise WpsError(f"Unknown chart format {format!r}. Choose one of: png, svg.")
    buffer = io.BytesIO()
    with chart_theme():
        if format == "svg":
            fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
            return buffer.getvalue()
        fig.savefig(buffer, format="rgba", dpi=DPI)
    width, height = (int(inches * DPI) for inches in fig.get_size_inches())
    return _png(Image.frombytes("RGBA", (width, height), buffer.getvalue()))


def _png(picture: Image.Image) -> bytes:
    # A chart has a few hundred colours. With 256, none is off by more than an eye sees, and the file is a third.
    few = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    on_slide = picture.width == round(SIZES["slide"].width * DPI)
    density = DPI if on_slide else round(SIZES["print"].width * DPI / _PAGE_WIDTH)
    buffer = io.BytesIO()
    few.save(buffer, "png", dpi=(density, density), compress_level=6)
    return buffer.getvalue()
