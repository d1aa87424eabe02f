"""Printed documents: the country on one page, each pillar on two, and the whole pack with what it rests on."""
