"""What to make: a recipe, and the list of jobs that follows from it and from nothing else."""

from .allocate import shares
from .check import checked
from .command_line import parse_data, parse_difficulty, parse_domains
from .file import load_recipe, recipe_from
from .jobs import job, jobs
from .model import Export, Recipe, overridden
from .quota import within_quota
from .written import schema

__all__ = [
    "Export",
    "Recipe",
    "checked",
    "job",
    "jobs",
    "load_recipe",
    "overridden",
    "parse_data",
    "parse_difficulty",
    "parse_domains",
    "recipe_from",
    "schema",
    "shares",
    "within_quota",
]
