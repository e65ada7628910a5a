/** Topic templates: `{x}` stands for one level or a part of one, `{x+}` for one or more; `+` and `#` match without a name. */

export interface TopicFault {
  readonly message: string
  readonly hint: string
}

const LONGEST = 1024

/** What is wrong with a topic template, or null. */
export function topicFault(topic: string): TopicFault | null {
  const at = JSON.stringify(topic)
  if (topic === '') return { message: 'the topic is empty', hint: 'write a template such as "meters/{device}/state"' }
  if (topic.length > LONGEST) return { message: `the topic has ${topic.length} characters`, hint: `MQTT servers take up to ${LONGEST}` }
  if (holdsControl(topic)) return { message: `${at} holds a control character`, hint: 'take it out' }
  const bare = topic.replace(/\{[A-Za-z_][\w-]*[+*]?\}/g, 'x')
  if (/[{}]/.test(bare))
    return { message: `${at} has a malformed {placeholder}`, hint: 'write {name} for one level, {name+} for one or more' }
  for (const [i, level] of bare.split('/').entries()) {
    if (level !== '+' && level.includes('+')) return { message: `${at} has a + inside a level`, hint: 'write {name} for a part of a level' }
    if (!level.includes('#')) continue
    const last = i === bare.split('/').length - 1
    if (level !== '#' || !last) return { message: `${at} has a # that is not the last level`, hint: 'write {name+} for one or more levels' }
  }
  return null
}

function holdsControl(text: string): boolean {
  for (const char of text) if (char < ' ' || (char >= '\u007f' && char <= '\u009f')) return true
  return false
}
