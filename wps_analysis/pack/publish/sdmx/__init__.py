"""Tables as SDMX-CSV 2.0 with their structure."""
