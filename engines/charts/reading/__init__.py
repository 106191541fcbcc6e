"""The charts' second road: marks re-measured by colour in the final pixels and mapped through the printed ticks.

Nothing here knows how a chart is drawn, and nothing here sees the Spec or a mark's region.
"""
