"""Requests for data: a letter and an empty table for each custodian."""
