"""From a topic to a Spec, one planner for each form of topic."""
