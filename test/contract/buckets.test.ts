/** The buckets of every embedded store, under one suite. */

import { describeBuckets } from './suites/buckets-suite.ts'
import { memory, duckdbOnFile, duckdbInMemory, duckdbBehindThread } from './suites/embedded-stores.ts'

describeBuckets('plain maps', memory, { runs: 5 })
describeBuckets('DuckDB on a file', duckdbOnFile)
describeBuckets('DuckDB in memory', duckdbInMemory)
describeBuckets('DuckDB behind the store thread', duckdbBehindThread, { runs: 5 })
