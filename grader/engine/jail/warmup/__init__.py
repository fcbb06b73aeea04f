"""What both zygotes do once, so that no submission has to wait for it."""
