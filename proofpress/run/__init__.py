"""Running many: the same shard function under local processes (and later under a cluster)."""
