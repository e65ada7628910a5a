/** The weather station of the campus. */

import type { Device } from './device.ts'

export function weatherStation({ id }: { readonly id: string }): Device {
  return {
    id,
    fields: [{ name: 'temperature', shape: 'level', digits: 2 }],
    make: (day) => [day.outdoor],
  }
}
