/** Small pure tools that several modules need. Each file states the one thing it is for. */
export * from './decimal.ts'
export * from './error-text.ts'
export * from './group-by.ts'
export * from './percent.ts'
export * from './projection.ts'
export * from './retry.ts'
export * from './serial-queue.ts'
