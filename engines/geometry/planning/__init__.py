"""From a template to a Spec: growing a figure, and what is given of it."""
