/** The register of devices as a sheet: what `campus devices` reads and writes. */

export { COLUMN_KEYS, type ColumnGuess, type ColumnKey, columnLetter } from './sheet/columns.ts'
export { changeEntry, idsOf, REGISTER_FILE, writeRegister } from './document.ts'
export { importRegister, importRows, type RegisterInput, type RegisterResult, type RowsInput } from './import-register.ts'
export { checkWith, includeRegister, locateRegister, type RegisterFile, unitsOf } from './register-file.ts'
export { filledColumns, helpSheet, type RegisterRow, registerRows, sheetOf, templateSheet } from './register.ts'
export type { PointDraft, RegisterChange, RegisterDraft, SheetFault, SheetRow, SourceDraft } from './types.ts'
export { MOST_ROWS, readSheet, type SheetOfDevices } from './sheet/read-sheet.ts'
