/** The register of devices as a sheet: what `campus devices` reads and writes. */

export { type ColumnGuess, columnLetter } from './sheet/columns.ts'
export { changeEntry, REGISTER_FILE, writeRegister } from './document.ts'
export { importRegister, type RegisterInput, type RegisterResult } from './import-register.ts'
export { checkWith, includeRegister, locateRegister, type RegisterFile, unitsOf } from './register-file.ts'
export { filledColumns, helpSheet, type RegisterRow, registerRows, sheetOf, templateSheet } from './register.ts'
export type { PointDraft, RegisterChange, RegisterDraft, SheetFault, SourceDraft } from './types.ts'
export { csvOf, type SheetTexts, xlsxOf } from './sheet/write-sheet.ts'
