/**
 * The glossary of the project: one name per concept, in code, API, CLI, page and documents. `not called` lists words that the field or older
 * versions use for the same thing, so that a search finds the right one. A name that is not in the list of the field stays out of the code.
 *
 * Campus and metering
 *
 * campus            all that one service monitors: sites, buildings, floors, zones - not called: park, estate, house
 * carrier           what energy is delivered as (electricity, gas, heat ...), with its conversion to MWh and greenhouse gas - not called: fuel
 *                   type, medium (a medium is what a pipe carries)
 * convention        the message format of a device family, with a decoder in src/wire/conventions - not called: protocol, dialect, driver
 * device            what sends messages; a dated `from` row says which device serves a point - not called: sensor, thing, client
 * gauge             a value that holds until the next one; averaged or integrated over time - not called: instantaneous counter
 * mapping           settings of the generic decoder for one source - not called: template, schema
 * measure           a change that saves energy, with its controlled loads and its baseline - not called: action, project
 * point             a place, a use and a quantity: the identity of a time series - not called: tag, channel (a channel is a field of a
 *                   device), series
 * point mapping     the step that assigns decoded channels to points - not called: admission
 * preset            a named convention or mapping that a source refers to - not called: profile, template
 * register          the cumulative value of a meter; consumption is a difference of registers - not called: counter reading, index, total
 * role              what a point is used for in reports (main-meter, gas-meter ...), dated - not called: function, purpose
 * source            the devices of a campus with one message format - not called: feed, integration
 *
 * Readings and buckets
 *
 * batch             rows that are stored together with their journal offset - not called: portion, chunk
 * bucket            values of one point over one step: 15 min, hour, day, month, year - not called: aggregate, slot, window
 * counter state     the last accepted register reading, and those held until confirmed - not called: machine, memory
 * coverage          how much of a span is measured, bridged, estimated or missing, 0..1 each - not called: known, completeness, quality
 * decode buffer     readings and dead letters of messages that are decoded but not yet committed - not called: digest
 * delta             the consumption between two accepted register readings - not called: stride, step
 * device event      what a device or its convention reports beside readings: availability, acknowledgement, gap - not called: signal, notice
 * dirty range       a range of one point whose readings changed after its buckets were computed - not called: stretch
 * edge state        the last accepted reading at or before a bucket's end, from which the next bucket continues - not called: closing, carry
 * finding           a code, a sentence and evidence about a number - not called: warning, flag
 * interval          the amount since the last reading (an interval meter), or the time between readings - not called: pulse
 * offset            the journal sequence up to which readings are stored - not called: cursor, position
 * pass              one reading of raw data that computes several dirty ranges - not called: run, sweep
 * plausibility check  a test of entered or measured values against limits, history or each other - not called: doubt
 * quality           of one reading: good, suspect or bad - not called: status, validity
 * reading           (point, time) -> value in the canonical unit; a second one with the same key replaces the first - not called: sample, datum
 * register reading  a register value at one time, in base units - not called: mark
 * stuck detector    finds a meter that repeats one value for longer than its limit - not called: flat
 * watermark         how far a stage has processed its input - not called: bookmark, pointer
 *
 * Messages and operation
 *
 * alarm             a state that a person must deal with; raised, cleared, acknowledged - not called: alert, incident
 * archive           raw messages that are stored and kept for some days - not called: history, backup
 * beat              a periodic wake-up; what is due follows from history - not called: tick, cron job
 * broker            the MQTT server between devices and the service - not called: bus, hub
 * cause             the state behind an alarm - not called: reason, trigger
 * checkpoint        the moment up to which the store is safe in its file - not called: flush, save
 * dead letter       a message, or a part of one, that was refused, with its reason; it can be replayed - not called: reject, error message
 * disk budget       bytes that the journal may still write - not called: room, quota
 * event             what the service logs about itself, with a code - not called: log message, signal
 * fault rule        roles, a condition and what is wasted while it holds, as data - not called: detector, analytic
 * hold-off          the time for which a cause must hold before its alarm is raised - not called: patience, grace, delay
 * journal           raw messages on disk before their acknowledgement - not called: log, queue, spool, ledger
 * mute              no notices about an alarm until a time - not called: snooze, silence
 * notice            a message by webhook or mail to people who do not watch the page - not called: notification, mail
 * projection        state in memory that follows one stream of records - not called: fold, view, cache
 * publish interceptor  takes PUBLISH packets out of an MQTT connection to journal them - not called: lane, fast path
 * record            an entry of the append-only log of small state - not called: row, document
 * retry policy      first and longest delay between attempts, doubled each time - not called: patience, back-off table
 *
 * Reporting
 *
 * correction        a change of stored amounts over a span, as a layer over raw readings - not called: fix, edit, patch
 * baseline          operation without the measure, as it is compared with - not called: reference, normal
 * draft             the report document of a period when it ended, with its hash - not called: snapshot, preview
 * entry             a dated value that no meter measures (a bill, head counts); withdrawn, never changed - not called: fact (an alias of the
 *                   command), bill, book
 * factor            a published number as a dated row with its source - not called: coefficient, constant
 * figure            a line of the report: id, value, unit, boundary - not called: KPI, indicator, number
 * figure inputs     all data that the figures of one period are computed from - not called: ledger, books
 * report document   figures, checks and references of a report as data, without language - not called: report text, output
 * restatement       a new revision of a statement, with old and new values and the cause - not called: correction, amendment
 * saving            baseline minus measured consumption of a measure, with its uncertainty - not called: claim, benefit
 * statement         the report document of a closed period, revision by revision - not called: closing, final report
 * tariff            prices of a carrier as dated rows - not called: price list, rate (a rate is an amount per time)
 *
 * Access
 *
 * permission        what a route or use case requires - not called: right, scope
 * page              what people open in a browser; in code a part of it with an address is a screen - not called: dashboard, UI, frontend
 * principal         who makes a request: a token, a session or the service itself - not called: user, actor, account
 * request context   principal, time, reason and id of one request - not called: session, environment
 */
