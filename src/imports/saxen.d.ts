/** The parts of saxen that are used; the package ships without types. */
declare module 'saxen' {
  type Decode = (text: string) => string
  interface Hooks {
    openTag: (name: string, attributes: () => Readonly<Record<string, string>>, decode: Decode) => void
    closeTag: (name: string) => void
    text: (text: string, decode: Decode) => void
    cdata: (text: string) => void
    attention: (text: string) => void
    error: (error: Error) => void
    warn: (warning: Error) => void
  }
  export class Parser {
    on<K extends keyof Hooks>(event: K, hook: Hooks[K]): this
    write(chunk: string): this
    end(): Error | null
    stop(): void
  }
}
