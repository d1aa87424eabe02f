"""Published Women, Peace and Security figures as one table that can be trusted, and what follows from it."""
