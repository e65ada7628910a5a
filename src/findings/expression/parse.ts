/** The language of fault rules: numbers, names, comparisons, `and`, `or`, `not`, arithmetic and functions. `people == 0 and lights > share * full(lights)`. Pure. */

export const BINARY = ['or', 'and', '<', '<=', '>', '>=', '==', '!=', '+', '-', '*', '/'] as const
export type BinaryOperator = (typeof BINARY)[number]

export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'not' | 'negate'; readonly of: Expression }
  | { readonly type: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }

/** Throws with the place of the first symbol that does not fit: rules are part of the program or of a checked file. */
export class ExpressionFault extends Error {}

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|(<=|>=|==|!=|[<>+\-*/(),]))/y

interface Token {
  readonly kind: 'number' | 'word' | 'symbol' | 'end'
  readonly text: string
  readonly at: number
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) throw new ExpressionFault(`"${text.slice(from, from + 10).trim()}" after character ${from} is not understood`)
    const [, number, word, symbol = ''] = match
    const at = TOKEN.lastIndex - (number ?? word ?? symbol).length
    tokens.push(
      number !== undefined
        ? { kind: 'number', text: number, at }
        : word === undefined
          ? { kind: 'symbol', text: symbol, at }
          : { kind: 'word', text: word, at },
    )
  }
  return [...tokens, { kind: 'end', text: 'the end', at: end }]
}

/** Operators by binding, the weakest first. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [['or'], ['and'], ['<', '<=', '>', '>=', '==', '!='], ['+', '-'], ['*', '/']]

const COMPARISON = 2

export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text)
  let i = 0
  const peek = (): Token => tokens[i] ?? { kind: 'end', text: 'the end', at: text.length }
  const take = (): Token => tokens[i++] ?? peek()
  const fail = (token: Token): never => {
    throw new ExpressionFault(`"${token.text}" at character ${token.at + 1} does not fit`)
  }
  const expect = (symbol: string): void => void (peek().text === symbol ? take() : fail(peek()))

  function binary(level: number): Expression {
    const operators = LEVELS[level]
    if (operators === undefined) return unary()
    // `not a == b` is `not (a == b)`.
    if (level === COMPARISON && peek().text === 'not') return take() && { type: 'not', of: binary(COMPARISON) }
    let left = binary(level + 1)
    for (let at = operatorAt(operators); at !== undefined; at = operatorAt(operators)) {
      take()
      left = { type: 'binary', operator: at, left, right: binary(level + 1) }
    }
    return left
  }

  const operatorAt = (operators: readonly BinaryOperator[]): BinaryOperator | undefined => operators.find((o) => o === peek().text)

  function unary(): Expression {
    return peek().text === '-' ? take() && { type: 'negate', of: unary() } : primary()
  }

  function primary(): Expression {
    const token = take()
    if (token.kind === 'number') return { type: 'number', value: Number(token.text) }
    if (token.text === '(') {
      const inner = binary(0)
      expect(')')
      return inner
    }
    if (token.kind !== 'word' || BINARY.some((o) => o === token.text)) return fail(token)
    return peek().text === '(' ? { type: 'call', name: token.text, args: argumentsOf() } : { type: 'name', name: token.text }
  }

  function argumentsOf(): Expression[] {
    expect('(')
    const args: Expression[] = []
    while (peek().text !== ')') {
      args.push(binary(0))
      if (peek().text !== ')') expect(',')
    }
    expect(')')
    return args
  }

  const whole = binary(0)
  if (peek().kind !== 'end') fail(peek())
  return whole
}

/** Names and functions that occur. */
export function namesIn(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (e: Expression): void => {
    if (e.type === 'name') names.add(e.name)
    if (e.type === 'call') {
      names.add(e.name)
      e.args.forEach(visit)
    }
    if (e.type === 'not' || e.type === 'negate') visit(e.of)
    if (e.type === 'binary') {
      visit(e.left)
      visit(e.right)
    }
  }
  visit(expression)
  return names
}
