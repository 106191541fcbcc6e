"""Questions over any grid of facts: rows and columns of readable values, with the words for them."""
