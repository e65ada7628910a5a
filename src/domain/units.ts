export const UNITS = {}
