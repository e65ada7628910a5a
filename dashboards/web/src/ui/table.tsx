/** A plain table with a heading: rows become cards on a narrow screen. */

import type { ComponentChildren, VNode } from 'preact'
import { Panel } from './panel.tsx'
import { Empty } from './states.tsx'

export interface TableProps {
  readonly title: string
  readonly heads: readonly string[]
  /** The first cell names the row. */
  readonly rows: readonly (readonly ComponentChildren[])[]
  /** What stands there when there is no row. */
  readonly none: string
}

export function Table({ title, heads, rows, none }: TableProps): VNode {
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        <table class="cards">
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, i) => (
              // Rows have no id of their own and keep their order.
              <tr key={i}>
                {cells.map((cell, n) => (
                  <td key={heads[n]} class={n === 0 ? 'first' : undefined} data-label={heads[n]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
