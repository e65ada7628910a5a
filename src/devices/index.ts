/** The register of devices as a sheet: what `campus devices` reads and writes. */

export { type ColumnGuess, columnLetter } from './sheet/columns.ts'
export { REGISTER_FILE } from './document.ts'
export { importRegister, type RegisterInput, type RegisterResult } from './import-register.ts'
export { filledColumns, helpSheet, type RegisterRow, registerRows, sheetOf, templateSheet } from './register.ts'
export type { PointDraft, SheetFault, SourceDraft } from './types.ts'
export { csvOf, type SheetTexts, xlsxOf } from './sheet/write-sheet.ts'
