/** Files as people have them to rows of points. Pure: bytes in, rows, refusals and questions out. */
export { flag } from './failure.ts'
export { type ImportCounts, type ImportedPoint, importExit, importFile, type ImportRequest, type ImportResult } from './import-file.ts'
export { IMPORT_LIMITS, type ImportLimits } from './limits.ts'
export { type ColumnMatch, IMPORT_OPTIONS, type ImportOptions, mergeOptions, readOptions } from './options.ts'
export { type ImportProfile, parseProfile, PROFILES, profileUrl } from './profile.ts'
export { type ImportPlan, resolveOptions } from './resolve/plan.ts'
export {
  exitOf,
  failuresOf,
  type ImportReport,
  previewRows,
  refusedRows,
  reportData,
  type ReportedPoint,
  reportedPoints,
  type ReportedRow,
  storedRows,
} from './report.ts'
export type { PreviewRow } from './rows/collect.ts'
export { type PointRows, pointRows, type RowColumns } from './rows/point-rows.ts'
export { type ImportPoint, type MeterRatio, planShipments, type Shipment, type ShipmentPlan } from './rows/shipment.ts'
export { movedTime, restamp, type RestampOptions } from './rows/restamp.ts'
export { cellText } from './types.ts'
export { readTable, type TableOptions } from './table/read-table.ts'
export type {
  ImportDetection,
  ImportFailure,
  ImportQuality,
  ImportRefusal,
  ImportRow,
  ImportTarget,
  Outcome,
  StampSide,
  Table,
  TableCell,
  TableRow,
} from './types.ts'
