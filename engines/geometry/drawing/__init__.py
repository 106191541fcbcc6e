"""From a Spec to pixels: where every sign and label goes, and the drawing itself."""
