/** The readings of every embedded store, under one suite. */

import { memory, duckdbOnFile, duckdbInMemory, duckdbBehindThread } from './suites/embedded-stores.ts'
import { describeReadings } from './suites/readings-suite.ts'

describeReadings('plain maps', memory, { runs: 5 })
describeReadings('DuckDB on a file', duckdbOnFile)
describeReadings('DuckDB in memory', duckdbInMemory)
describeReadings('DuckDB behind the store thread', duckdbBehindThread, { runs: 5 })
