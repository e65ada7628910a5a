/** `notify:` of the campus file. */

import { Type } from 'typebox'
import { closed, text } from './words.ts'

const optional = Type.Optional

/** A chat with its incoming webhook; those that sign take their secret from the environment. */
const chat = (name: string, from: string) =>
  optional(
    Type.Object(
      { url: optional(text(`address of ${from}; as it is a secret, better CAMPUS__NOTIFY__${name}__URL, or the same with _FILE`)) },
      { ...closed, description: `a group chat: ${from}` },
    ),
  )

const CHATS = {
  dingtalk: chat('DINGTALK', 'a custom robot of DingTalk; its secret comes from CAMPUS__NOTIFY__DINGTALK__SECRET'),
  wecom: chat('WECOM', 'a group robot of WeCom'),
  feishu: chat('FEISHU', 'a custom bot of Feishu or Lark; its secret comes from CAMPUS__NOTIFY__FEISHU__SECRET'),
  slack: chat('SLACK', 'an incoming webhook of Slack'),
  teams: chat('TEAMS', 'a workflow of Teams that posts adaptive cards'),
}

export const NOTIFY = Type.Object(
  {
    webhook: optional(
      Type.Object(
        {
          url: optional(text('https:// address that takes a JSON body by POST; what signs it comes from CAMPUS__NOTIFY__WEBHOOK__SECRET')),
        },
        closed,
      ),
    ),
    mail: optional(
      Type.Object(
        {
          smtp: optional(text('smtp://[user@]host[:587], or smtps://host; the password comes from CAMPUS__NOTIFY__MAIL__PASSWORD')),
          from: optional(text('address of the sender')),
          to: optional(
            Type.Union([text('an address, or several separated by commas'), Type.Array(text('an address'), { minItems: 1 })], {
              description: 'recipients',
            }),
          ),
        },
        closed,
      ),
    ),
    ...CHATS,
    coverage_below: optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        errorMessage: 'a share from 0 to 1, such as 0.95',
        description: 'a draft report with a lower coverage raises an alarm and sends a notice; default 0.95',
      }),
    ),
  },
  { ...closed, description: 'recipients of notices about draft reports and alarms' },
)