export * from './operations/alarm.ts'
export * from './operations/alarm-kinds.ts'
export * from './operations/alarm-rule.ts'
export * from './readings/bucket.ts'
export * from './readings/bucket-columns.ts'
export * from './readings/changed-spans.ts'
export * from './readings/correction.ts'
export * from './time/calendar.ts'
export * from './time/calendar-year.ts'
export * from './campus/campus.ts'
export * from './campus/carrier.ts'
export * from './commands/command.ts'
export type { ServicePresence } from './commands/presence.ts'
export * from './control/actuator.ts'
export * from './control/control-policy.ts'
export * from './campus/convention.ts'
export * from './readings/device-event.ts'
export * from './reporting/draft.ts'
export * from './reporting/entry.ts'
export * from './reporting/factor.ts'
export * from './reporting/figure.ts'
export * from './readings/finding.ts'
export * from './identity/audit-head.ts'
export * from './identity/principal.ts'
export * from './identity/request-context.ts'
export * from './time/duration.ts'
export * from './time/instant.ts'
export * from './time/months.ts'
export * from './campus/mapping.ts'
export * from './campus/measure.ts'
export * from './campus/names.ts'
export * from './campus/recognition.ts'
export * from './readings/missing.ts'
export * from './operations/fault-rule-settings.ts'
export * from './operations/notice.ts'
export * from './time/period.ts'
export * from './time/period-names.ts'
export * from './quantity/gas-state.ts'
export * from './quantity/quantity.ts'
export * from './quantity/suggestion.ts'
export * from './readings/point-series.ts'
export * from './readings/reading.ts'
export * from './readings/valid-rows.ts'
export * from './reporting/saving.ts'
export * from './reporting/statement.ts'
export * from './campus/region.ts'
export * from './time/sun.ts'
export * from './campus/tariff.ts'
export * from './time/time.ts'
export * from './quantity/units.ts'
export { firstAtOrPast, isZone, offsetAt } from './time/zone.ts'
