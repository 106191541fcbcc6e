"""From what is shown to what can be asked: the knowledge base, and conclusions chosen and traced back."""
