"""A set on disk or at a URL: shards, set.json, drops.jsonl; read and written here only."""

from .folder import Held, SetHeader, close_set, difference, drop_lines, fingerprint, open_set, read_header
from .location import Location, is_local, lives_here_only, location, parse_storage, reaching, write_file, write_lines
from .reading import RowGroup, SampleSet
from .shards import ShardInfo, shard_name, tally_of, whole_shard, write_passed, write_shard

__all__ = [
    "Held",
    "Location",
    "RowGroup",
    "SampleSet",
    "SetHeader",
    "ShardInfo",
    "close_set",
    "difference",
    "drop_lines",
    "fingerprint",
    "is_local",
    "lives_here_only",
    "location",
    "open_set",
    "parse_storage",
    "reaching",
    "read_header",
    "shard_name",
    "tally_of",
    "whole_shard",
    "write_file",
    "write_lines",
    "write_passed",
    "write_shard",
]
