"""Let ``python -m wps_analysis`` be the command ``wps``."""

from wps_analysis.front.cli import main

if __name__ == "__main__":
    main()
