"""Words for questions over a grid, one module a language: each defines `words`, a GridWords."""
