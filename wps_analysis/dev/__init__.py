"""What contributors run: catalogues, gallery, review and checks."""
