"""All measurements: ``python -m tests.bench``."""

from tests.bench import bench_day, bench_growth, bench_publish, bench_routes, bench_sync

for bench in (bench_sync, bench_growth, bench_routes, bench_day, bench_publish):
    print(f"\n== {bench.__name__.rpartition('.')[2]}")  # noqa: T201
    bench.main()
