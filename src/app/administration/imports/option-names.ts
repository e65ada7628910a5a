/** Names of the options of an import, for those that pass them on. */

export { IMPORT_OPTIONS as IMPORT_OPTION_NAMES } from '../../../imports/index.ts'
